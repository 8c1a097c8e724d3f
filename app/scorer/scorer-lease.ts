import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { AnelError, isAnelError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Ledger } from '../../ledger/model.ts';

type LeaseLedger = Pick<Ledger, 'takeLease' | 'renewLease' | 'releaseLease'>;

export interface ScorerLeaseParts {
  readonly ledger: LeaseLedger;
  /** Names this process's data folder, which no other live process uses. */
  readonly holder: string;
  readonly config: Pick<Config['ledger'], 'leaseMs' | 'leaseRenewEveryMs'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The lease of the one active scorer, renewed in the background for as long as this process holds it. It is lost when another
 * process has taken it, or when the ledger did not let us renew it in time: then nobody may rely on it any more.
 */
export class ScorerLease {
  /** The fencing token of this holder: it rises with every taking. */
  readonly epoch: number;
  readonly #parts: ScorerLeaseParts;
  readonly #ending = new AbortController();
  readonly #renewing: Promise<void>;
  #onLost: ((error: AnelError) => void) | null = null;
  #lost: AnelError | null = null;

  private constructor(epoch: number, parts: ScorerLeaseParts) {
    this.epoch = epoch;
    this.#parts = parts;
    this.#renewing = this.#renew();
  }

  /** Takes the lease, null while another process holds it. */
  static async take(parts: ScorerLeaseParts): Promise<ScorerLease | null> {
    const epoch = await parts.ledger.takeLease(parts.holder, parts.config.leaseMs);
    return epoch === null ? null : new ScorerLease(epoch, parts);
  }

  /** Asks for the lease until it is ours; null when `signal` aborts before. A ledger that does not answer is asked again. */
  static async await(parts: ScorerLeaseParts, signal: AbortSignal): Promise<ScorerLease | null> {
    while (!signal.aborted) {
      const lease = await ScorerLease.take(parts).catch((error: unknown) => {
        if (!isAnelError(error) || !error.retryable) throw error;
        parts.log.warn({ error: messageOf(error) }, 'the ledger does not answer; standing by');
        return null;
      });
      if (lease !== null) return lease;
      await sleep(parts.config.leaseRenewEveryMs, undefined, { signal }).catch(() => {});
    }
    return null;
  }

  /** Calls the listener once when the lease is lost, at once when it already is. */
  onLost(listener: (error: AnelError) => void): void {
    this.#onLost = listener;
    if (this.#lost !== null) listener(this.#lost);
  }

  /** Gives the lease back, so that a standby takes over at once. */
  async release(): Promise<void> {
    this.#ending.abort();
    await this.#renewing;
    if (this.#lost === null) await this.#parts.ledger.releaseLease();
  }

  async #renew(): Promise<void> {
    const { ledger, config, clock, log } = this.#parts;
    const { signal } = this.#ending;
    let renewedUs = clock.monotonicUs();
    for (;;) {
      await sleep(config.leaseRenewEveryMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const askedUs = clock.monotonicUs();
      try {
        if (!(await ledger.renewLease(config.leaseMs))) return this.#lose('another process has taken it');
        renewedUs = askedUs;
      } catch (error) {
        log.warn({ error: messageOf(error) }, 'the lease of the active scorer was not renewed; trying again');
        // The ledger was away for everybody: nobody else can have taken the lease, and taking it is what supersedes.
        if (isAnelError(error) && !error.retryable) return this.#lose(messageOf(error));
      }
      if (clock.monotonicUs() - renewedUs > config.leaseMs * 1000)
        log.warn(
          { epoch: this.epoch },
          'the lease of the active scorer has run out; it is ours until it is taken',
        );
    }
  }

  #lose(reason: string): void {
    this.#lost = new AnelError(
      'SUPERSEDED',
      `keeping the lease of the active scorer with epoch ${this.epoch}: ${reason}; let this process end, the other one goes on`,
    );
    this.#onLost?.(this.#lost);
  }
}
