import type { Session } from '../../graph/session/session.ts';
import type { MotifLimits } from './limits.ts';
import type { StampSet } from './stamps.ts';

/** How far the sender and the receiver of a transfer stand in a bipartite block: several senders that pay the same receivers. */
export interface BipartiteBlock {
  /** Other senders to the receiver that share at least one further receiver with this sender. */
  readonly coSenders: number;
  /** The most receivers that one of them shares with this sender, the receiver of the transfer included; 0 without one. */
  readonly sharedReceivers: number;
  /** The sender, its co-senders, then the receiver and the shared receivers; an account that is both stands twice. */
  readonly members: readonly number[];
  readonly capped: boolean;
}

const none: BipartiteBlock = { coSenders: 0, sharedReceivers: 0, members: [], capped: false };

/**
 * For transfer u → v: every other sender s → v with a receiver w ≠ v that u pays too, i.e. the butterflies (2 × 2 bicliques)
 * that the transfer is part of, by the wedge method of Sanei-Mehri, Sariyuce and Tirthapura (KDD 2018) on the active pairs.
 * Caps as in `scatterGather`. Deterministic.
 */
export function bipartiteBlock(
  session: Session,
  slot: number,
  limits: MotifLimits,
  marked: StampSet,
): BipartiteBlock {
  const { transfers, accounts, pairs } = session;
  const sender = transfers.from[slot]!;
  const receiver = transfers.to[slot]!;
  if (sender === receiver) return none;
  const marks = markReceivers(session, sender, limits.degreeMax, marked);
  if (marks.size < 2) return { ...none, capped: marks.capped };

  const senders = [sender];
  const receivers = new Set([receiver]);
  let sharedReceivers = 0;
  let steps = 0;
  let looked = 0;
  let capped = marks.capped;
  for (let row = accounts.pairInHead[receiver]!; row !== -1; row = pairs.inNext[row]!) {
    if (looked >= limits.degreeMax || steps >= limits.stepsMax) {
      capped = true;
      break;
    }
    looked += 1;
    const other = pairs.table.from[row]!;
    if (other === sender) continue;
    let shared = 1;
    let seen = 0;
    let out = accounts.pairOutHead[other]!;
    for (; out !== -1 && seen < limits.degreeMax; out = pairs.outNext[out]!) {
      seen += 1;
      const common = pairs.table.to[out]!;
      if (common === receiver || !marked.has(common)) continue;
      shared += 1;
      receivers.add(common);
    }
    steps += seen;
    capped ||= out !== -1;
    if (shared === 1) continue;
    senders.push(other);
    sharedReceivers = Math.max(sharedReceivers, shared);
  }
  if (senders.length === 1) return capped ? { ...none, capped } : none;
  const members = [...senders, ...receivers].slice(0, limits.membersMax);
  return { coSenders: senders.length - 1, sharedReceivers, members, capped };
}

function markReceivers(session: Session, sender: number, degreeMax: number, marked: StampSet) {
  const { accounts, pairs } = session;
  marked.clear(session.accountCount);
  let size = 0;
  let row = accounts.pairOutHead[sender]!;
  for (; row !== -1 && size < degreeMax; row = pairs.outNext[row]!) {
    marked.add(pairs.table.to[row]!);
    size += 1;
  }
  return { size, capped: row !== -1 };
}
