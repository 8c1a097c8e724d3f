import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnelError, isAnelError } from '../../base/errors.ts';
import { openLog } from '../../base/log.ts';
import type { RaisedAlert } from '../services.ts';
import { AlertList } from '../testing/alert-list.ts';
import { followAlerts } from './alert-follower.ts';
import { InProcessAlertBus } from './in-process-alert-bus.ts';
import { LedgerAlertFeed } from './ledger-alert-feed.ts';

const never = 3_600_000;

async function follow(list: AlertList, { pollEveryMs = never, replayMax = 1000 } = {}) {
  const feed = new LedgerAlertFeed(list, { subscribersMax: 2, subscriberQueueMax: 1000, replayMax });
  const bus = new InProcessAlertBus();
  const config = { pollEveryMs, replayMax };
  const follower = await followAlerts({ ledger: list, feed, bus, config, log: openLog('silent') });
  const news = (...seqs: readonly number[]) =>
    bus.publish({ seq: seqs.at(-1) ?? 0, alertIds: seqs.map((seq) => `alert-${seq}`) });
  const close = async () => {
    await follower.close();
    feed.close();
  };
  return { feed, follower, news, close };
}

async function take(stream: AsyncIterator<RaisedAlert>, count: number): Promise<number[]> {
  const seqs: number[] = [];
  while (seqs.length < count) seqs.push(((await stream.next()).value as RaisedAlert).seq);
  return seqs;
}

test('whatever news is lost, repeated or late, each alert comes once and in order', async () => {
  const step = fc.record({ raised: fc.integer({ min: 1, max: 3 }), news: fc.subarray([0, 1, 2, 3]) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), fc.nat(50), async (steps, before) => {
      const list = new AlertList();
      for (let seq = 1; seq <= before; seq += 1) list.raise(seq);
      const { feed, news, close } = await follow(list);
      const stream = feed.subscribe(null, new AbortController().signal);
      const reading = take(stream, steps.reduce((sum, { raised }) => sum + raised, 0) + 1);
      let last = before;
      for (const { raised, news: older } of steps) {
        for (let more = 0; more < raised; more += 1) list.raise(++last);
        for (const back of older) if (last - back > 0) news(last - back);
        if (last % 2 === 0) await Promise.resolve();
      }
      list.raise(++last);
      news(last);
      const expected = Array.from({ length: last - before }, (_, index) => before + 1 + index);
      expect(await reading).toEqual(expected);
      await close();
    }),
    { numRuns: 60 },
  );
});

test('news of a few alerts costs one small read', async () => {
  const list = new AlertList();
  list.raise(1, 2, 3);
  const { feed, news, close } = await follow(list);
  const stream = feed.subscribe(null, new AbortController().signal);
  const reading = take(stream, 2);
  list.limits.length = 0;
  list.raise(4, 5);
  news(4, 5);
  news(4, 5);
  expect(await reading).toEqual([4, 5]);
  expect(list.limits[0]).toBe(3);
  expect(list.limits.length).toBeLessThanOrEqual(2);
  await close();
});

test('an alert without news is found by looking', async () => {
  const list = new AlertList();
  const { feed, close } = await follow(list, { pollEveryMs: 5 });
  const stream = feed.subscribe(null, new AbortController().signal);
  const reading = take(stream, 3);
  list.raise(4, 5, 6);
  expect(await reading).toEqual([4, 5, 6]);
  await close();
});

test('a subscriber to new alerts gets none of those that were raised while nobody listened', async () => {
  const list = new AlertList();
  const { feed, follower, news, close } = await follow(list);
  list.raise(1, 2);
  list.limits.length = 0;
  news(1, 2);
  expect([follower.lastSeq, list.limits.length]).toEqual([2, 0]);
  const reading = take(feed.subscribe(null, new AbortController().signal), 1);
  list.raise(3);
  news(3);
  expect(await reading).toEqual([3]);
  await close();
});

test('a ledger that does not answer delays, and nothing is lost', async () => {
  const list = new AlertList();
  const { feed, close } = await follow(list, { pollEveryMs: 5 });
  const answer = list.alerts.bind(list);
  let failures = 0;
  list.alerts = async (page) => {
    failures += 1;
    if (failures <= 3) throw new AnelError('LEDGER_UNAVAILABLE', 'read alerts: no answer');
    return answer(page);
  };
  const reading = take(feed.subscribe(null, new AbortController().signal), 2);
  list.raise(1, 2);
  expect(await reading).toEqual([1, 2]);
  expect(failures).toBeGreaterThan(3);
  await close();
});

test('more missed alerts than a process may catch up with cut its subscribers off', async () => {
  const list = new AlertList();
  const { feed, follower, news, close } = await follow(list, { replayMax: 3 });
  const waiting = feed.subscribe(null, new AbortController().signal).next();
  list.raise(1, 2, 3, 4, 5);
  news(5);
  const error = await waiting.catch((thrown: unknown) => thrown);
  expect(isAnelError(error, 'LIMIT_EXCEEDED')).toBe(true);
  expect(follower.lastSeq).toBe(5);
  await close();
});
