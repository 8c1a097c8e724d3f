import type { Session } from '../../graph/session/session.ts';
import type { MotifLimits } from './limits.ts';
import type { StampSet } from './stamps.ts';

/** The widest scatter-gather that one transfer completes: a source that reached the receiver through several intermediaries. */
export interface ScatterGather {
  /** Intermediaries between the widest source and the receiver, the sender included; 0 when fewer than two. */
  readonly width: number;
  /** Sources with at least two intermediaries. */
  readonly sources: number;
  /** What reached the receiver over these intermediaries by what the source sent to them, capped at 1; 0 without one. */
  readonly conservation: number;
  /** Source, receiver, then the intermediaries in the order of their last activity. */
  readonly members: readonly number[];
  readonly capped: boolean;
}

const none: ScatterGather = { width: 0, sources: 0, conservation: 0, members: [], capped: false };

/**
 * For transfer u → v: every s with an active pair s → u, and for each s its receivers m that have an active pair m → v whose
 * newest transfer is not before the pair s → m became active (money can have flowed through); u must be one of them. Looks at the `degreeMax` most
 * recently active pairs of an account and `stepsMax` in all; `capped` says that there were more. The widest source wins, the more recent one on a tie.
 * The shape is "scatter-gather" of Altman et al. (AMLworld, NeurIPS 2023) and of IBM's Graph Feature Preprocessor. Deterministic.
 */
export function scatterGather(
  session: Session,
  slot: number,
  limits: MotifLimits,
  marked: StampSet,
): ScatterGather {
  const { transfers, accounts, pairs } = session;
  const sender = transfers.from[slot]!;
  const receiver = transfers.to[slot]!;
  if (sender === receiver || accounts.pairInHead[sender] === -1) return none;

  const senders = markSenders(session, receiver, limits.degreeMax, marked);
  if (senders.size < 2) return { ...none, capped: senders.capped };
  const lastAt = pairs.lastAt[pairs.ofSlot[slot]!]!;
  let widest = none;
  let sources = 0;
  let capped = senders.capped;
  let steps = 0;
  let looked = 0;
  for (let row = accounts.pairInHead[sender]!; row !== -1; row = pairs.inNext[row]!) {
    if (looked >= limits.degreeMax || steps >= limits.stepsMax) return { ...widest, sources, capped: true };
    looked += 1;
    const source = pairs.table.from[row]!;
    if (source === receiver || lastAt < pairs.activeSince[row]!) continue;
    const found = intermediariesOf(session, source, receiver, limits, marked);
    steps += found.steps;
    capped ||= found.capped;
    if (found.members.length < 2) continue;
    sources += 1;
    if (found.members.length > widest.width) {
      const conservation = Math.min(1, found.received / found.sent);
      const members = [source, receiver, ...found.members].slice(0, limits.membersMax);
      widest = { width: found.members.length, sources, conservation, members, capped };
    }
  }
  return { ...widest, sources, capped };
}

function markSenders(session: Session, receiver: number, degreeMax: number, marked: StampSet) {
  const { accounts, pairs } = session;
  marked.clear(session.accountCount);
  let size = 0;
  let row = accounts.pairInHead[receiver]!;
  for (; row !== -1 && size < degreeMax; row = pairs.inNext[row]!) {
    marked.add(pairs.table.from[row]!);
    size += 1;
  }
  return { size, capped: row !== -1 };
}

function intermediariesOf(
  session: Session,
  source: number,
  receiver: number,
  limits: MotifLimits,
  marked: StampSet,
) {
  const { accounts, pairs } = session;
  const members: number[] = [];
  let steps = 0;
  let sent = 0;
  let received = 0;
  let row = accounts.pairOutHead[source]!;
  for (; row !== -1 && steps < limits.degreeMax; row = pairs.outNext[row]!) {
    steps += 1;
    const middle = pairs.table.to[row]!;
    if (middle === receiver || !marked.has(middle)) continue;
    const onward = pairs.table.find(middle, receiver);
    if (pairs.lastAt[onward]! < pairs.activeSince[row]!) continue;
    members.push(middle);
    sent += pairs.sum[row]!;
    received += pairs.sum[onward]!;
  }
  return { members, steps, sent, received, capped: row !== -1 };
}
