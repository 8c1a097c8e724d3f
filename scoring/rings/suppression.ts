import type { Config } from '../../base/config.ts';
import { accountKey, type LabelEvent, type LabelPattern } from '../../graph/model/event.ts';
import type { Session } from '../../graph/session/session.ts';

/** The label that keeps a transfer out of rings and alerts: what an audit wants to know of it. */
export interface Suppressing {
  /** The id of the label event, and its place in the sequence. */
  readonly labelId: string;
  readonly seq: number;
  /** Key of the account that was labelled: the sender or the receiver. */
  readonly account: string;
  readonly pattern: LabelPattern | null;
  /** In force from `since` (inclusive) to `until` (exclusive), by the time of the transfer. */
  readonly since: number;
  readonly until: number;
}

/** The side of a transfer on which the labelled account is. */
type Side = 'sender' | 'receiver';

/** Wages are paid out and money of a treasury is handed out; a settlement is collected. Everything else goes both ways. */
const sides: Readonly<Record<LabelPattern, readonly Side[]>> = {
  payroll: ['sender'],
  treasury: ['sender'],
  settlement: ['receiver'],
  family: ['sender', 'receiver'],
  savings: ['sender', 'receiver'],
  other: ['sender', 'receiver'],
};

/**
 * Says which transfers a label keeps out of rings and alerts. It remembers nothing: it reads the labels of the session, which a
 * replay of the log brings back, and is bounded as they are (session.labelsMax). Of an account the label counts that stands at the
 * transfer's own time (see `LabelColumns.standing`): the newest by sequence number of those confirmed by then, so a later `fraud` lifts
 * a suppression, a later `legitimate` renews it with its own end and pattern, and a late transfer is judged by its own time. A label
 * without `until` ends `rings.suppressionMs` after it was confirmed.
 */
export class Suppression {
  readonly #session: Pick<Session, 'labels' | 'accountKeys'>;
  readonly #spanMs: number;

  constructor(
    session: Pick<Session, 'labels' | 'accountKeys'>,
    config: Pick<Config['rings'], 'suppressionMs'>,
  ) {
    this.#session = session;
    this.#spanMs = config.suppressionMs;
  }

  /**
   * The label that suppresses a transfer between two accounts of the session at its event time, the sender's before the
   * receiver's; null when none does. It answers by the labels that the session has applied, so ask when the transfer is applied,
   * before later events are. O(labels of the two accounts that were confirmed later than `at`), of which 64 each are looked at.
   */
  suppressed(from: number, to: number, at: number): Suppressing | null {
    return this.#of(from, 'sender', at) ?? this.#of(to, 'receiver', at);
  }

  #of(account: number, side: Side, at: number): Suppressing | null {
    const { labels, accountKeys } = this.#session;
    const row = labels.standing(account, at);
    if (row === -1 || labels.fraud[row] === 1) return null;
    const since = labels.at[row]!;
    const until = labels.until[row] || since + this.#spanMs;
    const pattern = labels.pattern(row);
    if (at >= until || !isCovered(pattern, side)) return null;
    const key = accountKeys.key(account);
    return { labelId: labels.idOf(row), seq: labels.seq[row]!, account: key, pattern, since, until };
  }
}

/**
 * Whether a label says that a transfer between two accounts (keys) was legitimate, also one of before the label but none of after its end: what is to be retracted from the
 * evidence of present rings when the label comes. False for every `fraud`.
 */
export function clears(
  label: LabelEvent,
  { from, to, at }: { readonly from: string; readonly to: string; readonly at: number },
): boolean {
  if (label.verdict !== 'legitimate' || at >= (label.until ?? Number.POSITIVE_INFINITY)) return false;
  const account = accountKey(label.account);
  const pattern = label.pattern ?? null;
  return (
    (account === from && isCovered(pattern, 'sender')) || (account === to && isCovered(pattern, 'receiver'))
  );
}

function isCovered(pattern: LabelPattern | null, side: Side): boolean {
  return pattern === null || sides[pattern].includes(side);
}
