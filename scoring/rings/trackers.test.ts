import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Config, parseConfig } from '../../base/config.ts';
import { AlertTracker } from './alert-tracker.ts';
import { foldAlert, foldRing } from './fold.ts';
import type { Alert, AlertEvent, Ring, RingEvent } from './model.ts';
import { RingTracker } from './ring-tracker.ts';

interface Step {
  readonly pause: number;
  /** How much older than the newest time the transfer is. */
  readonly delay: number;
  readonly flagged: boolean;
  readonly members: readonly number[];
  readonly suspicion: number;
}

/** Few accounts, so that groups overlap; pauses that let some, or all, fall asleep. */
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    pause: fc.constantFrom(0, 1, 10, 40, 100, 300),
    delay: fc.constantFrom(0, 0, 0, 5, 60),
    flagged: fc.integer({ min: 0, max: 3 }).map((draw) => draw > 0),
    members: fc.uniqueArray(fc.nat(11), { minLength: 2, maxLength: 7 }),
    suspicion: fc.constantFrom(0.3, 0.6, 0.9),
  }),
  { minLength: 1, maxLength: 40, size: 'max' },
);

const settings: fc.Arbitrary<Config['rings']> = fc
  .record({ membersMax: fc.integer({ min: 3, max: 12 }), openMax: fc.integer({ min: 1, max: 5 }) })
  .map((limits) => parseConfig({ rings: { ...limits, dormantAfterMs: 100, bornSuspicionMin: 0.5 } }).rings);

interface Emitted {
  readonly rings: readonly RingEvent[];
  readonly alerts: readonly AlertEvent[];
}

/** Both trackers joined as the placer joins them. */
class Trackers {
  readonly #rings: RingTracker;
  readonly #alerts: AlertTracker;

  constructor(
    config: Config['rings'],
    open: { readonly rings: readonly Ring[]; readonly alerts: readonly Alert[] },
  ) {
    this.#rings = new RingTracker(config, open.rings);
    this.#alerts = new AlertTracker(config, open.alerts);
  }

  take(seq: number, now: number, { delay, flagged, members, suspicion }: Step): Emitted {
    this.#rings.advance(seq, now);
    this.#alerts.advance(now);
    if (flagged)
      this.#flag(
        seq,
        now - delay,
        now,
        members.map((account) => `a${account}`),
        suspicion,
      );
    return { rings: this.#rings.takeEvents(), alerts: this.#alerts.takeEvents() };
  }

  #flag(seq: number, at: number, now: number, accounts: readonly string[], suspicion: number): void {
    const transactionId = `t${seq}`;
    const members = accounts.map((account) => ({ account, role: 'MEMBER' as const }));
    const ring = this.#rings.observe({ seq, at, transactionId, suspicion, typology: 'RANDOM', members });
    const [from, to] = accounts as [string, string];
    const alert = { score: suspicion, reasons: [`R${seq % 3}`], referenceCents: seq };
    const place = { ringId: ring?.ringId ?? null, absorbedRings: ring?.absorbed ?? [] };
    this.#alerts.observe({ seq, at, now, transactionId, from, to, ...alert, ...place });
    for (const closed of ring?.closed ?? []) this.#alerts.forgetRing(closed);
  }
}

function runAll(config: Config['rings'], all: readonly Step[]): Emitted[] {
  const trackers = new Trackers(config, { rings: [], alerts: [] });
  let now = 1000;
  return all.map((step, place) => {
    now += step.pause;
    return trackers.take(place + 1, now, step);
  });
}

function foldAll(emitted: readonly Emitted[]) {
  const rings = new Map<string, Ring>();
  const alerts = new Map<string, Alert>();
  for (const event of emitted.flatMap((one) => one.rings)) {
    rings.set(event.ringId, foldRing(rings.get(event.ringId) ?? null, event));
  }
  for (const event of emitted.flatMap((one) => one.alerts)) {
    alerts.set(event.alertId, foldAlert(alerts.get(event.alertId) ?? null, event));
  }
  return { rings: [...rings.values()], alerts: [...alerts.values()] };
}

const isAlive = ({ status }: Ring) => status === 'OPEN' || status === 'DORMANT';

/** The rings by the words of the tracker's contract, on a plain list. */
class NaiveRings {
  readonly rings: {
    id: number;
    status: string;
    members: string[];
    lastAt: number;
    touched: number;
    transfers: number;
    suspicion: number;
    mergedInto: number | null;
  }[] = [];
  readonly #config: Config['rings'];
  #touches = 0;

  constructor(config: Config['rings']) {
    this.#config = config;
  }

