import type { DrawnLabel, DrawnLink, DrawnNode, DrawnText, DrawnTie, Scene } from './drawing.ts';
import { type Curve, endDirection, shortenedEnd } from './geometry.ts';
import { cardPadding, detailText, nodeFonts } from './node-forms.ts';
import { colours, roleStyles } from './palette.ts';
import { textWidth } from './text-width.ts';
import { moneyText, type PictureTexts, periodText } from './texts.ts';
import { roleMark } from './write-marks.ts';
import { element, numberText, xmlText } from './xml.ts';

/** The elements of a scene: shared identifiers, then faint and bold links, accounts, and on top the labels. */
export function writeScene({ nodes, links, ties }: Scene, texts: PictureTexts): string {
  const name = (place: number) => nodes[place]!.node.account;
  const write = (some: readonly DrawnLink[]) => some.map((link) => writeLink(link, name, texts)).join('\n');
  const labels = [...links, ...nodes].map(({ label }) => label).filter((label) => label !== null);
  const leastFirst = links.toSorted((a, b) => a.width - b.width);
  const groups: [string, string][] = [
    ['ties', ties.map((tie) => writeTie(tie, name, texts)).join('\n')],
    ['faint', write(leastFirst.filter(({ link }) => !link.bold))],
    ['bold', write(leastFirst.filter(({ link }) => link.bold))],
    ['accounts', nodes.map((node) => writeNode(node, texts)).join('\n')],
    ['labels', labels.map(writeLabel).join('\n')],
  ];
  return groups
    .filter(([, content]) => content !== '')
    .map(([kind, content]) => element('g', { class: kind }, `\n${content}\n`))
    .join('\n');
}

function writeLink(
  { link, curve, width, head }: DrawnLink,
  name: (place: number) => string,
  texts: PictureTexts,
): string {
  const colour = link.bold ? colours.bold : colours.faint;
  const line = element('path', {
    d: pathText(shortenedEnd(curve, head * 0.9)),
    fill: 'none',
    stroke: colour,
    'stroke-width': width,
  });
  const period = periodText(link.firstAt, link.lastAt, texts, true);
  const sum = texts.inTransfers(moneyText(link.cents, texts), link.count);
  const title = `${name(link.from)} → ${name(link.to)}: ${sum}, ${period}`;
  return element('g', {}, element('title', {}, xmlText(title)) + line + arrowHead(curve, head, colour));
}

function arrowHead(curve: Curve, length: number, fill: string): string {
  const tip = curve.at(-1)!;
  const { x, y } = endDirection(curve);
  const side = (across: number) =>
    `${numberText(tip.x - length * x - across * length * y)},${numberText(tip.y - length * y + across * length * x)}`;
  return element('polygon', {
    points: `${numberText(tip.x)},${numberText(tip.y)} ${side(0.42)} ${side(-0.42)}`,
    fill,
  });
}

function writeTie(
  { tie, curve, width }: DrawnTie,
  name: (place: number) => string,
  texts: PictureTexts,
): string {
  const kinds = tie.kinds.map((kind) => texts.identifiers[kind]).join(', ');
  const title = `${tie.ends.map(name).join(' – ')}: ${kinds}`;
  return element(
    'path',
    {
      d: pathText(curve),
      fill: 'none',
      stroke: colours.tie,
      'stroke-width': width,
      'stroke-dasharray': tie.hard ? '5 3' : '1.5 3',
    },
    element('title', {}, xmlText(title)),
  );
}

function writeNode({ node, form, box }: DrawnNode, texts: PictureTexts): string {
  const title = element('title', {}, xmlText(`${node.account}: ${detailText(node, texts)}`));
  if (form.kind === 'DOT') return element('g', {}, title + roleMark(node.role, box, form.width));
  const { colour, tint } = roleStyles[node.role];
  const left = box.x - box.width / 2;
  const card = element('rect', {
    x: left,
    y: box.y - box.height / 2,
    width: box.width,
    height: box.height,
    rx: form.kind === 'FULL' ? 8 : 6,
    fill: tint,
    stroke: colour,
    'stroke-width': 1.4,
    'stroke-dasharray': node.role === 'OTHER' ? '3 2' : undefined,
  });
  const mark = roleMark(node.role, { x: left + cardPadding.left / 2 + 1, y: box.y }, 12);
  return element(
    'g',
    {},
    title + card + mark + cardTexts({ node, form, box }, left + cardPadding.left, texts),
  );
}

function cardTexts(
  { node, form, box }: Pick<DrawnNode, 'node' | 'form' | 'box'>,
  x: number,
  texts: PictureTexts,
): string {
  if (form.kind === 'FULL') {
    const label = writeText({ x, y: box.y - 3, text: node.label, style: nodeFonts.label });
    return (
      label +
      writeText({ x, y: box.y + 12, text: detailText(node, texts), style: nodeFonts.detail }, colours.quiet)
    );
  }
  const label = { x, y: box.y + 4, text: node.label, style: nodeFonts.compactLabel };
  const after = x + textWidth(node.label, nodeFonts.compactLabel) + cardPadding.between;
  const detail = { x: after, y: box.y + 4, text: texts.roles[node.role], style: nodeFonts.compactDetail };
  return writeText(label) + writeText(detail, colours.quiet);
}

/** A label on a link hides what is behind it, one beside a dot only its nearest surroundings. */
function writeLabel({ box, lines, leader, isOpaque }: DrawnLabel): string {
  const texts = lines.map((line) => writeText(line, colours.ink, !isOpaque)).join('');
  if (isOpaque) {
    const { x, y, width, height } = box;
    const corner = { x: x - width / 2, y: y - height / 2 };
    return (
      element('rect', { ...corner, width, height, rx: 3, fill: colours.paper, 'fill-opacity': '0.85' }) +
      texts
    );
  }
  if (leader === null) return texts;
  const [from, to] = leader;
  return (
    element('line', {
      x1: from.x,
      y1: from.y,
      x2: to.x,
      y2: to.y,
      stroke: colours.quiet,
      'stroke-width': 0.7,
    }) + texts
  );
}

/** A text, with a halo in the colour of the paper when it lies on something. */
export function writeText(
  { x, y, text, style }: DrawnText,
  colour: string = colours.ink,
  halo = false,
): string {
  const around = halo
    ? { stroke: colours.paper, 'stroke-width': 3.5, 'stroke-linejoin': 'round', 'paint-order': 'stroke' }
    : {};
  const weight = style.bold === true ? 'bold' : undefined;
  return element(
    'text',
    { x, y, 'font-size': style.size, 'font-weight': weight, fill: colour, ...around },
    xmlText(text),
  );
}

function pathText(curve: Curve): string {
  const point = (place: number) => `${numberText(curve[place]!.x)} ${numberText(curve[place]!.y)}`;
  let text = `M${point(0)}`;
  for (let part = 1; part + 2 < curve.length; part += 3)
    text += `C${point(part)} ${point(part + 1)} ${point(part + 2)}`;
  return text;
}
