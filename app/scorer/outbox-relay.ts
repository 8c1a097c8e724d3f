import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { isAnelError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Publisher } from '../../ingest/publisher.ts';
import type { Ledger } from '../../ledger/model.ts';
import type { EngineObserver } from '../engine/engine-observer.ts';

export interface OutboxRelayParts {
  readonly ledger: Pick<Ledger, 'outbox' | 'acknowledgeOutbox'>;
  readonly publisher: Publisher;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: EngineObserver;
}

/**
 * Carries the messages of the ledger's outbox to the publisher, in order and at least once: a message leaves the outbox after the
 * publisher has it. What a crash in between repeats has the same id. While the publisher or the ledger does not answer, messages
 * stay where they are and the relay tries again, for as long as it runs.
 */
export class OutboxRelay {
  readonly #parts: OutboxRelayParts;
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;
  #nap = new AbortController();
  #due = false;

  constructor(parts: OutboxRelayParts) {
    this.#parts = parts;
    this.#running = this.#run();
  }

  /** There may be news: look now instead of at the next `kafka.outboxEveryMs`. */
  wake(): void {
    this.#due = true;
    this.#nap.abort();
  }

  /** Sends what the outbox holds now, if the publisher takes it at the first attempt, and ends. */
  async close(): Promise<void> {
    this.#ending.abort();
    this.#nap.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { config, log, observer } = this.#parts;
    let failures = 0;
    for (;;) {
      this.#due = false;
      try {
        const sent = await this.#sendPage();
        failures = 0;
        if (sent > 0) continue;
        if (this.#ending.signal.aborted) return;
        await this.#sleep(config.kafka.outboxEveryMs);
      } catch (error) {
        observer.retry('publish', isAnelError(error) ? error.code : 'INTERNAL');
        log.warn({ error: messageOf(error) }, 'the outbox was not published; trying again');
        if (this.#ending.signal.aborted) return;
        const waitMs = config.ingest.retryBaseMs * 2 ** Math.min(failures, 30);
        failures += 1;
        await this.#sleep(Math.min(config.ingest.retryMaxMs, waitMs), true);
      }
    }
  }

  async #sendPage(): Promise<number> {
    const { ledger, publisher, config, clock, observer } = this.#parts;
    const messages = await ledger.outbox(config.kafka.outboxPageMax);
    const last = messages.at(-1);
    if (last === undefined) return 0;
    const startUs = clock.monotonicUs();
    await publisher.publish(messages);
    observer.stage('publish', clock.monotonicUs() - startUs, messages.length);
    await ledger.acknowledgeOutbox(last.id);
    return messages.length;
  }

  /** News end a nap, but not the wait after a failure. */
  async #sleep(durationMs: number, afterFailure = false): Promise<void> {
    if (this.#due && !afterFailure) return;
    this.#nap = new AbortController();
    const signal = afterFailure
      ? this.#ending.signal
      : AbortSignal.any([this.#nap.signal, this.#ending.signal]);
    await sleep(durationMs, undefined, { signal }).catch(() => {});
  }
}
