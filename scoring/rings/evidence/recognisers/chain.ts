import { type EvidenceGraph, transfersAlong } from '../evidence-graph.ts';
import { passesOn } from '../passing.ts';
import { type ShapeRecogniser, saturating } from '../recogniser.ts';

const half = 0.5;
const clarityMax = 0.75;
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
    if (graph.transfers.length < hopsMin) return null;
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

/** What stands for a transfer that ends no row, and for the one before the first of a row. */
const none = -1;
const nothingBefore = -2;

/**
 * The nth array holds, for each transfer that ends a row of n + 1, the transfer before it in the row, and `none` for the others. Ends with
 * the longest rows.
 */
function longestRows(graph: EvidenceGraph): Int32Array[] {
  let round: Int32Array | null = new Int32Array(graph.transfers.length).fill(nothingBefore);
  const rounds: Int32Array[] = [];
  while (round !== null && rounds.length < hopsMax) {
    rounds.push(round);
    round = oneLonger(graph, round);
  }
  return rounds;
}

/** Rows of one more, null when there are none. The first transfer that a row can come from is the one before. */
function oneLonger(graph: EvidenceGraph, round: Int32Array): Int32Array | null {
  const { from, to, outs } = graph;
  const longer = new Int32Array(round.length).fill(none);
  let found = false;
  for (let earlier = 0; earlier < round.length; earlier += 1) {
    if (round[earlier] === none) continue;
    for (const later of outs[to[earlier]!]!) {
      if (longer[later] !== none || to[later] === from[earlier] || !passesOn(graph, earlier, later)) continue;
      longer[later] = earlier;
      found = true;
    }
  }
  return found ? longer : null;
}

/** The accounts of the first of the longest rows. */
function pathOf({ from, to }: EvidenceGraph, rounds: readonly Int32Array[]): number[] {
  let transfer = rounds.at(-1)!.findIndex((before) => before !== none);
  const path = [to[transfer]!];
  for (let hops = rounds.length - 1; hops >= 0; hops -= 1) {
    path.push(from[transfer]!);
    transfer = rounds[hops]![transfer]!;
  }
  return path.reverse();
}
