import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../base/config.ts';
import { isAnelError } from '../../base/errors.ts';

type RetryLimits = Pick<Config['ingest'], 'retriesMax' | 'retryBaseMs' | 'retryMaxMs'>;

/**
 * Runs a task that may be repeated without harm, again after each retryable error: at most `retriesMax` more times, waiting
 * twice as long each time. Any other error, and the last one, is thrown.
 */
export async function withRetry<T>(limits: RetryLimits, task: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      if (!isAnelError(error) || !error.retryable || attempt >= limits.retriesMax) throw error;
      await sleep(Math.min(limits.retryMaxMs, limits.retryBaseMs * 2 ** attempt));
    }
  }
}
