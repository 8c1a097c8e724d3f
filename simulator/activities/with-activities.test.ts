import { describe, expect, test } from 'vitest';
import { hourMs } from '../../base/clock.ts';
import { accountKey, type TransferEvent } from '../../graph/model/event.ts';
import { logAction } from '../../graph/model/log-action.ts';
import { decodeEvent } from '../../ingest/validate/decode-event.ts';
import { jsonl } from '../formats/jsonl.ts';
import { type SimulatedTransfer, simulate } from '../simulate.ts';
import { type ActivityOptions, activityDefaults, resolveActivityOptions } from './options.ts';
import { type SimulatedActivity, type SimulatedEvent, withActivities } from './with-activities.ts';

const small = { accounts: 600, transactions: 6000, rings: 10, seed: 3 };
const told: ActivityOptions = { activities: 0.5, takeovers: 12 };

const isTransfer = (item: SimulatedEvent): item is SimulatedTransfer => item.truth !== null;
const isActivity = (item: SimulatedEvent): item is SimulatedActivity => item.truth === null;
const isTakeover = (item: SimulatedEvent) =>
  isTransfer(item) && item.truth.fraud && item.truth.ringId === null;

describe('a simulation with activities', () => {
  const all = [...withActivities(simulate(small), told)];
  const activities = all.filter(isActivity);

  test('has every transfer as it is without them, in the same order', () => {
    const transfers = all.filter(isTransfer).filter((item) => !isTakeover(item));
    expect(transfers).toEqual([...simulate(small)]);
  });

  test('is in time order inside its span, with unique ids, and the same twice', () => {
    const times = all.map(({ event }) => event.at);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(new Set(all.map(({ event }) => event.id)).size).toBe(all.length);
    expect([...withActivities(simulate(small), told)]).toEqual(all);
    expect([...withActivities(simulate(small), { ...told, activities: 0.4 })]).not.toEqual(all);
  });

  test('tells of the share of accounts that it is asked for', () => {
    const senders = new Set(all.filter(isTransfer).map(({ event }) => accountKey(event.from)));
    const owners = new Set(activities.map(({ event }) => accountKey(event.account)));
    expect(owners.size / senders.size).toBeGreaterThan(0.35);
    expect(owners.size / senders.size).toBeLessThan(0.55);
    expect([...owners].every((owner) => senders.has(owner))).toBe(true);
  });

  test('is written in lines that decode to the same events', () => {
    const encoder = jsonl.encoder();
    for (const item of activities) {
      const decoded = decodeEvent(JSON.parse(encoder.activity?.(item) ?? ''));
      expect(decoded).toEqual({ status: 'event', event: item.event });
    }
  });

  test('has failures, sensitive changes and other logs among them', () => {
    const kinds = activities.map(({ event }) =>
      event.kind === 'log' ? logAction(event.action) : event.outcome,
    );
    const expected = ['success', 'failure', 'payee-added', 'password-change', 'phone-change', 'limit-change'];
    expect(new Set(kinds)).toEqual(new Set([...expected, 'email-change', 'address-change', 'other']));
  });

  test('plants takeovers of accounts whose activities are told: a new device first, then a payment', () => {
    const taken = all.filter(isTakeover) as SimulatedTransfer[];
    const victims = new Set(taken.map(({ event }) => accountKey(event.from)));
    expect(victims.size).toBeGreaterThan(told.takeovers / 2);
    expect(victims.size).toBeLessThanOrEqual(told.takeovers);
    for (const victim of victims) {
      const { at } = (taken.find(({ event }) => accountKey(event.from) === victim) as SimulatedTransfer)
        .event;
      const own = activities.filter(({ event }) => accountKey(event.account) === victim && event.at < at);
      const last = own.filter(({ event }) => event.kind === 'authentication' && event.outcome === 'success');
      const entry = last.at(-1)?.event;
      expect(entry?.at).toBeGreaterThan(at - 2 * hourMs);
      const devices = all.filter(({ event }) => event.at < (entry?.at ?? 0)).map(({ event }) => event);
      const earlier = devices.filter((event) => event.kind === 'transfer' && event.device === entry?.device);
      expect(earlier).toEqual([]);
    }
  });

  test('is the simulation itself when nothing is told', () => {
    expect([...withActivities(simulate(small), {})]).toEqual([...simulate(small)]);
  });
});

test('what is told does not depend on the label', () => {
  const options = { accounts: 10_000, transactions: 100_000, rings: 350, seed: 12, lookAlikeRatio: 2 };
  const seen = { fraud: new Tally(), rest: new Tally() };
  const before = new Map<string, SimulatedActivity[]>();
  for (const item of withActivities(simulate(options), { activities: 0.5 })) {
    if (isActivity(item)) {
      const key = accountKey(item.event.account);
      before.set(key, [...(before.get(key) ?? []), item]);
      continue;
    }
    const key = accountKey(item.event.from);
    seen[item.truth.fraud ? 'fraud' : 'rest'].add(item.event, before.get(key) ?? []);
    before.delete(key);
  }
  expect(seen.fraud.transfers).toBeGreaterThan(3000);
  for (const name of ['any', 'failures', 'changes', 'newDevice'] as const) {
    const [inRings, elsewhere] = [seen.fraud.share(name), seen.rest.share(name)];
    expect(elsewhere, name).toBeGreaterThan(0);
    expect(Math.abs(inRings - elsewhere), name).toBeLessThan(0.025);
  }
});

class Tally {
  transfers = 0;
  readonly #counts = { any: 0, failures: 0, changes: 0, newDevice: 0 };

  add(transfer: TransferEvent, earlier: readonly SimulatedActivity[]): void {
    const events = earlier.map(({ event }) => event).filter(({ at }) => at > transfer.at - hourMs);
    const otherDevice = (device: string | undefined) => device !== undefined && device !== transfer.device;
    this.transfers += 1;
    if (events.length > 0) this.#counts.any += 1;
    if (events.some((event) => event.kind === 'authentication' && event.outcome === 'failure'))
      this.#counts.failures += 1;
    if (events.some((event) => event.kind === 'log' && logAction(event.action) !== 'other'))
      this.#counts.changes += 1;
    if (events.some(({ device }) => otherDevice(device))) this.#counts.newDevice += 1;
  }

  share(name: 'any' | 'failures' | 'changes' | 'newDevice'): number {
    return this.#counts[name] / this.transfers;
  }
}

test.each<[Partial<ActivityOptions>, string]>([
  [{ activities: 1.1 }, '"activities" as "1.1"'],
  [{ activities: Number.NaN }, '"activities"'],
  [{ activities: 1, takeovers: 0.5 }, '"takeovers"'],
  [{ activities: 1, takeovers: 1_000_000 }, '"takeovers"'],
  [{ takeovers: 1 }, 'raise "activities"'],
])('%o is refused with the name and what was expected', (given, named) => {
  expect(() => resolveActivityOptions(given)).toThrow(
    expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(named) }),
  );
});

test('missing options have their default', () => {
  expect(resolveActivityOptions({})).toEqual(activityDefaults);
});
