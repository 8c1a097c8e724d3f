import type { Config } from '../../base/config.ts';
import { ringMembersMin } from './candidate.ts';
import { connectedParts, suspicionOf } from './evidence/suspicion.ts';
import type { Ring, RingEvidence, RingTie, RingTransfer } from './model.ts';

/** A connected part of a ring. */
export interface RingPart {
  /** In the order of the ring's members. */
  readonly accounts: readonly string[];
  readonly transfers: readonly RingTransfer[];
  readonly ties: readonly RingTie[];
}

/** What is left of a ring after evidence was taken away. */
export interface Remains {
  /** Accounts that belong to no part that is a ring. */
  readonly left: readonly string[];
  /** Sequence numbers of the transfers of those accounts, which speak for nothing any more. */
  readonly lost: readonly number[];
  /** Parts that are rings by themselves. */
  readonly splits: readonly RingPart[];
}

/**
 * What is left of a ring when some transfers are no longer evidence. An account that has none left leaves, with the identifiers that it shares; the heaviest connected part stays the ring when it has three members, a transfer and
 * a suspicion of `closeSuspicionMin` (who only share an identifier move no money together); null when it is no ring any more. Other parts of three that reach the first of
 * `alertThresholds` become rings; everybody else leaves. Deterministic. O(evidence log evidence).
 */
export function remainsOf(
  config: Config['rings'],
  { members }: Ring,
  evidence: RingEvidence,
  retracted: ReadonlySet<number>,
): Remains | null {
  const transfers = evidence.transfers.filter(({ seq }) => !retracted.has(seq));
  const bare = bareOf(evidence, retracted);
  const ties = evidence.ties.filter(({ accounts }) => !accounts.some((account) => bare.has(account)));
  const order = members.map(({ account }) => account);
  const parts = connectedParts({ transfers, ties }).map((part) => partOf(part, order));
  const isRing = (part: RingPart, suspicionMin: number) =>
    part.accounts.length >= ringMembersMin && part.transfers.length > 0 && suspicionOf(part) >= suspicionMin;
  const [main, ...others] = parts;
  if (main === undefined || !isRing(main, config.closeSuspicionMin)) return null;
  const splits = others.filter((part) => isRing(part, config.alertThresholds[0] ?? 1));
  const staying = new Set([main, ...splits].flatMap(({ accounts }) => accounts));
  const left = order.filter((account) => !staying.has(account));
  const leaving = new Set(left);
  const lost = transfers.filter(({ from, to }) => leaving.has(from) || leaving.has(to));
  return { left, lost: lost.map(({ seq }) => seq), splits };
}

/** The accounts of retracted transfers that have no other one. */
function bareOf({ transfers }: RingEvidence, retracted: ReadonlySet<number>): ReadonlySet<string> {
  const bare = new Set<string>();
  for (const { seq, from, to } of transfers) if (retracted.has(seq)) bare.add(from).add(to);
  for (const { seq, from, to } of transfers) {
    if (retracted.has(seq)) continue;
    bare.delete(from);
    bare.delete(to);
  }
  return bare;
}

function partOf({ transfers, ties }: RingEvidence, order: readonly string[]): RingPart {
  const accounts = new Set<string>();
  for (const { from, to } of transfers) accounts.add(from).add(to);
  for (const tie of ties) for (const account of tie.accounts) accounts.add(account);
  return { accounts: order.filter((account) => accounts.has(account)), transfers, ties };
}