  take(seq: number, now: number, { flagged, members, suspicion }: Step): void {
    for (const ring of this.rings) {
      if (ring.status !== 'OPEN' || ring.lastAt > now - this.#config.dormantAfterMs) continue;
      this.#touch(ring, 'DORMANT', now);
    }
    if (!flagged) return;
    const group = members.map((account) => `a${account}`);
    const overlapping = this.#alive().filter((ring) => {
      const shared = ring.members.filter((account) => group.includes(account)).length;
      return shared >= 2 && shared >= 0.5 * Math.min(ring.members.length, group.length);
    });
    const [main, ...others] = overlapping;
    if (main === undefined) {
      this.#born(seq, now, group, suspicion);
      return;
    }
    this.#add(main, group, 1, suspicion);
    this.#touch(main, 'OPEN', now);
    for (const other of others) {
      this.#add(main, other.members, other.transfers, other.suspicion);
      this.#touch(other, 'MERGED', now);
      other.members = [];
      other.mergedInto = main.id;
    }
  }

  #born(seq: number, at: number, group: readonly string[], suspicion: number): void {
    if (group.length < 3 || suspicion < this.#config.bornSuspicionMin) return;
    const alive = this.#alive();
    if (alive.length >= this.#config.openMax) {
      const asleep = alive.filter(({ status }) => status === 'DORMANT');
      const [stalest] = (asleep.length > 0 ? asleep : alive).sort((a, b) => a.touched - b.touched);
      this.#touch(stalest!, 'CLOSED', at);
      stalest!.members = [];
    }
    const members = group.slice(0, this.#config.membersMax);
    this.#touches += 1;
    const empty = { status: 'OPEN', lastAt: at, touched: this.#touches, mergedInto: null };
    this.rings.push({ id: seq, members, transfers: 1, suspicion, ...empty });
  }

  #add(
    ring: NaiveRings['rings'][number],
    accounts: readonly string[],
    transfers: number,
    suspicion: number,
  ): void {
    ring.members = [...new Set([...ring.members, ...accounts])].slice(0, this.#config.membersMax);
    ring.transfers += transfers;
    ring.suspicion = Math.max(ring.suspicion, suspicion);
  }

  #touch(ring: NaiveRings['rings'][number], status: string, at: number): void {
    this.#touches += 1;
    ring.touched = this.#touches;
    ring.status = status;
    ring.lastAt = Math.max(ring.lastAt, at);
  }

  #alive() {
    return this.rings.filter(({ status }) => status === 'OPEN' || status === 'DORMANT');
  }
}

describe('ring and alert tracker', () => {
  it('emit events whose fold is what a plain list of rings says', () => {
    fc.assert(
      fc.property(steps, settings, (drawn, config) => {
        const all = drawn.map((step) => ({ ...step, delay: 0 }));
        const emitted = runAll(config, all);
        const naive = new NaiveRings(config);
        let now = 1000;
        for (const [place, step] of all.entries()) {
          now += step.pause;
          naive.take(place + 1, now, step);
          const { rings } = foldAll(emitted.slice(0, place + 1));
          const bornSeqOf = (id: string | null) => rings.find((ring) => ring.id === id)?.bornSeq ?? null;
          const found = rings.map((ring) => ({
            id: ring.bornSeq,
            status: ring.status,
            members: ring.members.map(({ account }) => account),
            lastAt: ring.lastAt,
            transfers: ring.transferCount,
            mergedInto: bornSeqOf(ring.mergedInto),
            suspicion: ring.suspicion,
          }));
          expect(found).toEqual(naive.rings.map(({ touched: _, ...ring }) => ring));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('number the events of each transfer from 0 without a gap', () => {
    fc.assert(
      fc.property(steps, settings, (all, config) => {
        for (const [place, { rings, alerts }] of runAll(config, all).entries()) {
          for (const events of [rings, alerts]) {
            const expected = events.map((_, ordinal) => ({ seq: place + 1, ordinal }));
            expect(events.map(({ seq, ordinal }) => ({ seq, ordinal }))).toEqual(expected);
          }
        }
      }),
    );
  });

  it('give every flagged transfer one alert, and every ring at most one', () => {
    fc.assert(
      fc.property(steps, settings, (all, config) => {
        const emitted = runAll(config, all);
        for (const [place, step] of all.entries()) {
          const events = emitted[place]!.alerts.filter(({ transactionId }) => transactionId !== null);
          expect(events.map(({ transactionId }) => transactionId)).toEqual(
            step.flagged ? [`t${place + 1}`] : [],
          );
          const { rings, alerts } = foldAll(emitted.slice(0, place + 1));
          const open = alerts.filter(({ status, ringId }) => status === 'OPEN' && ringId !== null);
          expect(new Set(open.map(({ ringId }) => ringId)).size).toBe(open.length);
          const merged = rings.filter(({ status }) => status === 'MERGED').map(({ id }) => id);
          expect(open.filter(({ ringId }) => merged.includes(ringId as string))).toEqual([]);
        }
      }),
    );
  });

  it('go on after a restart at any point as if there had been none', () => {
    fc.assert(
      fc.property(steps, settings, fc.nat(), (all, config, turn) => {
        const emitted = runAll(config, all);
        for (let cut = 1; cut < all.length; cut += 1) {
          const { rings, alerts } = foldAll(emitted.slice(0, cut));
          // A store answers in an order of its own.
          const turned = <T>(items: T[]): T[] => {
            const at = items.length === 0 ? 0 : turn % items.length;
            return [...items.slice(at), ...items.slice(0, at)].reverse();
          };
          const open = {
            rings: turned(rings.filter(isAlive)),
            alerts: turned(alerts.filter(({ status }) => status === 'OPEN')),
          };
          const resumed = new Trackers(config, open);
          let now = all.slice(0, cut).reduce((sum, { pause }) => sum + pause, 1000);
          for (let place = cut; place < all.length; place += 1) {
            const step = all[place] as Step;
            now += step.pause;
            expect(resumed.take(place + 1, now, step)).toEqual(emitted[place]);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
