import { expect, test } from 'vitest';
import { hourMs } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { textStart } from '../../test/naive/events-from-text.ts';
import { sessionFromText } from '../../test/naive/session-from-text.ts';
import { FraudHopSearch } from './fraud-hops.ts';
import type { ProximityLimits } from './limits.ts';

const at = (hour: number) => textStart + hour * hourMs;

function hopsFrom(text: string, from: string, asOf: number, caps: Partial<ProximityLimits> = {}) {
  const { session, account } = sessionFromText(text);
  return new FraudHopSearch().find(session, account(from), at(asOf), parseConfig({ labels: caps }).labels);
}

const chain = 'e is fraud @0, a>b 9 @1, c>b 9 @2, c>d 9 @3, e>d 9 @4';

test.each([
  ['itself', 'e', 0],
  ['a counterparty that paid', 'd', 1],
  ['two steps, whichever way the money went', 'c', 2],
  ['three steps', 'b', 3],
  ['farther than hopsMax', 'a', -1],
])('%s', (_name, from, hops) => {
  expect(hopsFrom(chain, from, 5)).toEqual({ hops, capped: false });
});

test.each([
  ['a label that was not confirmed yet', 'b is fraud @9, a>b 9 @1', 8, -1],
  ['a label of that very moment', 'b is fraud @9, a>b 9 @1', 9, 1],
  ['a label that was cleared', 'b is fraud @1, b is legitimate @2, a>b 9 @3', 3, -1],
  ['the moment before it was cleared', 'b is fraud @1, b is legitimate @5, a>b 9 @3', 3, 1],
  ['a pair that was reversed', 'b is fraud @1, a>b 9 @2, undo 2 @3', 3, -1],
  ['a pair that left the window', 'b is fraud @1, a>b 9 @2, x>y 9 @170', 170, -1],
])('%s', (_name, text, asOf, hops) => {
  expect(hopsFrom(text, 'a', asOf)).toEqual({ hops, capped: false });
});

const hub = 'z is fraud @0, hub>z 9 @1, hub>b 9 @2, hub>c 9 @3, a>hub 9 @4';

test('past degreeMax only the most recently active pairs are looked at, and the answer says so', () => {
  expect(hopsFrom(hub, 'a', 5, { degreeMax: 3 })).toEqual({ hops: 2, capped: false });
  expect(hopsFrom(hub, 'a', 5, { degreeMax: 2 })).toEqual({ hops: -1, capped: true });
});

test('past stepsMax pairs the search ends, and the answer says so', () => {
  expect(hopsFrom(hub, 'a', 5, { stepsMax: 4 })).toEqual({ hops: 2, capped: false });
  expect(hopsFrom(hub, 'a', 5, { stepsMax: 3 })).toEqual({ hops: -1, capped: true });
});

test('one search after the other sees nothing of the one before', () => {
  const { session, account } = sessionFromText(chain);
  const search = new FraudHopSearch();
  const { labels } = parseConfig({});
  for (const [key, hops] of [
    ['a', -1],
    ['b', 3],
    ['d', 1],
    ['a', -1],
  ] as const) {
    expect(search.find(session, account(key), at(5), labels).hops).toBe(hops);
  }
});
