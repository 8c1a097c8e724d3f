import type { EvidenceGraph } from '../evidence-graph.ts';
import { clearer, type FoundShape, type ShapeRecogniser, saturating } from './recogniser.ts';

/** One account pays several: clear from three receivers on. */
export const fanOut: ShapeRecogniser = {
  typology: 'FAN_OUT',
  find: (graph) => widest(graph, 'outOf', ({ to }) => to),
};

/** Several accounts pay one: clear from three senders on. */
export const fanIn: ShapeRecogniser = {
  typology: 'FAN_IN',
  find: (graph) => widest(graph, 'into', ({ from }) => from),
};

function widest(
  graph: EvidenceGraph,
  side: 'outOf' | 'into',
  otherEnd: (pair: { readonly from: string; readonly to: string }) => string,
): FoundShape | null {
  let best: FoundShape | null = null;
  for (const account of graph.accounts) {
    const pairs = graph[side](account);
    const clarity = 0.9 * saturating(pairs.length - 2, 1);
    best = clearer(best, { clarity, pairs, accounts: [account, ...pairs.map(otherEnd)] });
  }
  return best;
}
