import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openInThreadRunner } from '../../algorithms/worker/open-runner.ts';
import { systemClock } from '../../base/clock.ts';
import { type Config, parseConfig } from '../../base/config.ts';
import type { GraphEvent, SequencedEvent } from '../../graph/model/event.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import type { Session } from '../../graph/session/session.ts';
import { centralityFeatures } from '../../scoring/features/centrality.ts';
import { communityFeatures } from '../../scoring/features/community.ts';
import type { FeatureContext } from '../../scoring/features/context.ts';
import { denseFeatures } from '../../scoring/features/dense.ts';
import { openFeatureState } from '../../scoring/features/feature-state.ts';
import { labelFeatures } from '../../scoring/features/label.ts';
import { linkStrengthFeatures } from '../../scoring/features/link-strength.ts';
import { memoryFeatures } from '../../scoring/features/memory.ts';
import { patternFeatures } from '../../scoring/features/pattern.ts';
import { computeVector, featureSet } from '../../scoring/features/registry.ts';
import type { Structure } from '../../scoring/structure/structure.ts';
import { type ActivityLimits, NaiveActivity } from './naive-activity.ts';
import { isInWeek, naiveFeatures } from './naive-features.ts';
import { naiveBlock, naiveChain, naiveCycles, naiveFan, naiveScatterGather } from './naive-motifs.ts';
import { naiveStandings, type Standing } from './naive-structure.ts';
import { type NaiveTransfer, NaiveWindow, type WindowSettings } from './naive-window.ts';
import { activityLimits, settings, streams, targetsOf } from './streams.arbitrary.ts';

const unbounded = 1_000_000_000;

type Delay = Pick<Config['session'], 'structureDelayTransfers' | 'structureDelayShare'>;

const noDelay: Delay = { structureDelayTransfers: 0, structureDelayShare: 0 };

const delays: fc.Arbitrary<Delay> = fc.record({
  structureDelayTransfers: fc.integer({ min: 0, max: 7 }),
  structureDelayShare: fc.constantFrom(0, 0.1, 0.4),
});

const cycleLengths = fc.integer({ min: 2, max: 7 });

/** Motif searches without caps, and a structure that is recomputed often. */
function configOf(
  window: WindowSettings & Partial<ActivityLimits>,
  delay: Delay = noDelay,
  cycleLengthMax = 6,
): Config {
  const motifs = { degreeMax: unbounded, stepsMax: unbounded, membersMax: unbounded, cycleLengthMax };
  return parseConfig({
    session: { ...window, ...delay, structureEveryTransfers: 5, structureEveryShare: 0.5 },
    motifs,
  });
}

/** The engine's parts around one session, as the scorer joins them. */
class Engine {
  readonly session: Session;
  readonly structure: Structure;
  readonly context: FeatureContext;

  constructor(config: Config) {
    const runner = openInThreadRunner(config.algorithms);
    const { session, structure, context } = openFeatureState(config, { runner, clock: systemClock });
    this.session = session;
    this.structure = structure;
    this.context = context;
  }

  /** The feature values by name, null for an event that is no transfer. */
  apply(item: SequencedEvent, targets: ReturnType<typeof targetsOf>): Record<string, number> | null {
    const arrival = applyEvent(this.session, item, targets);
    if (arrival === null) return null;
    this.context.begin(arrival);
    const vector = computeVector(this.context);
    return Object.fromEntries(featureSet.names.map((name, place) => [name, vector[place] as number]));
  }

  named<T extends { readonly members: readonly number[] }>(
    motif: T,
  ): Omit<T, 'members'> & { members: string[] } {
    return { ...motif, members: motif.members.map((account) => this.session.accountKeys.key(account)) };
  }
}

/**
 * What `Structure` promises of its moments: recomputed after `every` transfers or the share of the window, whichever is more,
 * in effect after the delay or its share of the window, whichever is more, but before the next one.
 */
class NaiveCadence {
  readonly #config: Config;
  #since = 0;
  #next: { standings: ReadonlyMap<string, Standing>; seq: number; delay: number } | null = null;
  computedSeq = 0;
  standings: ReadonlyMap<string, Standing> = new Map();

  constructor(config: Config) {
    this.#config = config;
  }

