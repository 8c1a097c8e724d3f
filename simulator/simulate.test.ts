import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs } from '../base/clock.ts';
import { accountKey } from '../graph/model/event.ts';
import { typologies } from '../scoring/rings/model.ts';
import { canonicalLine } from './formats/jsonl.ts';
import { lookAlikeKinds } from './look-alikes/look-alike.ts';
import type { SimulationOptions } from './options.ts';
import { type SimulatedTransfer, simulate } from './simulate.ts';

const small: Partial<SimulationOptions> = { accounts: 600, transactions: 3000, rings: 10, seed: 3 };

function digest(transfers: Iterable<SimulatedTransfer>): string {
  const hash = createHash('sha256');
  for (const transfer of transfers)
    hash.update(canonicalLine(transfer)).update(JSON.stringify(transfer.truth));
  return hash.digest('hex');
}

describe('one seed is the same bytes', () => {
  test('in two simulations, and in two iterations of one', () => {
    const simulation = simulate(small);
    const first = digest(simulation);
    const rings = simulation.ringsTruth();
    expect(digest(simulation)).toBe(first);
    expect(simulation.ringsTruth()).toEqual(rings);
    expect(digest(simulate(small))).toBe(first);
  });

  test('and another seed gives others', () => {
    expect(digest(simulate({ ...small, seed: 4 }))).not.toBe(digest(simulate(small)));
  });

  test('however they are taken: in pieces, with another iteration in between', () => {
    const simulation = simulate(small);
    const taken: SimulatedTransfer[] = [];
    const iterator = simulation[Symbol.iterator]();
    const other = simulate({ ...small, seed: 9 })[Symbol.iterator]();
    for (let size = 1; ; size = (size * 2) % 97) {
      const piece = Array.from({ length: size }, () => iterator.next()).filter((next) => !next.done);
      other.next();
      taken.push(...piece.map((next) => next.value as SimulatedTransfer));
      if (piece.length < size) break;
    }
    expect(digest(taken)).toBe(digest(simulate(small)));
  });
});

test.each([1, 100, 3000])('%i transactions are exactly so many', (transactions) => {
  const rings = transactions >= 3000 ? 10 : 0;
  expect([...simulate({ ...small, transactions, rings })]).toHaveLength(transactions);
});

describe('the default', () => {
  const simulation = simulate();
  const transfers = [...simulation];
  const rings = simulation.ringsTruth();
  const { startAt, days } = simulation.options;

  test('is in time order inside its span, with unique ids', () => {
    const times = transfers.map(({ event }) => event.at);
    expect(times.every((at, nth) => nth === 0 || at >= (times[nth - 1] ?? 0))).toBe(true);
    expect(times[0]).toBeGreaterThanOrEqual(startAt);
    expect(times.at(-1)).toBeLessThan(startAt + days * dayMs);
    expect(new Set(transfers.map(({ event }) => event.id)).size).toBe(transfers.length);
    expect(transfers[0]?.event.id).toBe('sim-1-1');
  });

  test('moves positive whole amounts between different accounts', () => {
    const wrong = transfers.filter(({ event }) => {
      const { from, to, amountMinor } = event;
      return accountKey(from) === accountKey(to) || !Number.isSafeInteger(amountMinor) || amountMinor <= 0;
    });
    expect(wrong).toEqual([]);
  });

  test('has 0.2 to 1.5 % fraud and about twice as many look-alikes of every kind', () => {
    const fraud = transfers.filter(({ truth }) => truth.fraud).length;
    const benign = transfers.filter(({ truth }) => truth.lookAlike !== null);
    expect(fraud / transfers.length).toBeGreaterThan(0.002);
    expect(fraud / transfers.length).toBeLessThan(0.015);
    expect(benign.length / fraud).toBeGreaterThan(1.3);
    expect(benign.length / fraud).toBeLessThan(2.8);
    expect(new Set(benign.map(({ truth }) => truth.lookAlike))).toEqual(new Set(lookAlikeKinds));
  });

  test('has its rings: every typology, 4 to 20 members, 5 to 60 transfers, hours to 6 days', () => {
    expect(rings).toHaveLength(simulation.options.rings);
    expect(new Set(rings.map((ring) => ring.typology))).toEqual(new Set(typologies));
    for (const ring of rings) {
      expect(ring.members.length).toBeGreaterThanOrEqual(4);
      expect(ring.members.length).toBeLessThanOrEqual(20);
      expect(ring.transfers.length).toBeGreaterThanOrEqual(5);
      expect(ring.transfers.length).toBeLessThanOrEqual(60);
      expect(ring.endedAt - ring.startedAt).toBeLessThanOrEqual(6 * dayMs);
      expect(ring.amount).toBeGreaterThan(0);
    }
    const lengths = rings.map((ring) => ring.endedAt - ring.startedAt);
    expect(Math.min(...lengths)).toBeLessThan(dayMs);
    expect(Math.max(...lengths)).toBeGreaterThan(3 * dayMs);
    expect(Math.min(...lengths)).toBeGreaterThan(hourMs);
  });

  test('tells the same truth by ring and by transfer', () => {
    const byRing = new Map(rings.map((ring) => [ring.ringId, new Set(ring.transfers)]));
    const untrue = transfers.filter(({ event, truth }) => {
      if (truth.ringId === null) return truth.fraud;
      return !truth.fraud || !byRing.get(truth.ringId)?.delete(event.id);
    });
    expect(untrue).toEqual([]);
    expect([...byRing.values()].every((left) => left.size === 0)).toBe(true);
  });

  test('starts no ring before the quiet part is over', () => {
    const quietUntil = startAt + days * dayMs * simulation.options.quietShare;
    expect(Math.min(...rings.map((ring) => ring.startedAt))).toBeGreaterThanOrEqual(quietUntil);
  });

  test('camouflages rings: members have ordinary traffic before, during and after', () => {
    const ordinary = new Map<string, number[]>();
    for (const { event, truth } of transfers) {
      if (truth.fraud) continue;
      for (const key of [accountKey(event.from), accountKey(event.to)]) {
        ordinary.set(key, [...(ordinary.get(key) ?? []), event.at]);
      }
    }
    const shareOfMembers = (holds: (at: number, started: number, ended: number) => boolean): number => {
      const members = rings.flatMap((ring) => ring.members.map((member) => ({ member, ring })));
      const with_ = members.filter(({ member, ring }) =>
        (ordinary.get(member) ?? []).some((at) => holds(at, ring.startedAt, ring.endedAt)),
      );
      return with_.length / members.length;
    };
    expect(shareOfMembers((at, started) => at < started)).toBeGreaterThan(0.6);
    expect(shareOfMembers((at, started, ended) => at >= started && at <= ended)).toBeGreaterThan(0.4);
    expect(shareOfMembers((at, _started, ended) => at > ended)).toBeGreaterThan(0.6);
  });
});

