/** The answer about one request. */
export interface Allowance {
  readonly allowed: boolean;
  /** Milliseconds until a request of this client would be allowed again if it sent none in between; 0 when this one is. */
  readonly retryAfterMs: number;
}

/**
 * Counts the requests of each client and refuses what is too much, by the sliding window of `takeFromWindow`. Refused
 * requests are not counted. Never rejects: a limiter whose server does not answer counts by itself.
 */
export interface RateLimiter {
  /** `client` is what `clientOf` makes of an address. */
  take(client: string): Promise<Allowance>;
}
