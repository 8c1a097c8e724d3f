import { dayMs, hourMs } from '../base/clock.ts';
import { Random } from '../base/random.ts';
import type { TransferEvent } from '../graph/model/event.ts';
import type { Typology } from '../scoring/rings/model.ts';
import { type Appointment, makeAgenda } from './agenda.ts';
import { AmountPool } from './amounts.ts';
import { decorate } from './decorate.ts';
import type { Draft } from './draft.ts';
import { type GroupPlanner, planGroup } from './group-plan.ts';
import type { LookAlikeKind } from './look-alikes/look-alike.ts';
import { resolveOptions, type SimulationOptions } from './options.ts';
import { ordinaryTransfer } from './ordinary.ts';
import { Rhythm } from './rhythm.ts';
import { RingRecord, type RingTruth } from './ring-truth.ts';
import { isOfRing, Schedule } from './schedule.ts';
import { buildWorld, type World } from './world.ts';

/** What is true of one transfer. Never an input of scoring. */
export interface TransferTruth {
  readonly fraud: boolean;
  readonly ringId: string | null;
  /** Null outside of rings. */
  readonly typology: Typology | null;
  /** The benign group that it belongs to, null for ordinary traffic and rings. */
  readonly lookAlike: LookAlikeKind | null;
}

export interface SimulatedTransfer {
  readonly event: TransferEvent;
  readonly truth: TransferTruth;
}

/** Labelled traffic. Every iteration starts afresh and gives the same transfers. */
export interface Simulation extends Iterable<SimulatedTransfer> {
  readonly options: SimulationOptions;
  /** The rings that the latest iteration has given transfers of so far, by start. */
  ringsTruth(): RingTruth[];
}

/**
 * Simulates labelled traffic with rings, in time order, exactly `transactions` transfers. Deterministic: the options
 * decide every byte. Memory grows with the accounts, the rings and what is scheduled ahead (at most a few days of
 * groups and a day of standing orders), never with the transactions. Throws INPUT_INVALID for impossible options.
 */
export function simulate(given: Partial<SimulationOptions> = {}): Simulation {
  const options = resolveOptions(given);
  let latest: Run | null = null;
  return {
    options,
    [Symbol.iterator]() {
      latest = new Run(options);
      return latest.transfers();
    },
    ringsTruth: () => latest?.ringsTruth() ?? [],
  };
}

const ordinaryTruth: TransferTruth = { fraud: false, ringId: null, typology: null, lookAlike: null };

/** One iteration: walks through the hours, fills what is scheduled up with ordinary traffic, and sorts within the hour. */
class Run {
  readonly #options: SimulationOptions;
  readonly #rhythm: Rhythm;
  readonly #world: World;
  readonly #agenda: Appointment[];
  readonly #planner: GroupPlanner;
  readonly #ordinary: Random;
  readonly #details: Random;
  readonly #pool = new AmountPool();
  readonly #rings = new Map<string, RingRecord>();
  readonly #schedule = new Schedule();
  #nextAppointment = 0;
  #plannedRings = 0;
  #given = 0;

