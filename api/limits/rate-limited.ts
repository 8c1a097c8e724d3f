import type { Config } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';

/** The whole seconds that a refused client is told to wait, at least 1. */
export function retryAfterSeconds(retryAfterMs: number): number {
  return Math.max(1, Math.ceil(retryAfterMs / 1000));
}

/** The refusal of a request above the limit of its client. */
export function rateLimited(
  retryAfterMs: number,
  limits: Pick<Config['api'], 'requestsPerMinuteMax'>,
): AnelError {
  const message = `this address may send ${limits.requestsPerMinuteMax} in a minute (api.requestsPerMinuteMax); try again in ${retryAfterSeconds(retryAfterMs)} s`;
  return new AnelError('RATE_LIMITED', message, { details: { retryAfterMs } });
}