  observe(window: NaiveWindow, seq: number): void {
    const { session, structure } = this.#config;
    this.#since += 1;
    const [every, delay] = [session.structureEveryShare, session.structureDelayShare].map(
      (share) => window.inWindow(3).length * share,
    ) as [number, number];
    const isDue = this.#since >= session.structureEveryTransfers && this.#since >= every;
    if (isDue || (this.#next !== null && this.#since >= this.#next.delay)) this.#takeEffect();
    if (!isDue) return;
    this.#since = 0;
    const standings = naiveStandings(window, structure);
    this.#next = { standings, seq, delay: Math.max(session.structureDelayTransfers, delay) };
    if (this.#next.delay === 0) this.#takeEffect();
  }

  #takeEffect(): void {
    if (this.#next === null) return;
    this.computedSeq = this.#next.seq;
    this.standings = this.#next.standings;
    this.#next = null;
  }
}

/** Families whose naive computations stand in tests of their own. */
const elsewhere = new Set(
  [
    ...[linkStrengthFeatures, labelFeatures, patternFeatures, memoryFeatures],
    ...[centralityFeatures, denseFeatures],
  ].flatMap((family) => family.map(({ name }) => name)),
);

const restOf = (values: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !elsewhere.has(name)));

describe('features', () => {
  it('are what their descriptions say, to the bit, after every event', async () => {
    await fc.assert(
      fc.asyncProperty(streams, settings, activityLimits, delays, cycleLengths, async (...drawn) => {
        const [events, window, limits, delay, cycleLengthMax] = drawn;
        const config = configOf({ ...window, ...limits }, delay, cycleLengthMax);
        const engine = new Engine(config);
        const cadence = new NaiveCadence(config);
        const targets = targetsOf(events);
        for (const [place, item] of events.entries()) {
          const values = engine.apply(item, targets);
          if (values === null) continue;
          const before = new NaiveWindow(events.slice(0, place), window);
          const after = new NaiveWindow(events.slice(0, place + 1), window);
          const transfer = after.arrived.at(-1) as NaiveTransfer;
          const { standings } = cadence;
          const activity = new NaiveActivity(events.slice(0, place + 1), limits);
          const naive = { before, after, transfer, standings, motifs: config.motifs, activity };
          expect(restOf(values)).toEqual(naiveFeatures(naive));
          await engine.structure.observeTransfer();
          cadence.observe(after, item.seq);
          expect(engine.structure.computedSeq).toBe(cadence.computedSeq);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('rest on motifs whose members are those of the contract', () => {
    fc.assert(
      fc.property(streams, settings, (events, window) => {
        const config = configOf(window);
        const engine = new Engine(config);
        const targets = targetsOf(events);
        for (const [place, item] of events.entries()) {
          if (engine.apply(item, targets) === null) continue;
          const naive = new NaiveWindow(events.slice(0, place + 1), window);
          const transfer = naive.arrived.at(-1) as NaiveTransfer;
          const { context } = engine;
          expect(engine.named(context.fanInOfReceiver)).toEqual(naiveFan(naive, transfer.to, 'in'));
          expect(engine.named(context.fanOutOfSender)).toEqual(naiveFan(naive, transfer.from, 'out'));
          if (!isInWeek(naive, transfer)) continue;
          expect(engine.named(context.cycles)).toEqual(naiveCycles(naive, transfer, 6));
          expect(engine.named(context.scatterGather)).toEqual(naiveScatterGather(naive, transfer));
          expect(engine.named(context.block)).toEqual(naiveBlock(naive, transfer));
          expect(engine.named(context.chain)).toEqual(naiveChain(naive, transfer));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('do not depend on the names of accounts and identifiers', async () => {
    const renamed = (event: GraphEvent): GraphEvent => {
      if (event.kind === 'reversal') return event;
      const ref = ({ account }: { account: string }) => ({
        account: `x${[...account].reverse().join('')}`,
        country: 'BR',
      });
      if (event.kind === 'label') return { ...event, account: ref(event.account) };
      const device = event.device === undefined ? {} : { device: `other ${event.device}` };
      if (event.kind !== 'transfer') return { ...event, ...device, account: ref(event.account) };
      return { ...event, ...device, from: ref(event.from), to: ref(event.to) };
    };
    await fc.assert(
      fc.asyncProperty(streams, settings, async (events, window) => {
        const others = events.map(({ seq, event }) => ({ seq, event: renamed(event) }));
        const [one, other] = [new Engine(configOf(window)), new Engine(configOf(window))];
        for (const [place, item] of events.entries()) {
          const values = one.apply(item, targetsOf(events));
          expect(other.apply(others[place] as SequencedEvent, targetsOf(others))).toEqual(values);
          if (values === null) continue;
          await one.structure.observeTransfer();
          await other.structure.observeTransfer();
        }
      }),
      { numRuns: 30 },
    );
  });

  it('but those that break ties by it do not depend on the order in which accounts appeared either', () => {
    const breakTies = [communityFeatures, centralityFeatures, denseFeatures];
    const ofTies = new Set(breakTies.flatMap((family) => family.map(({ name }) => name)));
    fc.assert(
      fc.property(streams, settings, fc.nat(6), (events, window, first) => {
        // A log entry shows an account without moving money: here each in another order than the stream's.
        const shown = [
          'bank/account-0',
          'account-1',
          'bank/account-2',
          'account-3',
          'bank/account-4',
          'account-5',
          'bank/account-6',
        ];
        const order = [...shown.slice(first), ...shown.slice(0, first)].reverse();
        const logs = order.map((account, place): SequencedEvent => {
          const base = { id: `log ${place}`, at: 0, seenAt: 0, account: { account }, action: 'opened' };
          return { seq: place + 1, event: { kind: 'log', ...base } };
        });
        const later = events.map(({ seq, event }) => ({ seq: seq + logs.length, event }));
        const [one, other] = [new Engine(configOf(window)), new Engine(configOf(window))];
        for (const log of logs) other.apply(log, new Map());
        for (const [place, item] of events.entries()) {
          const values = one.apply(item, targetsOf(events));
          const same = other.apply(later[place] as SequencedEvent, targetsOf(later));
          const withoutTies = (all: typeof values) =>
            Object.entries(all ?? {}).filter(([name]) => !ofTies.has(name));
          expect(withoutTies(same)).toEqual(withoutTies(values));
        }
      }),
      { numRuns: 30 },
    );
  });
});
