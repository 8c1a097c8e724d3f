import { type EvidenceGraph, payeesOf, payersOf } from '../evidence-graph.ts';
import { fundedOuts, passedIns } from '../passing.ts';
import { clearer, type FoundShape, type ShapeRecogniser, saturating } from '../recogniser.ts';
import { type JoinedGroup, joinedGroups } from './layers.ts';

const half = 0.5;
const clarityMax = 0.95;

/**
 * Two layers: several sources pay several in the middle, who pass it on to several sinks, woven more closely than a tree. The smallest of
 * these numbers beyond one tells how clear it is. O(transfers).
 */
export const stack: ShapeRecogniser = {
  typology: 'STACK',
  recognise(graph) {
    const count = graph.accounts.length;
    let best: FoundShape | null = null;
    for (const group of joinedGroups(3 * count, linksOf(graph))) {
      const width = widthOf(group, count);
      if (width < 1) continue;
      const middles = layerOf(group, 1, count);
      const ins = middles.flatMap((middle) => graph.ins[middle]!);
      const outs = middles.flatMap((middle) => graph.outs[middle]!);
      best = clearer(best, {
        clarity: clarityMax * saturating(width, half),
        transfers: [...new Set([...ins, ...outs])],
        accounts: [...payersOf(graph, ins), ...middles, ...payeesOf(graph, outs)],
      });
    }
    return best;
  },
};

/** Who pays an account that passes it on, and whom such an account pays: places are layer × accounts + account. */
function linksOf(graph: EvidenceGraph): (readonly [number, number])[] {
  const count = graph.accounts.length;
  const links: (readonly [number, number])[] = [];
  for (let middle = 0; middle < count; middle += 1) {
    const payers = payersOf(graph, passedIns(graph, middle));
    const payees = payeesOf(graph, fundedOuts(graph, middle));
    if (payers.length === 0 || payees.length === 0) continue;
    for (const payer of payers) links.push([payer, count + middle]);
    for (const payee of payees) links.push([count + middle, 2 * count + payee]);
  }
  return links;
}

function layerOf({ places }: JoinedGroup, layer: number, count: number): number[] {
  return places.filter((place) => Math.floor(place / count) === layer).map((place) => place % count);
}

function widthOf(group: JoinedGroup, count: number): number {
  const sizes = [0, 1, 2].map((layer) => layerOf(group, layer, count).length - 1);
  return Math.min(group.excess, ...sizes);
}
