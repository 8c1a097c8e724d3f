import type { DrawnText, Scene } from './drawing.ts';
import { colours } from './palette.ts';
import type { PictureRole } from './picture-graph.ts';
import { textWidth } from './text-width.ts';
import type { PictureTexts } from './texts.ts';
import { roleMark } from './write-marks.ts';
import { writeText } from './write-scene.ts';
import { element } from './xml.ts';

const font = { size: 10.5 };
const rowHeight = 20;
const between = 20;

interface Entry {
  readonly text: string;
  /** Width of the sample before the text. */
  readonly sample: number;
  readonly draw: (x: number, y: number) => string;
}

/** A legend, laid out in rows. */
export interface Legend {
  readonly height: number;
  readonly texts: readonly DrawnText[];
  readonly svg: string;
}

/** What the marks and lines of a scene mean, those that are in it, in rows of at most `width` pixels from (x, y) on. */
export function legendOf(scene: Scene, texts: PictureTexts, x: number, y: number, width: number): Legend {
  const drawn: DrawnText[] = [];
  const parts: string[] = [];
  let [left, row] = [0, 0];
  for (const { text, sample, draw } of [...roleEntries(scene, texts), ...lineEntries(scene, texts)]) {
    const wide = sample + 6 + textWidth(text, font);
    if (left > 0 && left + wide > width) [left, row] = [0, row + 1];
    const middle = y + (row + 0.5) * rowHeight;
    const line = { x: x + left + sample + 6, y: middle + 3.8, text, style: font };
    drawn.push(line);
    parts.push(draw(x + left, middle) + writeText(line, colours.quiet));
    left += wide + between;
  }
  return {
    height: (row + 1) * rowHeight,
    texts: drawn,
    svg: element('g', { class: 'legend' }, `\n${parts.join('\n')}\n`),
  };
}

function roleEntries({ nodes }: Scene, texts: PictureTexts): Entry[] {
  const counts = new Map<PictureRole, number>();
  for (const { node } of nodes) counts.set(node.role, (counts.get(node.role) ?? 0) + 1);
  return (Object.keys(texts.roles) as PictureRole[])
    .filter((role) => counts.has(role))
    .map((role) => ({
      text: `${texts.roles[role]} (${counts.get(role)})`,
      sample: 12,
      draw: (x, y) => roleMark(role, { x: x + 6, y }, 12),
    }));
}

function lineEntries({ links, ties }: Scene, texts: PictureTexts): Entry[] {
  const line = (text: string, stroke: string, width: number, dashes?: string): Entry => ({
    text,
    sample: 26,
    draw: (x, y) =>
      element('line', {
        x1: x,
        y1: y,
        x2: x + 26,
        y2: y,
        stroke,
        'stroke-width': width,
        'stroke-dasharray': dashes,
      }),
  });
  const wedge: Entry = {
    text: texts.width,
    sample: 26,
    draw: (x, y) =>
      element('polygon', {
        points: `${x},${y - 0.5} ${x + 26},${y - 3.5} ${x + 26},${y + 3.5} ${x},${y + 0.5}`,
        fill: colours.bold,
      }),
  };
  return [
    ...(links.some(({ link }) => link.bold) ? [line(texts.bold, colours.bold, 3)] : []),
    ...(links.some(({ link }) => !link.bold) ? [line(texts.faint, colours.faint, 1.2)] : []),
    ...(links.length > 1 ? [wedge] : []),
    ...(ties.length > 0 ? [line(texts.shared, colours.tie, 1.4, '5 3')] : []),
  ];
}
