import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAnelError } from '../../base/errors.ts';
import type { RaisedAlert } from '../services.ts';
import { AlertList, alertAt } from '../testing/alert-list.ts';
import { LedgerAlertFeed } from './ledger-alert-feed.ts';

const limits = { subscribersMax: 2, subscriberQueueMax: 3, replayMax: 1000 };

function raise(list: AlertList, feed: LedgerAlertFeed, seq: number): void {
  list.raise(seq);
  feed.publish(alertAt(seq));
}

test('whatever was raised before and while a subscription opens, it comes once and in order', async () => {
  const plan = fc.record({ before: fc.nat(450), after: fc.nat(450), during: fc.nat(3) });
  await fc.assert(
    fc.asyncProperty(plan, async ({ before, after, during }) => {
      const list = new AlertList();
      const feed = new LedgerAlertFeed(list, limits);
      for (let seq = 1; seq <= before; seq += 1) raise(list, feed, seq);
      const stream = feed.subscribe(after, new AbortController().signal);
      const first = stream.next();
      for (let seq = before + 1; seq <= before + during; seq += 1) raise(list, feed, seq);
      const expected = Array.from(
        { length: Math.max(0, before + during - after) },
        (_, index) => after + index + 1,
      );
      const seen: number[] = [];
      if (expected.length > 0) seen.push(((await first).value as RaisedAlert).seq);
      while (seen.length < expected.length) seen.push(((await stream.next()).value as RaisedAlert).seq);
      expect(seen).toEqual(expected);
      feed.close();
      expect((await (expected.length > 0 ? stream.next() : first)).done).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('a subscriber that does not read is cut off at its limit, and the others are not', async () => {
  const feed = new LedgerAlertFeed(new AlertList(), limits);
  const signal = new AbortController().signal;
  const slow = feed.subscribe(null, signal);
  const quick = feed.subscribe(null, signal);
  const firsts = [slow.next(), quick.next()];
  for (let seq = 1; seq <= 5; seq += 1) {
    feed.publish(alertAt(seq));
    if (seq === 1) await Promise.all(firsts);
    else expect((await quick.next()).value).toMatchObject({ seq });
  }
  const error = await slow.next().catch((thrown: unknown) => thrown);
  expect(isAnelError(error, 'LIMIT_EXCEEDED')).toBe(true);
  expect(String(error)).toContain('api.subscriberQueueMax');
  expect(feed.subscribers).toBe(1);
});

test('a signal ends a subscription that waits, and one that is opened later gets nothing', async () => {
  const feed = new LedgerAlertFeed(new AlertList(), limits);
  const stop = new AbortController();
  const waiting = feed.subscribe(null, stop.signal).next();
  stop.abort();
  expect((await waiting).done).toBe(true);
  expect(feed.subscribers).toBe(0);
  expect((await feed.subscribe(0, stop.signal).next()).done).toBe(true);
});

test('an alert that is announced again reaches a subscriber once', async () => {
  const feed = new LedgerAlertFeed(new AlertList(), limits);
  const stream = feed.subscribe(null, new AbortController().signal);
  const first = stream.next();
  for (const seq of [1, 1, 2]) feed.publish(alertAt(seq));
  expect((await first).value).toMatchObject({ seq: 1 });
  expect((await stream.next()).value).toMatchObject({ seq: 2 });
  feed.publish(alertAt(2));
  feed.publish(alertAt(3));
  expect((await stream.next()).value).toMatchObject({ seq: 3 });
});

test('who is cut off is told to resume', async () => {
  const feed = new LedgerAlertFeed(new AlertList(), limits);
  const waiting = feed.subscribe(null, new AbortController().signal).next();
  feed.cutOff();
  const error = await waiting.catch((thrown: unknown) => thrown);
  expect(isAnelError(error, 'LIMIT_EXCEEDED')).toBe(true);
  expect(feed.subscribers).toBe(0);
});
