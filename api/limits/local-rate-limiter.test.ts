import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from '../../base/clock.ts';
import { LocalRateLimiter } from './local-rate-limiter.ts';
import { describeRateLimiter } from './rate-limiter.contract.ts';
import { takeFromWindow } from './sliding-window.ts';

describeRateLimiter('the limiter of one process', async (max, spanMs) => {
  const clock = new ManualClock(1_000_000);
  return {
    limiter: new LocalRateLimiter({ requestsPerMinuteMax: max, clientsMax: 10 }, clock, spanMs),
    pass: async (durationMs) => clock.advanceMs(durationMs),
    close: async () => undefined,
  };
});

test('it remembers no more clients than it may, and forgets the quietest', async () => {
  const limiter = new LocalRateLimiter({ requestsPerMinuteMax: 1, clientsMax: 2 }, new ManualClock(0));
  for (const client of ['a', 'b', 'a', 'c']) await limiter.take(client);
  expect(limiter.clients).toBe(2);
  expect((await limiter.take('a')).allowed).toBe(false);
  expect((await limiter.take('b')).allowed).toBe(true);
});

test('over any traffic the estimate stays within the limit, and the wait that is told is exact', () => {
  const gaps = fc.array(fc.nat(300), { maxLength: 200 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 9 }), (waits, max) => {
      const spanMs = 1000;
      const window = { startMs: 0, count: 0, previous: 0 };
      let nowMs = 0;
      for (const wait of waits) {
        nowMs += wait;
        const retryMs = takeFromWindow(window, nowMs, max, spanMs);
        const covered = (window.previous * (spanMs - (nowMs - window.startMs))) / spanMs;
        expect(window.count + covered).toBeLessThanOrEqual(max);
        if (retryMs === 0) continue;
        expect(takeFromWindow({ ...window }, nowMs + retryMs - 1, max, spanMs)).toBe(1);
        expect(takeFromWindow({ ...window }, nowMs + retryMs, max, spanMs)).toBe(0);
      }
    }),
  );
});

test('a clock that steps back gives no second allowance', () => {
  const window = { startMs: 0, count: 0, previous: 0 };
  expect(takeFromWindow(window, 5000, 1, 1000)).toBe(0);
  expect(takeFromWindow(window, 4000, 1, 1000)).toBeGreaterThan(0);
});
