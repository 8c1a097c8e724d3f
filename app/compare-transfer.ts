import { accountKey, type SequencedEvent, type TransferEvent } from '../graph/model/event.ts';
import type { StoredTransfer } from '../graph/store.ts';
import type { Decision } from '../scoring/decision-model.ts';

/**
 * What differs between an event of the log, its relationship in the graph and its decision, in words; null when they agree
 * in sequence number, accounts, times, amount and currency. Pure.
 */
export function transferDifference(
  { seq, event }: SequencedEvent<TransferEvent>,
  stored: StoredTransfer | undefined,
  decision: Decision | undefined,
): string | null {
  if (stored === undefined) return 'the transfer of the log is no relationship in the graph';
  if (stored.seq !== seq) return `the event has sequence number ${seq}, its relationship ${stored.seq}`;
  const [from, to] = [accountKey(event.from), accountKey(event.to)];
  if (stored.from !== from || stored.to !== to) return 'the relationship joins other accounts than the event';
  if (decision === undefined) return 'the transfer has no decision';
  if (decision.seq !== seq) return `the transfer has sequence number ${seq}, its decision ${decision.seq}`;
  if (decision.from !== from || decision.to !== to) return 'the accounts of transfer and decision differ';
  if (decision.at !== event.at || decision.seenAt !== event.seenAt) {
    return 'the times of transfer and decision differ';
  }
  if (decision.amountMinor !== event.amountMinor || decision.currency !== event.currency) {
    return 'the amounts of transfer and decision differ';
  }
  return null;
}

/**
 * Finds transfers that are marked as reversed without a reversal in the log, and the other way round, while the log is read
 * once in sequence order. Holds the marked transfers whose reversal has not come yet.
 */
export class ReversalMarks {
  readonly #waiting = new Set<string>();

  /** Notes a transfer as the graph has it. */
  transfer(id: string, stored: StoredTransfer): void {
    if (stored.reversedAt !== null) this.#waiting.add(id);
  }

  /** What is wrong with the transfer that a reversal names, or null. */
  reversal(target: StoredTransfer | undefined): string | null {
    if (target === undefined) return 'a reversal names this transfer, which is not in the graph';
    this.#waiting.delete(target.event.id);
    return target.reversedAt === null ? 'the transfer was reversed and is not marked so' : null;
  }

  /** After the whole log: ids of transfers that are marked and were never reversed, in sequence order. */
  unexplained(): readonly string[] {
    return [...this.#waiting];
  }
}
