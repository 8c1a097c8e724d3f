import { describe, expect, test } from 'vitest';
import { dayMs } from '../../base/clock.ts';
import { accountKey } from '../../graph/model/event.ts';
import { decodeEvent } from '../../ingest/validate/decode-event.ts';
import { type SimulatedEvent, withActivities } from '../activities/with-activities.ts';
import { jsonl } from '../formats/jsonl.ts';
import { simulate } from '../simulate.ts';
import { type LabelOptions, labelDefaults, resolveLabelOptions } from './options.ts';
import { type SimulatedLabel, withLabels } from './with-labels.ts';

const small = { accounts: 1500, transactions: 15_000, rings: 30, seed: 3 };
const told: LabelOptions = { labels: 0.6, labelDelayDays: 2 };

function eventsWith(options: Partial<LabelOptions>, activities = 0.5) {
  const simulation = simulate(small);
  return [...withLabels(simulation, withActivities(simulation, { activities }), options)];
}

const isLabel = (item: SimulatedEvent | SimulatedLabel): item is SimulatedLabel =>
  item.event.kind === 'label';

describe('a simulation with labels', () => {
  const all = eventsWith(told);
  const labels = all.filter(isLabel).map(({ event }) => event);
  const simulation = simulate(small);
  const transfers = [...simulation];
  const rings = simulation.ringsTruth();
  const endOf = new Map(rings.flatMap(({ members, endedAt }) => members.map((key) => [key, endedAt])));

  test('has every other event as it is without them, in the same order', () => {
    const plain = simulate(small);
    const others = all.filter((item) => !isLabel(item));
    expect(others).toEqual([...withActivities(plain, { activities: 0.5 })]);
  });

  test('is in time order, with unique ids, and the same twice', () => {
    const times = all.map(({ event }) => event.at);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(new Set(all.map(({ event }) => event.id)).size).toBe(all.length);
    expect(eventsWith(told)).toEqual(all);
  });

  test('confirms a share of the accounts of rings as fraud, each once and after the end of its ring', () => {
    const fraud = labels.filter(({ verdict }) => verdict === 'fraud');
    const keys = fraud.map(({ account }) => accountKey(account));
    expect(new Set(keys).size).toBe(keys.length);
    for (const { account, at } of fraud) {
      expect(at).toBeGreaterThan(endOf.get(accountKey(account)) ?? Number.POSITIVE_INFINITY);
    }
    const early = rings.filter(({ endedAt }) => endedAt < (transfers.at(-1)?.event.at ?? 0) - 10 * dayMs);
    const members = early.flatMap((ring) => ring.members);
    const found = members.filter((key) => keys.includes(key)).length / members.length;
    expect(members.length).toBeGreaterThan(60);
    expect(Math.abs(found - told.labels)).toBeLessThan(0.15);
  });

  test('has the delay that it is asked for, on the average', () => {
    const fraud = eventsWith({ labels: 1, labelDelayDays: 0.5 }, 0).filter(isLabel);
    const delays = fraud.flatMap(({ event }) => {
      const end = endOf.get(accountKey(event.account));
      return event.verdict === 'fraud' && end !== undefined ? [event.at - end] : [];
    });
    const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
    expect(delays.length).toBeGreaterThan(150);
    expect(mean / dayMs).toBeGreaterThan(0.4);
    expect(mean / dayMs).toBeLessThan(0.6);
    expect(new Set(delays).size).toBeGreaterThan(delays.length / 2);
  });

  test('confirms a few accounts of look-alikes as legitimate, none of a ring', () => {
    const inLookAlikes = transfers.filter(({ truth }) => truth.lookAlike !== null);
    const keys = new Set(inLookAlikes.flatMap(({ event }) => [accountKey(event.from), accountKey(event.to)]));
    const legitimate = labels.filter(({ verdict }) => verdict === 'legitimate');
    expect(legitimate.length).toBeGreaterThan(2);
    expect(legitimate.length).toBeLessThan(keys.size / 8);
    for (const { account } of legitimate) {
      expect(keys.has(accountKey(account))).toBe(true);
      expect(endOf.has(accountKey(account))).toBe(false);
    }
  });

  test('is written in lines that decode to the same events', () => {
    const encoder = jsonl.encoder();
    for (const item of all.filter(isLabel)) {
      const decoded = decodeEvent(JSON.parse(encoder.label?.(item) ?? ''));
      expect(decoded).toEqual({ status: 'event', event: item.event });
    }
  });

  test('is the simulation itself when nothing is confirmed', () => {
    expect(eventsWith({}, 0)).toEqual(transfers);
  });
});

test.each<[Partial<LabelOptions>, string]>([
  [{ labels: 1.1 }, '"labels" as "1.1"'],
  [{ labels: Number.NaN }, '"labels"'],
  [{ labelDelayDays: -1 }, '"labelDelayDays" as "-1"'],
  [{ labelDelayDays: 5000 }, 'from 0 to 3660'],
])('%o is refused with the name and what was expected', (given, named) => {
  expect(() => resolveLabelOptions(given)).toThrow(
    expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(named) }),
  );
});

test('missing options have their default', () => {
  expect(resolveLabelOptions({})).toEqual(labelDefaults);
});
