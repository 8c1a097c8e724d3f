import type { RingTransfer } from '../model.ts';

/**
 * The transfers of a ring's evidence as a small temporal multigraph. Accounts and transfers are indices: accounts in ascending order of
 * their keys, transfers by time, then sequence number, so that an index orders them too.
 */
export interface EvidenceGraph {
  readonly transfers: readonly RingTransfer[];
  readonly accounts: readonly string[];
  /** Paying and paid account of each transfer. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Transfers into and out of each account, ascending. */
  readonly ins: readonly (readonly number[])[];
  readonly outs: readonly (readonly number[])[];
}

/** Builds the graph. The order of the given transfers does not matter. O(transfers log transfers). */
export function evidenceGraph(given: readonly RingTransfer[]): EvidenceGraph {
  const transfers = [...given].sort((a, b) => a.at - b.at || a.seq - b.seq);
  const names = new Set<string>();
  for (const { from, to } of transfers) names.add(from).add(to);
  const accounts = [...names].sort();
  const indexOf = new Map(accounts.map((account, index) => [account, index]));
  const from = transfers.map((transfer) => indexOf.get(transfer.from) as number);
  const to = transfers.map((transfer) => indexOf.get(transfer.to) as number);
  const ins: number[][] = accounts.map(() => []);
  const outs: number[][] = accounts.map(() => []);
  for (let transfer = 0; transfer < transfers.length; transfer += 1) {
    outs[from[transfer]!]!.push(transfer);
    ins[to[transfer]!]!.push(transfer);
  }
  return { transfers, accounts, from, to, ins, outs };
}

/** The paying accounts of transfers, each once, in order of first appearance. */
export function payersOf({ from }: EvidenceGraph, transfers: readonly number[]): number[] {
  return [...new Set(transfers.map((transfer) => from[transfer]!))];
}

/** The paid accounts of transfers, each once, in order of first appearance. */
export function payeesOf({ to }: EvidenceGraph, transfers: readonly number[]): number[] {
  return [...new Set(transfers.map((transfer) => to[transfer]!))];
}

/** Every transfer from an account to the next one along a path, ascending. A pair that comes twice counts once. */
export function transfersAlong(graph: EvidenceGraph, path: readonly number[]): number[] {
  const along = new Set<number>();
  for (let place = 1; place < path.length; place += 1) {
    for (const transfer of graph.outs[path[place - 1]!]!) {
      if (graph.to[transfer] === path[place]) along.add(transfer);
    }
  }
  return [...along].sort((a, b) => a - b);
}
