import { type Box, bentCurve, type Curve, overlaps, quadratic, borderPoint } from '../geometry.ts';
import type { NodeForm } from '../node-forms.ts';
import type { PictureGraph } from '../picture-graph.ts';
import type { Arrangement } from './arrangement.ts';

/** How much wider than high the circle is when accounts are cards, which are wide themselves. */
const cardStretch = 1.5;
const radiusMin = 90;
const growth = 1.05;
/** The least space between accounts. */
const space = { card: 16, dot: 5 } as const;

/**
 * Accounts on a circle, clockwise in the order in which money goes round, the first at the left. As small as it can be without accounts
 * that touch. Deterministic. Costs O(accounts² · log of the radius + links).
 */
export function circularArrangement({ nodes, links }: PictureGraph, forms: readonly NodeForm[]): Arrangement {
  const order = orderRound(nodes.length, links);
  const isDots = forms.some(({ kind }) => kind === 'DOT');
  const margin = isDots ? space.dot : space.card;
  let radius = radiusMin;
  let places = placesOn(order, forms, radius, isDots ? 1 : cardStretch);
  while (order.some((node, turn) => touches(places, node, order.slice(turn + 1), margin))) {
    radius *= growth;
    places = placesOn(order, forms, radius, isDots ? 1 : cardStretch);
  }
  const turns = new Array<number>(order.length);
  for (const [turn, node] of order.entries()) turns[node] = turn;
  const curves = links.map(({ from, to }) => {
    const steps = (turns[to]! - turns[from]! + order.length) % order.length;
    return routeOf(places[from]!, places[to]!, steps, order.length);
  });
  return { places, curves };
}

function touches(places: readonly Box[], node: number, others: readonly number[], margin: number): boolean {
  return others.some((other) => overlaps(places[node]!, places[other]!, margin));
}

function placesOn(order: readonly number[], forms: readonly NodeForm[], radius: number, stretch: number): Box[] {
  const places = new Array<Box>(order.length);
  for (const [turn, node] of order.entries()) {
    const angle = Math.PI + (2 * Math.PI * turn) / order.length;
    const { width, height } = forms[node]!;
    places[node] = { x: radius * stretch * Math.cos(angle), y: radius * Math.sin(angle), width, height };
  }
  return places;
}

/** Along the circle to the next account, through its middle to others. */
function routeOf(from: Box, to: Box, steps: number, count: number): Curve {
  if (steps === 1) return bentCurve(from, to, -Math.min(0.12, 0.5 / count));
  if (steps === count - 1) return bentCurve(from, to, -0.12);
  const control = { x: (from.x + to.x) * 0.28 + 0.04 * (from.y - to.y), y: (from.y + to.y) * 0.28 + 0.04 * (to.x - from.x) };
  return quadratic(borderPoint(from, control), control, borderPoint(to, control));
}

/** Follows the money: from each account to the one that it paid most and that was not visited, else to where money came from. */
function orderRound(count: number, links: PictureGraph['links']): number[] {
  const byMoney = [...links].sort((a, b) => b.cents - a.cents || a.from - b.from || a.to - b.to);
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
