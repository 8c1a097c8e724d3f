import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openInThreadRunner } from '../../algorithms/worker/open-runner.ts';
import { dayMs, hourMs, systemClock } from '../../base/clock.ts';
import { type Config, parseConfig } from '../../base/config.ts';
import type { SequencedEvent } from '../../graph/model/event.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import type { Session } from '../../graph/session/session.ts';
import type { FeatureContext } from '../../scoring/features/context.ts';
import { openFeatureState } from '../../scoring/features/feature-state.ts';
import { labelFeatures } from '../../scoring/features/label.ts';
import type { Structure } from '../../scoring/structure/structure.ts';
import { NaiveLabels } from './naive-labels.ts';
import { naiveStandings, type Standing } from './naive-structure.ts';
import { type NaiveTransfer, NaiveWindow, type WindowSettings } from './naive-window.ts';
import { settings, streams, targetsOf } from './streams.arbitrary.ts';

const unbounded = { degreeMax: 1_000_000, stepsMax: 1_000_000_000, pagerankEpsilon: 1e-13 };

/** Distances, ages that matter and ages that do not, walks that end soon and late. */
const proximity = fc.record({
  hopsMax: fc.integer({ min: 2, max: 6 }),
  halfLifeMs: fc.constantFrom(1, hourMs, dayMs, 30 * dayMs),
  pagerankRestart: fc.constantFrom(0.1, 0.15, 0.5, 1),
});

const configOf = (window: WindowSettings, labels: Partial<Config['labels']>): Config =>
  parseConfig({
    session: {
      ...window,
      structureEveryTransfers: 5,
      structureEveryShare: 0.5,
      structureDelayTransfers: 0,
      structureDelayShare: 0,
    },
    labels: { ...unbounded, ...labels },
  });

/** The label features after each event of a stream, as the scorer computes them. */
class Engine {
  readonly session: Session;
  readonly #structure: Structure;
  readonly #context: FeatureContext;

  constructor(config: Config) {
    const runner = openInThreadRunner(config.algorithms);
    const { session, structure, context } = openFeatureState(config, { runner, clock: systemClock });
    this.session = session;
    this.#structure = structure;
    this.#context = context;
  }