  constructor(options: SimulationOptions) {
    const random = new Random(options.seed).fork('simulator');
    this.#options = options;
    this.#rhythm = new Rhythm(options.startAt, options.days);
    this.#world = buildWorld(options, random.fork('world'));
    this.#agenda = makeAgenda(options, this.#rhythm, random.fork('agenda'));
    this.#ordinary = random.fork('ordinary');
    this.#details = random.fork('details');
    this.#planner = {
      options,
      world: this.#world,
      rhythm: this.#rhythm,
      pool: this.#pool,
      ringMembers: new Set(),
      random: random.fork('groups'),
    };
    this.#primePool(random.fork('prime'));
  }

  *transfers(): Generator<SimulatedTransfer> {
    for (let hour = 0; hour < this.#options.days * 24; hour += 1) {
      if (hour % 24 === 0) this.#scheduleStandingOrders(hour / 24);
      this.#scheduleGroups((hour + 1) * hourMs);
      for (const draft of this.#draftsOf(hour)) {
        if (this.#given === this.#options.transactions) return;
        yield this.#finish(draft);
      }
    }
  }

  ringsTruth(): RingTruth[] {
    return [...this.#rings.values()].map((ring) => ring.truth());
  }

  /** Groups need amounts to draw from before the first hour is made. */
  #primePool(random: Random): void {
    for (let nth = 0; nth < primedAmounts; nth += 1) {
      const sender = this.#world.accounts[random.below(this.#world.accounts.length)];
      if (sender !== undefined) this.#pool.add(60 * sender.scale, random);
    }
  }

  #scheduleStandingOrders(day: number): void {
    const date = new Date(this.#options.startAt + day * dayMs);
    for (const { from, to, usd } of this.#world.standingOrders[date.getUTCDate()] ?? []) {
      const ms = this.#rhythm.sample(this.#ordinary, day * dayMs, (day + 1) * dayMs);
      const open = Math.max(this.#world.accounts[from]?.opensMs ?? 0, this.#world.accounts[to]?.opensMs ?? 0);
      if (open <= ms) this.#schedule.add({ ms, from, to, usd, group: null });
    }
  }

  #scheduleGroups(untilMs: number): void {
    for (;;) {
      const appointment = this.#agenda[this.#nextAppointment];
      if (appointment === undefined || appointment.startMs >= untilMs) return;
      this.#nextAppointment += 1;
      const isRing = appointment.lookAlike === null;
      if (isRing) this.#plannedRings += 1;
      const ringId = isRing ? `ring-${this.#options.seed}-${this.#plannedRings}` : null;
      const drafts = planGroup(appointment, ringId, this.#planner);
      for (const draft of drafts) this.#schedule.add(draft);
    }
  }

  /** What was scheduled for an hour and as much ordinary traffic as the hour still lacks, by time. */
  #draftsOf(hour: number): Draft[] {
    const scheduled = this.#schedule.take(hour);
    const { quota, limit } = this.#room(hour);
    const drafts = this.#keepRoom(scheduled, limit);
    const hourOfDay = new Date(this.#options.startAt + hour * hourMs).getUTCHours();
    while (drafts.length < quota) {
      const ms = hour * hourMs + this.#ordinary.below(3600) * 1000;
      drafts.push(ordinaryTransfer(this.#world, ms, hourOfDay, this.#ordinary));
    }
    return drafts.sort((one, other) => one.ms - other.ms);
  }

  /** How many transfers an hour should have, and how many it may have when much is scheduled for it. */
  #room(hour: number): { quota: number; limit: number } {
    const { transactions } = this.#options;
    const due = Math.round(transactions * this.#rhythm.shareAt((hour + 1) * hourMs));
    const kept =
      this.#schedule.ringTransfers + (this.#options.rings - this.#plannedRings) * ringTransfersKept;
    const end = transactions - kept;
    const ahead = Math.ceil(transactions * aheadShareMax);
    return { quota: Math.min(due, end) - this.#given, limit: Math.min(due + ahead, end) - this.#given };
  }

  /** Drops the last benign transfers beyond a limit, so that every ring still has room before the end. */
  #keepRoom(scheduled: Draft[], limit: number): Draft[] {
    if (scheduled.length <= limit) return scheduled;
    const rings = scheduled.filter(isOfRing);
    const benign = scheduled.filter((draft) => !isOfRing(draft));
    return [...rings, ...benign.slice(0, Math.max(0, limit - rings.length))];
  }

  #finish(draft: Draft): SimulatedTransfer {
    this.#given += 1;
    const { seed, startAt } = this.#options;
    const event = decorate(draft, `sim-${seed}-${this.#given}`, startAt, this.#world, this.#details);
    const { group } = draft;
    if (group === null || group.ringId === null) {
      this.#pool.add(draft.usd, this.#details);
      const lookAlike = group?.lookAlike ?? null;
      return { event, truth: lookAlike === null ? ordinaryTruth : { ...ordinaryTruth, lookAlike } };
    }
    this.#record(group.ringId, group.typology, event);
    return { event, truth: { fraud: true, ringId: group.ringId, typology: group.typology, lookAlike: null } };
  }

  #record(ringId: string, typology: Typology, event: TransferEvent): void {
    const known = this.#rings.get(ringId);
    const ring = known ?? new RingRecord(ringId, typology);
    if (known === undefined) this.#rings.set(ringId, ring);
    ring.add(event);
  }
}

/** Transfers that are kept free for a ring that is not planned yet: more than most have. */
const ringTransfersKept = 40;
/** How far the scheduled transfers may run ahead of the rhythm, as a share of all transfers. */
const aheadShareMax = 0.01;
/** Amounts of the pool before there are any; soon they are few among thousands. */
const primedAmounts = 64;
