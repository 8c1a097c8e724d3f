import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { isAnelError } from '../../base/errors.ts';

/** What a retry needs: its limits, a clock, and how it learns that it is no longer wanted. */
export interface RetryContext {
  readonly limits: Pick<Config['ingest'], 'outageMaxMs' | 'retryBaseMs' | 'retryMaxMs'>;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Told before each wait. */
  readonly onRetry?: (error: unknown) => void;
}

/**
 * Runs a task that may be repeated without harm, again after each retryable error, waiting twice as long each time up to
 * `retryMaxMs`, until `outageMaxMs` have passed since it was first tried. Any other error, and the last one, is thrown; so is the
 * last one when `signal` aborts.
 */
export async function withRetry<T>(context: RetryContext, task: () => Promise<T>): Promise<T> {
  const { limits, clock, signal, onRetry } = context;
  const startUs = clock.monotonicUs();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      const spentMs = (clock.monotonicUs() - startUs) / 1000;
      if (!isAnelError(error) || !error.retryable || spentMs >= limits.outageMaxMs) throw error;
      onRetry?.(error);
      const waitMs = Math.min(limits.retryMaxMs, limits.retryBaseMs * 2 ** Math.min(attempt, 30));
      await sleep(waitMs, undefined, signal === undefined ? {} : { signal }).catch(() => {
        throw error;
      });
    }
  }
}
