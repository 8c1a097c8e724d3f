import { type EvidenceGraph, payeesOf, payersOf } from '../evidence-graph.ts';
import {
  fundedOuts,
  passedIns,
  passedShareMax,
  passedShareMin,
  smallestBy,
  smallestWithin,
} from '../passing.ts';
import { clearer, type FoundShape, type ShapeRecogniser, saturating } from '../recogniser.ts';

const half = 1;
const widthMin = 2;

/**
 * Many accounts pay one, which pays many others with it: the width is the smaller number of the two, of those whose money was passed on
 * and those who were paid with it. O(transfers log transfers).
 */
export const gatherScatter: ShapeRecogniser = {
  typology: 'GATHER_SCATTER',
  recognise(graph) {
    let best: FoundShape | null = null;
    for (let hub = 0; hub < graph.accounts.length; hub += 1) {
      const width = widthOf(graph, hub);
      if (width < widthMin) continue;
      const [ins, outs] = [graph.ins[hub]!, graph.outs[hub]!];
      best = clearer(best, {
        clarity: saturating(width - 1, half),
        transfers: [...ins, ...outs],
        accounts: [...payersOf(graph, ins), hub, ...payeesOf(graph, outs)],
      });
    }
    return best;
  },
};

function widthOf(graph: EvidenceGraph, hub: number): number {
  const [ins, outs] = [graph.ins[hub]!, graph.outs[hub]!];
  if (ins.length < widthMin || outs.length < widthMin) return 0;
  const payers = smallestBy(graph, graph.from, passedIns(graph, hub));
  const payees = smallestBy(graph, graph.to, fundedOuts(graph, hub));
  const passed = smallestWithin([...payers.values()], totalOf(graph, outs) / passedShareMin);
  const funded = smallestWithin([...payees.values()], totalOf(graph, ins) * passedShareMax);
  return Math.min(passed, funded, apart(payers, payees));
}

/** The smaller side when nobody may count on both: accounts that pay and are paid go where they help. */
function apart(payers: ReadonlyMap<number, number>, payees: ReadonlyMap<number, number>): number {
  const both = [...payers.keys()].filter((account) => payees.has(account)).length;
  return Math.min(payers.size, payees.size, Math.floor((payers.size + payees.size - both) / 2));
}

function totalOf({ transfers }: EvidenceGraph, among: readonly number[]): number {
  return among.reduce((total, transfer) => total + transfers[transfer]!.referenceCents, 0);
}
