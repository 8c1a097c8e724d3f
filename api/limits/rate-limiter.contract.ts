import { describe, expect, it } from 'vitest';
import type { RateLimiter } from './rate-limiter.ts';

/** A limiter of one test that nobody else asks, and its time. */
export interface MadeRateLimiter {
  readonly limiter: RateLimiter;
  /** Lets time go by. */
  pass(durationMs: number): Promise<void>;
  close(): Promise<void>;
}

/** What every rate limiter must do. `make` opens one that allows `max` requests in `spanMs`. */
export function describeRateLimiter(
  name: string,
  make: (max: number, spanMs: number) => Promise<MadeRateLimiter>,
): void {
  const using = (max: number, spanMs: number, test: (made: MadeRateLimiter) => Promise<void>) => async () => {
    const made = await make(max, spanMs);
    try {
      await test(made);
    } finally {
      await made.close();
    }
  };

  describe(`${name} keeps the contract of RateLimiter`, () => {
    const long = 600_000;

    it(
      'allows the limit and refuses the next, which is told when to come back',
      using(5, long, async ({ limiter }) => {
        for (let sent = 0; sent < 5; sent += 1)
          expect(await limiter.take('a')).toEqual({ allowed: true, retryAfterMs: 0 });
        const refused = await limiter.take('a');
        expect(refused.allowed).toBe(false);
        expect(refused.retryAfterMs).toBeGreaterThan(0);
        expect(refused.retryAfterMs).toBeLessThanOrEqual(2 * long);
      }),
    );

    it(
      'counts each client for itself',
      using(1, long, async ({ limiter }) => {
        expect((await limiter.take('a')).allowed).toBe(true);
        expect((await limiter.take('a')).allowed).toBe(false);
        expect((await limiter.take('b')).allowed).toBe(true);
      }),
    );

    it(
      'allows no more when all come at once',
      using(7, long, async ({ limiter }) => {
        const answers = await Promise.all(Array.from({ length: 50 }, () => limiter.take('a')));
        expect(answers.filter(({ allowed }) => allowed)).toHaveLength(7);
      }),
    );

    it(
      'allows a client again after the time that it was told, however often it asked in vain',
      using(4, 400, async ({ limiter, pass }) => {
        for (let sent = 0; sent < 40; sent += 1) await limiter.take('a');
        for (let round = 0; round < 3; round += 1) {
          let refused = await limiter.take('a');
          while (refused.allowed) refused = await limiter.take('a');
          await pass(refused.retryAfterMs);
          expect((await limiter.take('a')).allowed).toBe(true);
        }
      }),
    );

    it(
      'forgets what is two windows past',
      using(3, 200, async ({ limiter, pass }) => {
        for (let sent = 0; sent < 3; sent += 1) await limiter.take('a');
        await pass(400);
        for (let sent = 0; sent < 3; sent += 1) expect((await limiter.take('a')).allowed).toBe(true);
      }),
    );
  });
}
