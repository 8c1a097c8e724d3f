import type { EvidenceGraph } from '../evidence-graph.ts';
import { passesOn } from '../passing.ts';
import { type ShapeRecogniser, saturating } from '../recogniser.ts';

const half = 2;
/** Money that wanders without a plan is the least clear of all shapes. */
const clarityMax = 0.6;

/**
 * Money wanders inside the group: any transfers do, and those that pass on what came before make it clearer. All accounts and transfers
 * belong to it. O(sum over the accounts of transfers in times transfers out).
 */
export const random: ShapeRecogniser = {
  typology: 'RANDOM',
  recognise(graph) {
    if (graph.transfers.length === 0) return null;
    return {
      clarity: clarityMax * saturating(passedOn(graph), half),
      transfers: graph.transfers.map((_, transfer) => transfer),
      accounts: graph.from.flatMap((from, transfer) => [from, graph.to[transfer]!]),
    };
  },
};

/** How many transfers pass on what an earlier one brought. */
function passedOn(graph: EvidenceGraph): number {
  return graph.from.filter((from, later) =>
    graph.ins[from]!.some((earlier) => passesOn(graph, earlier, later)),
  ).length;
}
