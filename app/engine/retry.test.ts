import { expect, test } from 'vitest';
import { AnelError } from '../../base/errors.ts';
import { withRetry } from './retry.ts';

const limits = { retriesMax: 3, retryBaseMs: 1, retryMaxMs: 2 };

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
  expect(await withRetry(limits, failing(3, away).task)).toBe(4);
});

test('after the last retry the error is thrown', async () => {
  const { task, calls } = failing(9, away);
  await expect(withRetry(limits, task)).rejects.toBe(away);
  expect(calls()).toBe(4);
});

test.each([new AnelError('LEDGER_CORRUPT', 'broken'), new Error('a defect')])(
  '%s is not tried again',
  async (error) => {
    const { task, calls } = failing(1, error);
    await expect(withRetry(limits, task)).rejects.toBe(error);
    expect(calls()).toBe(1);
  },
);
