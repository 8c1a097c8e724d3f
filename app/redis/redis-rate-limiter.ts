import type { Allowance, RateLimiter } from '../../api/limits/rate-limiter.ts';
import { minuteMs } from '../../base/clock.ts';
import type { RedisConnection } from './redis-connection.ts';

/** What a shared limiter needs: the limit, where the counts are, and who counts when Redis does not. */
export interface RedisRateLimiterParts {
  readonly connection: RedisConnection;
  readonly keyPrefix: string;
  readonly requestsPerMinuteMax: number;
  readonly local: RateLimiter;
  /** The length of the minute, shorter in tests alone. */
  readonly spanMs?: number;
}

/**
 * Counts the requests of each client over all processes: one script in Redis on its clock. What it allows is counted in this process too, so
 * that without Redis each process goes on with what it knows itself: never without a limit, never refusing everybody.
 */
export class RedisRateLimiter implements RateLimiter {
  readonly #parts: RedisRateLimiterParts;
  readonly #spanMs: number;
  #fallbacks = 0;

  constructor(parts: RedisRateLimiterParts) {
    this.#parts = parts;
    this.#spanMs = parts.spanMs ?? minuteMs;
  }

  /** Requests that were counted in this process alone since the start. */
  get fallbacks(): number {
    return this.#fallbacks;
  }

  async take(client: string): Promise<Allowance> {
    const { connection, keyPrefix, requestsPerMinuteMax, local } = this.#parts;
    const key = `${keyPrefix}:rate:${client}`;
    let retryAfterMs: number;
    try {
      retryAfterMs = await connection.ask('count a request', (redis) =>
        redis.anelTake(key, requestsPerMinuteMax, this.#spanMs),
      );
    } catch {
      this.#fallbacks += 1;
      return local.take(client);
    }
    if (retryAfterMs > 0) return { allowed: false, retryAfterMs };
    await local.take(client);
    return { allowed: true, retryAfterMs: 0 };
  }
}
