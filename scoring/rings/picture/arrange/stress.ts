import { Random } from '../../../../base/random.ts';
import { type Box, bentCurve } from '../geometry.ts';
import type { NodeForm } from '../node-forms.ts';
import type { PictureGraph } from '../picture-graph.ts';
import type { Arrangement } from './arrangement.ts';
import { packParts } from './pack-parts.ts';
import { separated } from './separated.ts';

/** The wished length of a link, by the largest form of an account in the picture. */
const linkLength = { FULL: 170, COMPACT: 130, DOT: 46 } as const;
/** The space around each account that dense parts get on average. */
const roomBetween = { card: 64, dot: 34 } as const;
/** How much wider than high cards are set. */
const cardStretch = 1.5;
const rounds = 80;
/** The space between parts that no transfer joins, and how much wider than high they are set together. */
const partSpace = { card: 36, dot: 22 } as const;
const pageStretch = 1.5;

interface Places {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Accounts at distances like the number of links between them, by stress majorisation (Gansner, Koren and North, "Graph drawing by
 * stress majorization", 2004) from a start that is drawn with the seed, turned so that money flows to the right on the whole, and moved apart where
 * they would touch. The same seed and graph give the same picture. Costs O(rounds · accounts²).
 */
export function stressArrangement(
  graph: PictureGraph,
  forms: readonly NodeForm[],
  seed: string,
): Arrangement {
  const random = new Random(seed);
  const kind = forms.find((form) => form.kind === 'DOT')?.kind ?? forms[0]!.kind;
  const parts = joinedParts(graph);
  const arranged = parts.map((part) => arrangePart(part, forms, kind, random));
  const packed = packParts(arranged, partSpace[kind === 'DOT' ? 'dot' : 'card'], pageStretch);
  const places = new Array<Box>(forms.length);
  for (const [index, { nodes }] of parts.entries()) {
    for (const [place, node] of nodes.entries()) places[node] = packed[index]![place]!;
  }
  return { places, curves: graph.links.map(({ from, to }) => bentCurve(places[from]!, places[to]!, 0.07)) };
}

/** Accounts that ways of transfers join, by place, with the links among them, which count the accounts of the part alone. */
interface Part {
  readonly nodes: readonly number[];
  readonly links: PictureGraph['links'];
}

/** In order of their first account. */
function joinedParts({ nodes, links }: PictureGraph): Part[] {
  const beside = neighboursOf(nodes.length, links);
  const partOf = new Array<number>(nodes.length).fill(-1);
  const parts: { nodes: number[]; links: PictureGraph['links'][number][] }[] = [];
  for (const start of nodes.keys()) {
    if (partOf[start] !== -1) continue;
    const members = new Set([start]);
    for (const node of members) for (const other of beside[node]!) members.add(other);
    for (const node of members) partOf[node] = parts.length;
    parts.push({ nodes: [...members], links: [] });
  }
  for (const link of links) {
    const part = parts[partOf[link.from]!]!;
    part.links.push({ ...link, from: part.nodes.indexOf(link.from), to: part.nodes.indexOf(link.to) });
  }
  return parts;
}

function arrangePart(
  { nodes, links }: Part,
  forms: readonly NodeForm[],
  kind: NodeForm['kind'],
  random: Random,
): Box[] {
  const distances = linkDistances(nodes.length, links);
  const { x, y } = turnedRight(majorise(startPlaces(nodes.length, random), distances), links);
  const length = linkLength[kind];
  const boxes = nodes.map((node, place): Box => {
    const { width, height } = forms[node]!;
    return {
      x: x[place]! * length * (kind === 'DOT' ? 1 : cardStretch),
      y: y[place]! * length,
      width,
      height,
    };
  });
  return separated(loosened(boxes, roomBetween[kind === 'DOT' ? 'dot' : 'card']), kind === 'DOT' ? 4 : 18);
}

/** The boxes further apart where their links alone leave them less than their size and `room` on average. */
function loosened(boxes: readonly Box[], room: number): readonly Box[] {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleX, middleY] = [mean(boxes.map(({ x }) => x)), mean(boxes.map(({ y }) => y))];
  const spread = mean(boxes.map(({ x, y }) => (x - middleX) ** 2 + (y - middleY) ** 2));
  const wanted = boxes.reduce((sum, { width, height }) => sum + (width + room) * (height + room), 0);
  const scale = Math.max(1, Math.sqrt(wanted / (2 * Math.PI * Math.max(1, spread))));
  return boxes.map((box) => ({ ...box, x: box.x * scale, y: box.y * scale }));
}

function startPlaces(count: number, random: Random): Places {
  const size = Math.sqrt(count);
  const draw = () => Float64Array.from({ length: count }, () => random.next() * size);
  return { x: draw(), y: draw() };
}

/** The least number of links between any two accounts, row by row, by breadth-first search. */
function linkDistances(count: number, links: PictureGraph['links']): Float64Array {
  const beside = neighboursOf(count, links);
  const distances = new Float64Array(count * count);
  for (let start = 0; start < count; start += 1) {
    const reached = new Map([[start, 0]]);
    for (const [node, steps] of reached) {
      distances[start * count + node] = steps;
      for (const other of beside[node]!) if (!reached.has(other)) reached.set(other, steps + 1);
    }
  }
  return distances;
}

function neighboursOf(count: number, links: PictureGraph['links']): number[][] {
  const beside = Array.from({ length: count }, (): number[] => []);
  for (const { from, to } of links) {
    beside[from]!.push(to);
    beside[to]!.push(from);
  }
  return beside;
}

/** Each round moves every account to the weighted mean of where the others want it, all at once. */
function majorise(start: Places, distances: Float64Array): Places {
  const count = start.x.length;
  let now = start;
  let next: Places = { x: new Float64Array(count), y: new Float64Array(count) };
  for (let round = 0; round < rounds; round += 1) {
    for (let node = 0; node < count; node += 1) {
      let [sumX, sumY, sum] = [0, 0, 0];
      for (let other = 0; other < count; other += 1) {
        if (other === node) continue;
        const wished = distances[node * count + other]!;
        const [dx, dy] = [now.x[node]! - now.x[other]!, now.y[node]! - now.y[other]!];
        const stretch = wished / Math.max(1e-6, Math.sqrt(dx * dx + dy * dy));
        const weight = 1 / (wished * wished);
        sumX += weight * (now.x[other]! + dx * stretch);
        sumY += weight * (now.y[other]! + dy * stretch);
        sum += weight;
      }
      next.x[node] = sum === 0 ? now.x[node]! : sumX / sum;
      next.y[node] = sum === 0 ? now.y[node]! : sumY / sum;
    }
    [now, next] = [next, now];
  }
  return now;
}

/** Turned round so that the sum of all links, weighted by the logarithm of their money, points to the right. */
function turnedRight({ x, y }: Places, links: PictureGraph['links']): Places {
  let [dx, dy] = [1e-9, 0];
  for (const { from, to, cents } of links) {
    dx += (x[to]! - x[from]!) * Math.log1p(cents);
    dy += (y[to]! - y[from]!) * Math.log1p(cents);
  }
  const length = Math.hypot(dx, dy);
  const [cos, sin] = [dx / length, dy / length];
  return {
    x: x.map((value, node) => value * cos + y[node]! * sin),
    y: y.map((value, node) => value * cos - x[node]! * sin),
  };
}
