import type { EvidenceGraph } from '../evidence-graph.ts';
import { clearer, type FoundShape, type ShapeRecogniser, saturating } from '../recogniser.ts';
import { joinedGroups } from './layers.ts';

const half = 1;
const clarityMax = 0.9;

/**
 * Each account of one group pays several of another group: among who pays whom, the number of payments beyond those that a tree would
 * need tells it from fans that touch. O(transfers).
 */
export const bipartite: ShapeRecogniser = {
  typology: 'BIPARTITE',
  recognise(graph) {
    const count = graph.accounts.length;
    const pairs = new Set(graph.from.map((from, transfer) => from * count + graph.to[transfer]!));
    const links = [...pairs].map((pair) => [Math.floor(pair / count), count + (pair % count)] as const);
    let best: FoundShape | null = null;
    for (const { places, excess } of joinedGroups(2 * count, links)) {
      if (excess < 1) continue;
      const payers = payersOfSeveral(graph, places);
      const transfers = payers.flatMap((payer) => graph.outs[payer]!);
      const payees = [...new Set(transfers.map((transfer) => graph.to[transfer]!))];
      const clarity = clarityMax * saturating(excess, half);
      best = clearer(best, { clarity, transfers, accounts: [...payers, ...payees] });
    }
    return best;
  },
};

/** Payers of a group that pay two or more; one who pays a single account of it adds nothing to its excess. */
function payersOfSeveral({ accounts, outs, to }: EvidenceGraph, places: readonly number[]): number[] {
  return places.filter(
    (place) =>
      place < accounts.length && outs[place]!.some((transfer) => to[transfer] !== to[outs[place]![0]!]),
  );
}
