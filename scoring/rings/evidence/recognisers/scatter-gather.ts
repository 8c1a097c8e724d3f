import type { EvidenceGraph } from '../evidence-graph.ts';
import { passesOn } from '../passing.ts';
import { clearer, type FoundShape, type ShapeRecogniser, saturating } from '../recogniser.ts';

const half = 1;
const widthMin = 2;

/**
 * One account pays another through many, each of which passes on what it got: the width is the number of those in between.
 * O(sum over the accounts of transfers in times transfers out).
 */
export const scatterGather: ShapeRecogniser = {
  typology: 'SCATTER_GATHER',
  recognise(graph) {
    let best: FoundShape | null = null;
    for (const [ends, middles] of middlesByEnds(graph)) {
      if (middles.size < widthMin) continue;
      const source = Math.floor(ends / graph.accounts.length);
      const sink = ends % graph.accounts.length;
      best = clearer(best, {
        clarity: saturating(middles.size - 1, half),
        transfers: [
          ...graph.outs[source]!.filter((transfer) => middles.has(graph.to[transfer]!)),
          ...graph.ins[sink]!.filter((transfer) => middles.has(graph.from[transfer]!)),
        ],
        accounts: [source, ...middles, sink],
      });
    }
    return best;
  },
};

/** The accounts in between by source and sink (source × accounts + sink), in an order that the graph alone decides. */
function middlesByEnds(graph: EvidenceGraph): Map<number, Set<number>> {
  const { accounts, from, to, ins, outs } = graph;
  const found = new Map<number, Set<number>>();
  for (let middle = 0; middle < accounts.length; middle += 1) {
    for (const brought of ins[middle]!) {
      for (const passed of outs[middle]!) {
        if (from[brought] === to[passed] || !passesOn(graph, brought, passed)) continue;
        const ends = from[brought]! * accounts.length + to[passed]!;
        const middles = found.get(ends);
        if (middles === undefined) found.set(ends, new Set([middle]));
        else middles.add(middle);
      }
    }
  }
  return found;
}
