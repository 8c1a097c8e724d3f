import type { Config } from '../../base/config.ts';
import type { RingCandidate } from './candidate.ts';
import { transferWeight } from './evidence/suspicion.ts';
import { tieName } from './fold.ts';
import type { RingEvidence, RingTie, RingTransfer } from './model.ts';
import type { TrackedRing } from './ring-index.ts';

/** What a candidate brings to a ring. */
export interface Admission {
  /** Accounts that join, in the order of the candidate. */
  readonly joined: readonly string[];
  /** Transfers and ties that the ring does not have yet and has room for. */
  readonly transfers: readonly RingTransfer[];
  readonly ties: readonly RingTie[];
  /** Whether the candidate's own transfer is new to the ring, whether there is room for it or not. */
  readonly isNews: boolean;
}

/** The place, from the strongest on, of the member that the others are measured by: one strong pair does not set the measure. */
const measurePlace = 4;

/**
 * Which accounts of a candidate join a ring (none yet, when it is to be born), and the evidence that comes with them. An account needs a share
 * `joinShareMin` of the evidence of the fifth strongest account of both together, and a connection: to the ring's members, or for a new ring to
 * the heaviest part of the others. O(evidence log evidence). Deterministic.
 */
export function admit(
  config: Config['rings'],
  ring: TrackedRing | null,
  candidate: RingCandidate,
): Admission {
  const present = new Set(ring?.ring.members.map(({ account }) => account));
  const known = ring?.evidence ?? { transfers: [], ties: [] };
  const pool = poolOf(known, candidate);
  const strengths = strengthsOf(pool);
  const measure = [...strengths.values()].sort((a, b) => b - a);
  const least = config.joinShareMin * (measure[Math.min(measurePlace, measure.length - 1)] ?? 0);
  const willing = candidate.members.filter(
    (account) => !present.has(account) && (strengths.get(account) ?? 0) >= least,
  );
  const joined = connected(pool, present, willing).slice(0, Math.max(0, config.membersMax - present.size));
  return { joined, ...evidenceOf(config, known, candidate, new Set([...present, ...joined])) };
}

/** Two transfers or ties of one place are one. */
function poolOf(known: RingEvidence, candidate: RingCandidate): RingEvidence {
  const seqs = new Set(known.transfers.map(({ seq }) => seq));
  const names = new Set(known.ties.map(tieName));
  return {
    transfers: [...known.transfers, ...candidate.transfers.filter(({ seq }) => !seqs.has(seq))],
    ties: [...known.ties, ...candidate.ties.filter((tie) => !names.has(tieName(tie)))],
  };
}

function strengthsOf({ transfers, ties }: RingEvidence): Map<string, number> {
  const strengths = new Map<string, number>();
  const add = (account: string, weight: number) =>
    strengths.set(account, (strengths.get(account) ?? 0) + weight);
  for (const transfer of transfers) {
    add(transfer.from, transferWeight(transfer));
    add(transfer.to, transferWeight(transfer));
  }
  for (const { accounts, weight } of ties) for (const account of accounts) add(account, weight);
  return strengths;
}

/** Those of `willing` that are connected with `present`, or without anybody present with the heaviest part of themselves. */
function connected(
  { transfers, ties }: RingEvidence,
  present: ReadonlySet<string>,
  willing: readonly string[],
): readonly string[] {
  const group = new Set([...present, ...willing]);
  const neighbours = new Map<string, { account: string; weight: number }[]>();
  const link = (a: string, b: string, weight: number) => {
    if (!group.has(a) || !group.has(b)) return;
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const list = neighbours.get(from);
      if (list === undefined) neighbours.set(from, [{ account: to, weight }]);
      else list.push({ account: to, weight });
    }
  };
  for (const transfer of transfers) link(transfer.from, transfer.to, transferWeight(transfer));
  for (const { accounts, weight } of ties) link(accounts[0], accounts[1], weight);
  if (present.size > 0) {
    const { reached } = reach([...present], neighbours);
    return willing.filter((account) => reached.has(account));
  }
  let best = { reached: new Set<string>(), weight: Number.NEGATIVE_INFINITY };
  const seen = new Set<string>();
  for (const account of willing) {
    if (seen.has(account)) continue;
    const part = reach([account], neighbours);
    for (const member of part.reached) seen.add(member);
    if (part.weight > best.weight) best = part;
  }
  return willing.filter((account) => best.reached.has(account));
}

function reach(
  from: readonly string[],
  neighbours: ReadonlyMap<string, readonly { readonly account: string; readonly weight: number }[]>,
): { reached: Set<string>; weight: number } {
  const reached = new Set(from);
  let weight = 0;
  for (const account of reached) {
    for (const neighbour of neighbours.get(account) ?? []) {
      reached.add(neighbour.account);
      weight += neighbour.weight;
    }
  }
  return { reached, weight };
}

function evidenceOf(
  config: Config['rings'],
  known: RingEvidence,
  candidate: RingCandidate,
  group: ReadonlySet<string>,
): Omit<Admission, 'joined'> {
  const seqs = new Set(known.transfers.map(({ seq }) => seq));
  const fresh = candidate.transfers.filter(
    ({ seq, from, to }) => !seqs.has(seq) && group.has(from) && group.has(to),
  );
  const inside = candidate.ties.filter((tie) => tie.accounts.every((account) => group.has(account)));
  const ties = joiningTies(known.ties, inside);
  return {
    transfers: fresh.slice(0, Math.max(0, config.evidenceTransfersMax - known.transfers.length)),
    ties: ties.slice(0, Math.max(0, config.evidenceTiesMax - known.ties.length)),
    isNews: fresh.some(({ seq }) => seq === candidate.seq),
  };
}

/**
 * The ties among `more` that join accounts which the same identifier does not join already, in their order: k accounts of one identifier have k - 1 ties and not
 * one for each two of them, or a device that ten share would weigh as much as 45.
 */
function joiningTies(known: readonly RingTie[], more: readonly RingTie[]): readonly RingTie[] {
  const joined = new Map<string, Set<string>[]>();
  const joins = ({ kind, identifier, accounts }: RingTie): boolean => {
    const name = JSON.stringify([kind, identifier]);
    const sets = joined.get(name) ?? [];
    const touched = sets.filter((set) => accounts.some((account) => set.has(account)));
    if (touched.some((set) => accounts.every((account) => set.has(account)))) return false;
    const union = new Set([...touched.flatMap((set) => [...set]), ...accounts]);
    joined.set(name, [...sets.filter((set) => !touched.includes(set)), union]);
    return true;
  };
  for (const tie of known) joins(tie);
  return more.filter(joins);
}
