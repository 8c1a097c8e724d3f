import { expect, test } from 'vitest';
import { ManualClock } from '../../base/clock.ts';
import { AnelError } from '../../base/errors.ts';
import { withRetry } from './retry.ts';

const limits = { outageMaxMs: 1000, retryBaseMs: 1, retryMaxMs: 2 };

/** A clock on which every reading is 300 ms after the one before. */
function hastyClock() {
  const clock = new ManualClock(0);
  return {
    nowMs: () => clock.nowMs(),
    monotonicUs: () => {
      clock.advanceMs(300);
      return clock.monotonicUs();
    },
  };
}

const context = () => ({ limits, clock: hastyClock() });

/** A task that fails with an error so many times before it succeeds, and counts its calls. */
function failing(times: number, error: unknown) {
  let calls = 0;
  const task = async () => {
    calls += 1;
    if (calls <= times) throw error;
    return calls;
  };
  return { task, calls: () => calls };
}

const away = new AnelError('LEDGER_UNAVAILABLE', 'the ledger is away');

test('a retryable error is tried again until it works', async () => {
  const retried: unknown[] = [];
  const onRetry = (error: unknown) => retried.push(error);
  expect(await withRetry({ ...context(), onRetry }, failing(3, away).task)).toBe(4);
  expect(retried).toEqual([away, away, away]);
});

test('when the outage is too long the error is thrown', async () => {
  const { task, calls } = failing(9, away);
  await expect(withRetry(context(), task)).rejects.toBe(away);
  expect(calls()).toBe(4);
});

test.each([new AnelError('LEDGER_CORRUPT', 'broken'), new Error('a defect')])(
  '%s is not tried again',
  async (error) => {
    const { task, calls } = failing(1, error);
    await expect(withRetry(context(), task)).rejects.toBe(error);
    expect(calls()).toBe(1);
  },
);

test('an aborted retry throws what it waited for', async () => {
  const { task, calls } = failing(9, away);
  const slow = { ...limits, retryBaseMs: 60_000, retryMaxMs: 60_000 };
  const stop = new AbortController();
  const retrying = withRetry({ limits: slow, clock: hastyClock(), signal: stop.signal }, task);
  stop.abort();
  await expect(retrying).rejects.toBe(away);
  expect(calls()).toBe(1);
});
