import { expect, test } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { cacheDecision, describeFeatureCache } from './feature-cache.contract.ts';
import { InProcessFeatureCache } from './in-process-feature-cache.ts';

const limits = { rowsMax: 1000, rowTtlMs: 60_000 };

describeFeatureCache('the cache of one process', async () => {
  let cache = new InProcessFeatureCache(limits, new ManualClock(0));
  return {
    open: async () => cache,
    clear: async () => {
      cache = new InProcessFeatureCache(limits, new ManualClock(0));
    },
    close: async () => undefined,
  };
});

test('the account that was quiet longest makes room', async () => {
  const cache = new InProcessFeatureCache({ ...limits, rowsMax: 3 }, new ManualClock(0));
  cache.offer([cacheDecision(1, 'A', 'B'), cacheDecision(2, 'A', 'C'), cacheDecision(3, 'A', 'D')]);
  expect(cache.size).toBe(3);
  expect(await cache.row('B')).toBeNull();
  expect((await cache.row('A'))?.updatedSeq).toBe(3);
});

test('a row is there for its time after the last transfer', async () => {
  const clock = new ManualClock(0);
  const cache = new InProcessFeatureCache(limits, clock);
  cache.offer([cacheDecision(1, 'A', 'B')]);
  clock.advanceMs(59_999);
  cache.offer([cacheDecision(2, 'A', 'C')]);
  clock.advanceMs(1);
  expect([(await cache.row('A'))?.updatedSeq, await cache.row('B')]).toEqual([2, null]);
  clock.advanceMs(59_999);
  expect(await cache.row('A')).toBeNull();
});
