import { type Clock, minuteMs } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import type { Allowance, RateLimiter } from './rate-limiter.ts';
import { type RequestWindow, takeFromWindow } from './sliding-window.ts';

const allowed: Allowance = { allowed: true, retryAfterMs: 0 };

/**
 * Counts in this process alone: `requestsPerMinuteMax` a minute for each of the `clientsMax` clients that asked last. A client that
 * is forgotten begins anew. O(1) a request.
 */
export class LocalRateLimiter implements RateLimiter {
  readonly #limits: Pick<Config['api'], 'requestsPerMinuteMax' | 'clientsMax'>;
  readonly #clock: Clock;
  readonly #spanMs: number;
  /** In the order of the last request. */
  readonly #windows = new Map<string, RequestWindow>();

  /** `spanMs` is the length of the minute, shorter in tests alone. */
  constructor(
    limits: Pick<Config['api'], 'requestsPerMinuteMax' | 'clientsMax'>,
    clock: Clock,
    spanMs = minuteMs,
  ) {
    this.#limits = limits;
    this.#clock = clock;
    this.#spanMs = spanMs;
  }

  /** Clients that are remembered. */
  get clients(): number {
    return this.#windows.size;
  }

  async take(client: string): Promise<Allowance> {
    const nowMs = Math.floor(this.#clock.monotonicUs() / 1000);
    const { requestsPerMinuteMax } = this.#limits;
    const retryAfterMs = takeFromWindow(this.#windowOf(client), nowMs, requestsPerMinuteMax, this.#spanMs);
    return retryAfterMs === 0 ? allowed : { allowed: false, retryAfterMs };
  }

  #windowOf(client: string): RequestWindow {
    const window = this.#windows.get(client) ?? { startMs: 0, count: 0, previous: 0 };
    this.#windows.delete(client);
    this.#windows.set(client, window);
    if (this.#windows.size > this.#limits.clientsMax) {
      for (const quietest of this.#windows.keys()) {
        this.#windows.delete(quietest);
        break;
      }
    }
    return window;
  }
}
