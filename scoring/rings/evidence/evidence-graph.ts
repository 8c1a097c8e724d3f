import type { RingTransfer } from '../model.ts';

/** The transfers from one account to another. */
export interface EvidencePair {
  readonly from: string;
  readonly to: string;
  /** By time, then sequence number. */
  readonly transfers: readonly RingTransfer[];
}

/** The transfers of a ring as a small graph; all lists are in the order of time, then sequence number, of their first transfer. */
export interface EvidenceGraph {
  readonly transfers: readonly RingTransfer[];
  /** Accounts in the order in which they appear. */
  readonly accounts: readonly string[];
  readonly outOf: (account: string) => readonly EvidencePair[];
  readonly into: (account: string) => readonly EvidencePair[];
}

const none: readonly EvidencePair[] = [];

/** Makes the graph of some transfers; their order does not matter. O(transfers log transfers). */
export function evidenceGraph(unordered: readonly RingTransfer[]): EvidenceGraph {
  const transfers = [...unordered].sort(byTime);
  const pairs = new Map<string, { from: string; to: string; transfers: RingTransfer[] }>();
  const out = new Map<string, EvidencePair[]>();
  const into = new Map<string, EvidencePair[]>();
  const accounts = new Set<string>();
  for (const transfer of transfers) {
    const { from, to } = transfer;
    accounts.add(from).add(to);
    const name = JSON.stringify([from, to]);
    const known = pairs.get(name);
    if (known !== undefined) {
      known.transfers.push(transfer);
      continue;
    }
    const pair = { from, to, transfers: [transfer] };
    pairs.set(name, pair);
    listOf(out, from).push(pair);
    listOf(into, to).push(pair);
  }
  return {
    transfers,
    accounts: [...accounts],
    outOf: (account) => out.get(account) ?? none,
    into: (account) => into.get(account) ?? none,
  };
}

/** The order of money: earlier first; what came later in the sequence is later. */
export function byTime(a: RingTransfer, b: RingTransfer): number {
  return a.at - b.at || a.seq - b.seq;
}

/** The sequence numbers of all transfers of some pairs. */
export function seqsOf(pairs: readonly EvidencePair[]): number[] {
  return pairs.flatMap(({ transfers }) => transfers.map(({ seq }) => seq));
}

/** The heaviest transfer by score of each pair, the earlier one on a tie: one is enough to show the connection. */
export function strongestOf(pairs: readonly EvidencePair[]): number[] {
  return pairs.map(({ transfers }) => {
    let best = transfers[0] as RingTransfer;
    for (const transfer of transfers) if (transfer.score > best.score) best = transfer;
    return best.seq;
  });
}

/** Whether money of the first pair can have gone on through the second: something came in at or before something went out. */
export function canFeed(incoming: EvidencePair, outgoing: EvidencePair): boolean {
  const first = incoming.transfers[0];
  const last = outgoing.transfers.at(-1);
  return first !== undefined && last !== undefined && byTime(first, last) < 0;
}

function listOf(map: Map<string, EvidencePair[]>, account: string): EvidencePair[] {
  const known = map.get(account);
  if (known !== undefined) return known;
  const list: EvidencePair[] = [];
  map.set(account, list);
  return list;
}
