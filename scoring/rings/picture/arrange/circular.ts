import {
  type Box,
  bentCurve,
  borderPoint,
  boxAround,
  type Curve,
  cornersOf,
  overlaps,
  type Point,
  quadratic,
} from '../geometry.ts';
import type { NodeForm } from '../node-forms.ts';
import type { PictureGraph } from '../picture-graph.ts';
import type { Arrangement } from './arrangement.ts';

/** How much wider than high the circle is when accounts are cards, which are wide themselves, and a track of them. */
const cardStretch = 1.7;
const trackStretch = 1.8;
const radiusMin = 90;
const growth = 1.05;
/** The least space between accounts, beside and below each other. */
const space = { card: { x: 52, y: 16 }, track: { x: 70, y: 36 }, dot: { x: 4, y: 4 } } as const;
/** More cards than this stand on a track, which needs less room than a circle. */
const cardsOnCircleMax = 14;

/**
 * Accounts on a circle, clockwise in the order in which money goes round. As small as it can be without accounts that touch; many cards
 * stand on a track of two rows and two columns. Deterministic. Costs O(accounts² · log of the radius + links).
 */
export function circularArrangement({ nodes, links }: PictureGraph, forms: readonly NodeForm[]): Arrangement {
  const order = orderRound(nodes.length, links);
  const isDots = forms.some(({ kind }) => kind === 'DOT');
  const isTrack = !isDots && order.length > cardsOnCircleMax;
  const places = isTrack ? trackPlaces(order, forms) : circlePlaces(order, forms, isDots ? 'dot' : 'card');
  const turns = new Array<number>(order.length);
  for (const [turn, node] of order.entries()) turns[node] = turn;
  const middle = boxAround(places.flatMap(cornersOf));
  const curves = links.map(({ from, to }) => {
    const steps = (turns[to]! - turns[from]! + order.length) % order.length;
    return routeOf(places[from]!, places[to]!, steps, order.length, middle);
  });
  return { places, curves };
}

function circlePlaces(order: readonly number[], forms: readonly NodeForm[], kind: 'card' | 'dot'): Box[] {
  const { x, y } = space[kind];
  const roomy = forms.map((form) => ({ ...form, width: form.width + x, height: form.height + y }));
  const stretch = kind === 'dot' ? 1 : cardStretch;
  let radius = radiusMin;
  while (touch(placesOn(order, kind === 'dot' ? forms : roomy, radius, stretch))) radius *= growth;
  return placesOn(order, forms, radius, stretch);
}

function touch(places: readonly Box[]): boolean {
  return places.some((place, index) => places.slice(index + 1).some((other) => overlaps(place, other, 1)));
}

/** From the left on; each account has room on the circle by its height. */
function placesOn(
  order: readonly number[],
  forms: readonly NodeForm[],
  radius: number,
  stretch: number,
): Box[] {
  const places = new Array<Box>(order.length);
  const rooms = order.map((node) => forms[node]!.height + space.dot.y);
  const whole = rooms.reduce((sum, room) => sum + room, 0);
  let before = 0;
  for (const [turn, node] of order.entries()) {
    const angle = Math.PI + (2 * Math.PI * before) / whole;
    before += (rooms[turn]! + (rooms[turn + 1] ?? rooms[0]!)) / 2;
    const { width, height } = forms[node]!;
    places[node] = { x: radius * stretch * Math.cos(angle), y: radius * Math.sin(angle), width, height };
  }
  return places;
}

/** A row to the right, a column down, a row back and a column up. All cards are of one size. */
function trackPlaces(order: readonly number[], forms: readonly NodeForm[]): Box[] {
  const { width, height } = forms[0]!;
  const [stepX, stepY] = [width + space.track.x, height + space.track.y];
  const half = order.length / 2;
  const inRow = Math.max(2, Math.round((trackStretch * stepY * (half + 1)) / (stepX + trackStretch * stepY)));
  const right = Math.ceil(half - inRow);
  const lastRow = Math.min(inRow, order.length - inRow - right);
  const places = new Array<Box>(order.length);
  const cellOf = (turn: number): [column: number, row: number] => {
    if (turn < inRow) return [turn, 0];
    if (turn < inRow + right) return [inRow - 0.5, turn - inRow + 1];
    if (turn < inRow + right + lastRow) return [inRow - 1 - (turn - inRow - right), right + 1];
    return [-0.5, right - (turn - inRow - right - lastRow)];
  };
  for (const [turn, node] of order.entries()) {
    const [column, row] = cellOf(turn);
    places[node] = { x: column * stepX, y: row * stepY, width, height };
  }
  return places;
}

/** Along the circle to the next account, through its middle to others. */
function routeOf(from: Box, to: Box, steps: number, count: number, centre: Point): Curve {
  if (steps === 1) return bentCurve(from, to, -Math.min(0.12, 0.5 / count));
  if (steps === count - 1) return bentCurve(from, to, -0.12);
  const middle = { x: (from.x + to.x) / 2 - centre.x, y: (from.y + to.y) / 2 - centre.y };
  const inward = Math.min(
    0.6,
    (0.25 * Math.hypot(to.x - from.x, to.y - from.y)) / Math.max(1, Math.hypot(middle.x, middle.y)),
  );
  const control = {
    x: centre.x + middle.x * (1 - inward) + 0.02 * (from.y - to.y),
    y: centre.y + middle.y * (1 - inward) + 0.02 * (to.x - from.x),
  };
  return quadratic(borderPoint(from, control), control, borderPoint(to, control));
}

/** Follows the money, bold links first: from each account to the one that it paid most and that was not visited, else to where money came from. */
function orderRound(count: number, links: PictureGraph['links']): number[] {
  const byMoney = [...links].sort(
    (a, b) => Number(b.bold) - Number(a.bold) || b.cents - a.cents || a.from - b.from || a.to - b.to,
  );
  const [payees, payers] = [new Map<number, number[]>(), new Map<number, number[]>()];
  for (const { from, to } of byMoney) {
    payees.set(from, [...(payees.get(from) ?? []), to]);
    payers.set(to, [...(payers.get(to) ?? []), from]);
  }
  const order = new Set<number>();
  const first = links[0]?.from ?? 0;
  for (const start of [first, ...Array.from({ length: count }, (_, node) => node)]) {
    for (let node: number | undefined = start; node !== undefined && !order.has(node); ) {
      order.add(node);
      const isNew = (other: number) => !order.has(other);
      node = payees.get(node)?.find(isNew) ?? payers.get(node)?.find(isNew);
    }
  }
  return [...order];
}
