import type { Config } from '../../base/config.ts';
import { type AnelError, isAnelError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Ledger } from '../../ledger/model.ts';
import type { AlertBus, AlertNews } from './alert-bus.ts';
import type { LedgerAlertFeed } from './ledger-alert-feed.ts';
import { missedAlerts } from './missed-alerts.ts';

/** What a follower reads, whom it tells, and what makes it look. */
export interface AlertFollowerParts {
  readonly ledger: Pick<Ledger, 'alerts'>;
  readonly feed: Pick<LedgerAlertFeed, 'publish' | 'cutOff' | 'subscribers'>;
  readonly bus: AlertBus;
  readonly config: Pick<Config['api'], 'pollEveryMs' | 'replayMax'>;
  readonly log: Log;
}

/**
 * Brings every alert of the ledger to the feed of this process, once and in sequence order, whichever process raised it. It reads what is
 * newer than the last that it passed on: when the bus has news, and every `pollEveryMs` for news that was lost. Commits of the
 * ledger are in sequence, so nothing older can appear later. One small read at a time.
 */
export class AlertFollower {
  readonly #parts: AlertFollowerParts;
  readonly #stopListening: () => void;
  readonly #timer: NodeJS.Timeout;
  #lastSeq: number;
  #looking: Promise<void> | null = null;
  /** Alerts to read in the next look, 0 when none is due. */
  #due = 0;
  #failing = false;
  #closed = false;

  constructor(parts: AlertFollowerParts, lastSeq: number) {
    this.#parts = parts;
    this.#lastSeq = lastSeq;
    this.#stopListening = parts.bus.subscribe((news) => this.#hear(news));
    this.#timer = setInterval(() => this.#look(1), parts.config.pollEveryMs).unref();
  }

  /** The sequence number of the last alert that the feed has. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Ends it, and waits for a read under way. The feed stays open. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#stopListening();
    await this.#looking;
  }

  #hear({ seq, alertIds }: AlertNews): void {
    if (seq <= this.#lastSeq) return;
    if (this.#parts.feed.subscribers === 0) this.#lastSeq = seq;
    else this.#look(alertIds.length + 1);
  }

  /** Looks with a first page of so many alerts, now or as soon as the look under way is done. */
  #look(firstPage: number): void {
    this.#due = Math.max(this.#due, firstPage);
    this.#looking ??= this.#lookWhileDue().finally(() => {
      this.#looking = null;
    });
  }

  async #lookWhileDue(): Promise<void> {
    while (this.#due > 0 && !this.#closed) {
      const firstPage = this.#due;
      this.#due = 0;
      await this.#lookOnce(firstPage);
    }
  }

  async #lookOnce(firstPage: number): Promise<void> {
    const { feed, log } = this.#parts;
    try {
      if (feed.subscribers === 0) await this.#advance();
      else await this.#passOn(firstPage);
      this.#failing = false;
    } catch (error) {
      if (isAnelError(error, 'LIMIT_EXCEEDED')) return this.#skip(error);
      if (!this.#failing) log.warn({ error: messageOf(error) }, 'new alerts could not be read; trying again');
      this.#failing = true;
    }
  }

  async #passOn(firstPage: number): Promise<void> {
    const { ledger, feed, config } = this.#parts;
    for (const { seq, alert } of await missedAlerts(ledger, this.#lastSeq, config.replayMax, firstPage)) {
      feed.publish(alert);
      this.#lastSeq = Math.max(this.#lastSeq, seq);
    }
  }

  /** Nobody listens: what there is need not be read. Who came in the meantime wants what was raised since. */
  async #advance(): Promise<void> {
    const { ledger, feed } = this.#parts;
    const seq = await newestSeq(ledger);
    if (feed.subscribers === 0) this.#lastSeq = Math.max(this.#lastSeq, seq);
  }

  /** Too far behind to pass everything on: subscribers are told, so that none believes that it has seen all. */
  async #skip(error: AnelError): Promise<void> {
    const { ledger, feed, log } = this.#parts;
    log.warn({ error: error.message }, 'too many alerts were missed; subscribers have to resume');
    this.#lastSeq = await newestSeq(ledger).catch(() => this.#lastSeq);
    feed.cutOff();
  }
}

/** Begins to follow after the newest alert that the ledger has now. Rejects when the ledger cannot be read. */
export async function followAlerts(parts: AlertFollowerParts): Promise<AlertFollower> {
  return new AlertFollower(parts, await newestSeq(parts.ledger));
}

async function newestSeq(ledger: Pick<Ledger, 'alerts'>): Promise<number> {
  const { items } = await ledger.alerts({ cursor: null, limit: 1 });
  return items[0]?.value.raisedSeq ?? 0;
}