  /** Null for an event that is no transfer. `recomputed` is true when the structure was recomputed after the transfer. */
  async apply(item: SequencedEvent, targets: ReturnType<typeof targetsOf>) {
    const arrival = applyEvent(this.session, item, targets);
    if (arrival === null) return null;
    this.#context.begin(arrival);
    const values = Object.fromEntries(labelFeatures.map((one) => [one.name, one.compute(this.#context)]));
    const before = this.#structure.computedSeq;
    await this.#structure.observeTransfer();
    return { values, recomputed: this.#structure.computedSeq !== before };
  }
}

/** Names of these features whose value follows from counting alone, or is a sum of fractions. */
const isFraction = (name: string) => /exposure|pagerank/.test(name);

function expectSame(values: Record<string, number>, expected: Record<string, number>): void {
  expect(Object.keys(values)).toEqual(Object.keys(expected));
  for (const [name, value] of Object.entries(values)) {
    if (isFraction(name)) expect(value, name).toBeCloseTo(expected[name] as number, 10);
    else expect(value, name).toBe(expected[name]);
  }
}

/** A log of every account before anything else, so that leaving events out renumbers nobody. */
function shown(events: readonly SequencedEvent[]): SequencedEvent[] {
  const refs = Array.from({ length: 7 }, (_, account) => ({
    account: `account-${account}`,
    ...(account % 2 === 0 ? { bank: 'bank' } : {}),
  }));
  const logs = refs.map((account, place): SequencedEvent => {
    const base = { id: `log ${place}`, at: 0, seenAt: 0, account, action: 'opened' };
    return { seq: place + 1, event: { kind: 'log', ...base } };
  });
  return [...logs, ...events.map(({ seq, event }) => ({ seq: seq + logs.length, event }))];
}

describe('label features', () => {
  it('are what their descriptions say, after every event', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(streams, settings, proximity, async (events, window, limits) => {
        const config = configOf(window, limits);
        const engine = new Engine(config);
        const targets = targetsOf(events);
        let standings: ReadonlyMap<string, Standing> = new Map();
        for (const [place, item] of events.entries()) {
          const applied = await engine.apply(item, targets);
          if (applied === null) continue;
          const log = events.slice(0, place + 1);
          const after = new NaiveWindow(log, window);
          const transfer = after.arrived.at(-1) as NaiveTransfer;
          const naive = new NaiveLabels(log, after, transfer, config.labels);
          expectSame(applied.values, naive.features(transfer, standings));
          if (applied.values.sender_fraud_hops !== -1) found += 1;
          if (applied.recomputed) standings = naiveStandings(after, config.structure);
        }
      }),
      { numRuns: 60 },
    );
    expect(found).toBeGreaterThan(200);
  });

  it('never see a label of later: without all labels that come after a transfer or were confirmed after it, it has the same values', async () => {
    let left = 0;
    await fc.assert(
      fc.asyncProperty(streams, settings, proximity, fc.nat(60), async (drawn, window, limits, pick) => {
        const events = shown(drawn);
        const transfers = events.filter(({ event }) => event.kind === 'transfer');
        const last = transfers[pick % Math.max(1, transfers.length)];
        if (last === undefined) return;
        const isKnown = ({ seq, event }: SequencedEvent) =>
          event.kind !== 'label' || (seq < last.seq && event.at <= last.event.at);
        const known = events.filter(isKnown);
        left += events.length - known.length;
        const valuesIn = async (stream: readonly SequencedEvent[]) => {
          const engine = new Engine(configOf(window, limits));
          let values: Record<string, number> | undefined;
          for (const item of stream) {
            const applied = await engine.apply(item, targetsOf(events));
            if (item.seq === last.seq) values = applied?.values;
          }
          return values;
        };
        const [all, some] = [await valuesIn(events), await valuesIn(known)];
        expect(all).toBeDefined();
        expect(all).toEqual(some);
      }),
      { numRuns: 300 },
    );
    expect(left).toBeGreaterThan(100);
  });

  it('stay as they were whatever comes later', async () => {
    await fc.assert(
      fc.asyncProperty(streams, streams, settings, proximity, async (events, others, window, limits) => {
        const later = others.map(({ seq, event }): SequencedEvent => {
          const renamed = { ...event, id: `later ${event.id}` };
          if (renamed.kind === 'reversal')
            return { seq: seq + events.length, event: { ...renamed, reverses: `later ${renamed.reverses}` } };
          return { seq: seq + events.length, event: renamed };
        });
        const targets = targetsOf([...events, ...later]);
        const vectors = async (stream: readonly SequencedEvent[]) => {
          const engine = new Engine(configOf(window, limits));
          const found: (Record<string, number> | null)[] = [];
          for (const item of stream) found.push((await engine.apply(item, targets))?.values ?? null);
          return found;
        };
        const all = await vectors([...events, ...later]);
        expect(all.slice(0, events.length)).toEqual(await vectors(events));
      }),
      { numRuns: 40 },
    );
  });

  it('with caps look at less, and say so', async () => {
    const caps = fc.record({
      degreeMax: fc.integer({ min: 1, max: 3 }),
      stepsMax: fc.integer({ min: 1, max: 12 }),
    });
    let capped = 0;
    await fc.assert(
      fc.asyncProperty(streams, settings, caps, async (events, window, cap) => {
        const [full, some] = [new Engine(configOf(window, {})), new Engine(configOf(window, cap))];
        for (const item of events) {
          const without = (await full.apply(item, targetsOf(events)))?.values;
          const within = (await some.apply(item, targetsOf(events)))?.values;
          if (without === undefined || within === undefined) continue;
          expect(without.label_capped).toBe(0);
          if (within.label_capped === 0) expectSame(within, without);
          else capped += 1;
          for (const side of ['sender', 'receiver']) {
            const [near, far] = [
              without[`${side}_fraud_hops`] as number,
              within[`${side}_fraud_hops`] as number,
            ];
            if (far !== -1) expect(far).toBeGreaterThanOrEqual(near);
            if (far !== -1) expect(near).not.toBe(-1);
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(capped).toBeGreaterThan(100);
  });
});
