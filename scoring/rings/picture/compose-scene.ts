import type { Typology } from '../model.ts';
import { type Arranged, arrange } from './arrange/arrange.ts';
import type { DrawnLink, DrawnNode, DrawnTie, Scene } from './drawing.ts';
import { type Box, bentCurve, boxAround, type Curve, cornersOf } from './geometry.ts';
import { importantNodes, namedMax, nodeFonts } from './node-forms.ts';
import type { PictureGraph, PictureLink } from './picture-graph.ts';
import { LabelPlacer } from './place-labels.ts';
import { type PictureTexts, periodText, shortMoneyText } from './texts.ts';

const linkFont = { size: 9.5 };
/** Links that get a label where there is room, those with most money first: of pictures that name every account, and of others. */
const labelledLinksMax = { named: 60, other: 12 } as const;
/** Widths of the arrows with least and most money. */
const linkWidths = { named: [1.2, 6], other: [0.5, 3] } as const;
/** Links that are not minimal evidence are this much thinner. */
const faintShare = 0.7;

/** Everything between the title and the legend. Pure; costs O(accounts² + links² + labels · links). */
export function composeScene(
  graph: PictureGraph,
  typology: Typology,
  seed: string,
  texts: PictureTexts,
): Scene {
  const arranged = arrange(graph, typology, seed, texts);
  const ties = graph.ties.map((tie): DrawnTie => {
    const [a, b] = tie.ends.map((end) => arranged.places[end]!) as [Box, Box];
    const width = graph.nodes.length <= namedMax ? 1.2 : 0.8;
    return { tie, curve: tieCurve(a, b), width: tie.bold ? 1.6 * width : width };
  });
  const placer = new LabelPlacer(arranged.places, arranged.curves);
  return {
    nodes: drawNodes(graph, arranged, placer),
    links: drawLinks(graph, arranged, placer, texts),
    ties,
  };
}

/** Round the left side of accounts that stand below each other, else bent a little. */
function tieCurve(a: Box, b: Box): Curve {
  if (Math.abs(a.x - b.x) > a.width / 2 || Math.abs(a.y - b.y) < a.height) return bentCurve(a, b, 0.12);
  const [start, end] = [a, b].map(({ x, y, width }) => ({ x: x - width / 2, y })) as [Box, Box];
  const x = Math.min(start.x, end.x) - Math.min(70, 14 + 0.14 * Math.abs(a.y - b.y));
  return [start, { x, y: start.y }, { x, y: end.y }, end];
}

function drawNodes({ nodes }: PictureGraph, { places, forms }: Arranged, placer: LabelPlacer): DrawnNode[] {
  const middle = places.length === 0 ? { x: 0, y: 0 } : boxAround(places.flatMap(cornersOf));
  const labels = new Map(
    [...importantNodes(nodes)]
      .filter((place) => forms[place]!.kind === 'DOT')
      .map((place) => {
        const box = places[place]!;
        const outward = Math.atan2(box.y - middle.y, box.x - middle.x);
        return [place, placer.besideDot(box, nodes[place]!.label, nodeFonts.dotLabel, outward)];
      }),
  );
  return nodes.map((node, place) => ({
    node,
    form: forms[place]!,
    box: places[place]!,
    label: labels.get(place) ?? null,
  }));
}

function drawLinks(
  { nodes, links }: PictureGraph,
  { curves }: Arranged,
  placer: LabelPlacer,
  texts: PictureTexts,
): DrawnLink[] {
  const size = nodes.length <= namedMax ? 'named' : 'other';
  const most = Math.max(1, ...links.map(({ cents }) => cents));
  const byMoney = [...links.keys()].sort((a, b) => links[b]!.cents - links[a]!.cents || a - b);
  const labels = new Map(
    byMoney
      .slice(0, labelledLinksMax[size])
      .map((place) => [place, linkLabel(placer, place, links[place]!, texts)] as const),
  );
  const [least, widest] = linkWidths[size];
  return links.map((link, place) => {
    const width = (least + (widest - least) * Math.sqrt(link.cents / most)) * (link.bold ? 1 : faintShare);
    const head = size === 'named' ? 5 + 1.3 * width : 2.8 + 1.2 * width;
    return { link, curve: curves[place]!, width, head, label: labels.get(place) ?? null };
  });
}

/** The sum and the times, or the sum alone, or nothing, as there is room. */
function linkLabel(placer: LabelPlacer, place: number, link: PictureLink, texts: PictureTexts) {
  const money = shortMoneyText(link.cents, texts);
  const sum = link.count === 1 ? money : texts.inTransfers(money, link.count);
  const period = periodText(link.firstAt, link.lastAt, texts, false);
  return placer.onLink(place, [sum, period], linkFont) ?? placer.onLink(place, [sum], linkFont);
}
