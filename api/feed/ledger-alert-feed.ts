import type { Config } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import type { Ledger } from '../../ledger/model.ts';
import type { Alert } from '../../scoring/rings/model.ts';
import type { AlertFeed, RaisedAlert } from '../services.ts';
import { missedAlerts } from './missed-alerts.ts';
import { SubscriberQueue } from './subscriber-queue.ts';

type FeedLimits = Pick<Config['api'], 'subscribersMax' | 'subscriberQueueMax' | 'replayMax'>;

/**
 * The alert feed of one process: new alerts reach every subscriber through a bounded queue, missed ones are read from the
 * ledger. The order of work makes a gap impossible: the queue is opened before the ledger is read, and an alert is
 * published after the ledger holds it.
 */
export class LedgerAlertFeed implements AlertFeed {
  readonly #ledger: Pick<Ledger, 'alerts'>;
  readonly #limits: FeedLimits;
  readonly #subscribers = new Set<SubscriberQueue<RaisedAlert>>();
  #closed = false;

  constructor(ledger: Pick<Ledger, 'alerts'>, limits: FeedLimits) {
    this.#ledger = ledger;
    this.#limits = limits;
  }

  /**
   * Announces an alert that was raised and committed, in sequence order; an alert that is announced again reaches nobody twice. Never
   * waits: a subscriber that is behind is cut off.
   */
  publish(alert: Alert): void {
    for (const queue of this.#subscribers) queue.push({ seq: alert.raisedSeq, alert });
  }

  /** Ends every subscription with LIMIT_EXCEEDED, as if its subscriber were too far behind: it resumes from its last alert. */
  cutOff(): void {
    for (const queue of this.#subscribers) queue.overflow();
  }

  get subscribers(): number {
    return this.#subscribers.size;
  }

  /** Ends every subscription, and each later one at once. */
  close(): void {
    this.#closed = true;
    for (const queue of this.#subscribers) queue.end();
  }

  async *subscribe(
    afterSeq: number | null,
    signal: AbortSignal,
  ): AsyncGenerator<RaisedAlert, void, undefined> {
    if (this.#closed || signal.aborted) return;
    const queue = this.#open();
    const stop = (): void => queue.end();
    signal.addEventListener('abort', stop, { once: true });
    try {
      yield* this.#eachOnce(afterSeq, queue);
    } finally {
      signal.removeEventListener('abort', stop);
      this.#subscribers.delete(queue);
    }
  }

  #open(): SubscriberQueue<RaisedAlert> {
    const { subscribersMax, subscriberQueueMax } = this.#limits;
    if (this.#subscribers.size >= subscribersMax) {
      throw new AnelError(
        'LIMIT_EXCEEDED',
        `there are ${subscribersMax} subscribers already (api.subscribersMax); try later`,
      );
    }
    const queue = new SubscriberQueue<RaisedAlert>(subscriberQueueMax);
    this.#subscribers.add(queue);
    return queue;
  }

  async *#eachOnce(
    afterSeq: number | null,
    queue: SubscriberQueue<RaisedAlert>,
  ): AsyncGenerator<RaisedAlert, void, undefined> {
    let lastSeq = afterSeq ?? 0;
    if (afterSeq !== null) {
      for (const missed of await missedAlerts(this.#ledger, afterSeq, this.#limits.replayMax)) {
        if (queue.ended) return;
        lastSeq = missed.seq;
        yield missed;
      }
    }
    for await (const raised of queue) {
      if (raised.seq <= lastSeq) continue;
      lastSeq = raised.seq;
      yield raised;
    }
  }
}
