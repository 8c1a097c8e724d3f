import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { AnelError, isAnelError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Publisher } from '../../ingest/publisher.ts';
import type { Ledger } from '../../ledger/model.ts';
import type { EngineObserver } from '../engine/engine-observer.ts';

export interface OutboxRelayParts {
  readonly ledger: Pick<Ledger, 'outbox' | 'acknowledgeOutbox'>;
  /** Asks whether this process is still the active scorer. */
  readonly stillOwner: () => Promise<boolean>;
  readonly publisher: Publisher;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: EngineObserver;
}

/** Times in a row that the publisher refuses for good (lost rights, a topic that is gone) before the relay gives up. */
const refusalsMax = 5;

/**
 * Carries the messages of the ledger's outbox to the publisher, in order and at least once: a message leaves the outbox after the
 * publisher has it. What a crash in between repeats has the same id. While the publisher or the ledger does not answer, messages
 * stay where they are and the relay tries again, for as long as it runs. It fails when the publisher refuses again and again, and when
 * another process is the active scorer.
 */
export class OutboxRelay {
  readonly #parts: OutboxRelayParts;
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;
  #nap = new AbortController();
  #due = false;
  #sends = true;
  /** Rejects with the error that ended the relay before it was closed. */
  readonly failed: Promise<never>;
  #fail: (error: unknown) => void = () => {};

  constructor(parts: OutboxRelayParts) {
    this.#parts = parts;
    this.failed = new Promise<never>((_resolve, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {}); // whoever watches the relay is told; nobody has to
    this.#running = this.#run();
  }

  /** There may be news: look now instead of at the next `kafka.outboxEveryMs`. */
  wake(): void {
    this.#due = true;
    this.#nap.abort();
  }

  /**
   * Ends. With `sends`, what the outbox holds goes out before, if the publisher takes it at the first attempt; without, because this
   * process failed or was superseded, it is left to the next scorer.
   */
  async close({ sends }: { readonly sends: boolean }): Promise<void> {
    this.#sends = sends;
    this.#ending.abort();
    this.#nap.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { config, log, observer } = this.#parts;
    let failures = 0;
    let refusals = 0;
    while (this.#sends || !this.#ending.signal.aborted) {
      this.#due = false;
      try {
        const sent = await this.#sendPage();
        failures = 0;
        refusals = 0;
        if (sent > 0) continue;
        if (this.#ending.signal.aborted) return;
        await this.#sleep(config.kafka.outboxEveryMs);
      } catch (error) {
        observer.retry('publish', isAnelError(error) ? error.code : 'INTERNAL');
        log.warn({ error: messageOf(error) }, 'the outbox was not published; trying again');
        if (this.#ending.signal.aborted) return;
        refusals = isAnelError(error) && error.retryable ? 0 : refusals + 1;
        if (refusals >= refusalsMax || isAnelError(error, 'SUPERSEDED')) return this.#fail(error);
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
    // What a process that was stopped has read may be old by now: another scorer may have announced what came after.
    if (!(await this.#parts.stillOwner())) throw superseded();
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

function superseded(): AnelError {
  return new AnelError(
    'SUPERSEDED',
    'publishing the outbox: another process is the active scorer; let this one end, the other one goes on',
  );
}
