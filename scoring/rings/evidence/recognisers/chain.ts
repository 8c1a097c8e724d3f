import { type EvidenceGraph, transfersAlong } from '../evidence-graph.ts';
import { passesOn } from '../passing.ts';
import { type ShapeRecogniser, saturating } from '../recogniser.ts';

const half = 1;
const clarityMax = 0.95;
/** Two hops are a part of every shape with layers. */
const hopsMin = 3;
/** Hops beyond this many make no chain clearer. */
const hopsMax = 16;

/**
 * The same money, less fees, goes from account to account, and never straight back. The longest row of such transfers counts, up to
 * `hopsMax`; one that comes back to an account is a chain too (and a cycle first of all).
 * O(hopsMax × sum over the accounts of transfers in times transfers out), in practice far less.
 */
export const chain: ShapeRecogniser = {
  typology: 'CHAIN',
  recognise(graph) {
    const rounds = longestRows(graph);
    if (rounds.length < hopsMin) return null;
    const path = pathOf(graph, rounds);
    return {
      clarity: clarityMax * saturating(rounds.length - 2, half),
      transfers: transfersAlong(graph, path),
      accounts: path,
    };
  },
};

/** The nth map tells which transfers end a row of n + 1, and the transfer before each in the row. Ends with the longest rows. */
function longestRows(graph: EvidenceGraph): Map<number, number | null>[] {
  let round = new Map<number, number | null>(graph.transfers.map((_, transfer) => [transfer, null]));
  const rounds: Map<number, number | null>[] = [];
  while (round.size > 0 && rounds.length < hopsMax) {
    rounds.push(round);
    const longer = new Map<number, number | null>();
    for (const earlier of [...round.keys()].sort((a, b) => a - b)) {
      for (const later of graph.outs[graph.to[earlier]!]!) {
        if (longer.has(later) || graph.to[later] === graph.from[earlier]) continue;
        if (passesOn(graph, earlier, later)) longer.set(later, earlier);
      }
    }
    round = longer;
  }
  return rounds;
}

/** The accounts of the first of the longest rows. */
function pathOf({ from, to }: EvidenceGraph, rounds: readonly Map<number, number | null>[]): number[] {
  let transfer = Math.min(...rounds.at(-1)!.keys());
  const path = [to[transfer]!];
  for (let hops = rounds.length - 1; hops >= 0; hops -= 1) {
    path.push(from[transfer]!);
    transfer = rounds[hops]!.get(transfer) ?? transfer;
  }
  return path.reverse();
}
