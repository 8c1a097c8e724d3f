import { describe, expect, test } from 'vitest';
import { dayMs } from '../base/clock.ts';
import { accountKey, type TransferEvent } from '../graph/model/event.ts';
import { simulate } from './simulate.ts';

/** A fan of this many counterparties in this time is what a naive rule reports. */
const counterpartiesMin = 6;
const windowMs = 3 * dayMs;

interface Fan {
  readonly others: Set<string>;
  fraud: number;
}

/** The fans of one direction in tumbling windows, and whether most of their transfers are of rings. */
function fansOf(hub: (event: TransferEvent) => string, other: (event: TransferEvent) => string): Fan[] {
  const fans = new Map<string, Fan & { all: number }>();
  for (const { event, truth } of simulate({ seed: 21 })) {
    const key = `${hub(event)} ${Math.floor(event.at / windowMs)}`;
    const fan = fans.get(key) ?? { others: new Set(), fraud: 0, all: 0 };
    fan.others.add(other(event));
    fan.fraud += truth.fraud ? 1 : 0;
    fans.set(key, fan);
  }
  return [...fans.values()].filter((fan) => fan.others.size >= counterpartiesMin);
}

const from = (event: TransferEvent): string => accountKey(event.from);
const to = (event: TransferEvent): string => accountKey(event.to);

describe('a motif alone raises many more false alarms than it finds rings', () => {
  test.each([
    ['fan-in', fansOf(to, from)],
    ['fan-out', fansOf(from, to)],
  ])('%s', (_name, fans) => {
    const ofRings = fans.filter((fan) => fan.fraud > fan.others.size / 2).length;
    expect(ofRings).toBeGreaterThan(0);
    expect(ofRings / fans.length).toBeLessThan(0.1);
  });
});

test('passing on what just came does not tell rings either: benign money moves on as well', () => {
  const last = new Map<string, { at: number; minor: number }>();
  let benign = 0;
  let fraud = 0;
  for (const { event, truth } of simulate({ seed: 21 })) {
    const received = last.get(from(event));
    const ratio = event.amountMinor / (received?.minor ?? Number.POSITIVE_INFINITY);
    if (received !== undefined && ratio > 0.85 && ratio <= 1 && event.at - received.at < windowMs) {
      if (truth.fraud) fraud += 1;
      else benign += 1;
    }
    last.set(to(event), { at: event.at, minor: event.amountMinor });
  }
  expect(fraud).toBeGreaterThan(0);
  expect(benign).toBeGreaterThan(3 * fraud);
});