test('some rings share a device, and so do families: the option decides how many rings', () => {
  const crowdsOf = (sharingShare: number) => {
    const users = { ring: new Map<string, Set<string>>(), benign: new Map<string, Set<string>>() };
    for (const { event, truth } of simulate({ ...small, rings: 20, transactions: 20_000, sharingShare })) {
      if (event.device === undefined) continue;
      const side = truth.fraud ? users.ring : users.benign;
      side.set(event.device, (side.get(event.device) ?? new Set()).add(accountKey(event.from)));
    }
    const shared = (side: Map<string, Set<string>>) =>
      [...side.values()].filter((set) => set.size > 2).length;
    return { ring: shared(users.ring), benign: shared(users.benign) };
  };
  expect(crowdsOf(1).ring).toBeGreaterThan(crowdsOf(0).ring);
  expect(crowdsOf(0).benign).toBeGreaterThan(5);
});

test('without rings and look-alikes all is ordinary', () => {
  const simulation = simulate({ ...small, rings: 0 });
  expect([...simulation].every(({ truth }) => !truth.fraud && truth.lookAlike === null)).toBe(true);
  expect(simulation.ringsTruth()).toEqual([]);
});

test('the ratio of look-alikes is a parameter', () => {
  const benign = (lookAlikeRatio: number) =>
    [...simulate({ ...small, lookAlikeRatio })].filter(({ truth }) => truth.lookAlike !== null).length;
  expect(benign(0)).toBe(0);
  expect(benign(6)).toBeGreaterThan(2 * benign(2));
});

test('small, short and crowded simulations keep their promises too', () => {
  const options = fc.record({
    accounts: fc.integer({ min: 100, max: 400 }),
    transactions: fc.integer({ min: 480, max: 3000 }),
    rings: fc.integer({ min: 0, max: 4 }),
    days: fc.integer({ min: 2, max: 60 }),
    seed: fc.nat(),
    startAt: fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000),
  });
  fc.assert(
    fc.property(options, (given) => {
      const simulation = simulate(given);
      const transfers = [...simulation];
      expect(transfers).toHaveLength(given.transactions);
      expect(simulation.ringsTruth()).toHaveLength(given.rings);
      const endAt = given.startAt + given.days * dayMs;
      const outside = transfers.filter(({ event }) => event.at < given.startAt || event.at >= endAt);
      expect(outside).toEqual([]);
      expect(transfers.filter(({ event }) => accountKey(event.from) === accountKey(event.to))).toEqual([]);
      const members = simulation.ringsTruth().flatMap((ring) => ring.members);
      expect(new Set(members).size).toBe(members.length);
    }),
    { numRuns: 60 },
  );
}, 60_000);
