import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs } from '../../base/clock.ts';
import { type Config, parseConfig } from '../../base/config.ts';
import type { SequencedEvent } from '../../graph/model/event.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import { Session } from '../../graph/session/session.ts';
import { FeatureContext } from '../../scoring/features/context.ts';
import { labelFeatures } from '../../scoring/features/label.ts';
import { Structure } from '../../scoring/structure/structure.ts';
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
    session: { ...window, structureEveryTransfers: 5, structureEveryShare: 0.5 },
    labels: { ...unbounded, ...labels },
  });

/** The label features after each event of a stream, as the scorer computes them. */
class Engine {
  readonly session: Session;
  readonly #structure: Structure;
  readonly #context: FeatureContext;

  constructor({ session, structure, motifs, labels }: Config) {
    this.session = new Session(session);
    this.#structure = new Structure(this.session, session, structure);
    this.#context = new FeatureContext(this.session, this.#structure, motifs, labels);
  }

  /** Null for an event that is no transfer. `recomputed` is true when the structure was recomputed after the transfer. */
  apply(item: SequencedEvent, targets: ReturnType<typeof targetsOf>) {
    const arrival = applyEvent(this.session, item, targets);
    if (arrival === null) return null;
    this.#context.begin(arrival);
    const values = Object.fromEntries(labelFeatures.map((one) => [one.name, one.compute(this.#context)]));
    return { values, recomputed: this.#structure.observeTransfer() };
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
  it('are what their descriptions say, after every event', () => {
    let found = 0;
    fc.assert(
      fc.property(streams, settings, proximity, (events, window, limits) => {
        const config = configOf(window, limits);
        const engine = new Engine(config);
        const targets = targetsOf(events);
        let standings: ReadonlyMap<string, Standing> = new Map();
        for (const [place, item] of events.entries()) {
          const applied = engine.apply(item, targets);
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

  it('never see a label of later: without all labels that come after a transfer or were confirmed after it, it has the same values', () => {
    let left = 0;
    fc.assert(
      fc.property(streams, settings, proximity, fc.nat(60), (drawn, window, limits, pick) => {
        const events = shown(drawn);
        const transfers = events.filter(({ event }) => event.kind === 'transfer');
        const last = transfers[pick % Math.max(1, transfers.length)];
        if (last === undefined) return;
        const isKnown = ({ seq, event }: SequencedEvent) =>
          event.kind !== 'label' || (seq < last.seq && event.at <= last.event.at);
        const known = events.filter(isKnown);
        left += events.length - known.length;
        const [all, some] = [events, known].map((stream) => {
          const engine = new Engine(configOf(window, limits));
          const applied = stream.map((item) => ({ item, applied: engine.apply(item, targetsOf(events)) }));
          return applied.find(({ item }) => item.seq === last.seq)?.applied?.values;
        });
        expect(all).toBeDefined();
        expect(all).toEqual(some);
      }),
      { numRuns: 300 },
    );
    expect(left).toBeGreaterThan(100);
  });

  it('stay as they were whatever comes later', () => {
    fc.assert(
      fc.property(streams, streams, settings, proximity, (events, others, window, limits) => {
        const later = others.map(({ seq, event }): SequencedEvent => {
          const renamed = { ...event, id: `later ${event.id}` };
          if (renamed.kind === 'reversal')
            return { seq: seq + events.length, event: { ...renamed, reverses: `later ${renamed.reverses}` } };
          return { seq: seq + events.length, event: renamed };
        });
        const vectors = (stream: readonly SequencedEvent[]) => {
          const engine = new Engine(configOf(window, limits));
          return stream.map((item) => engine.apply(item, targetsOf([...events, ...later]))?.values ?? null);
        };
        expect(vectors([...events, ...later]).slice(0, events.length)).toEqual(vectors(events));
      }),
      { numRuns: 40 },
    );
  });

  it('with caps look at less, and say so', () => {
    const caps = fc.record({
      degreeMax: fc.integer({ min: 1, max: 3 }),
      stepsMax: fc.integer({ min: 1, max: 12 }),
    });
    let capped = 0;
    fc.assert(
      fc.property(streams, settings, caps, (events, window, cap) => {
        const [full, some] = [new Engine(configOf(window, {})), new Engine(configOf(window, cap))];
        for (const item of events) {
          const without = full.apply(item, targetsOf(events))?.values;
          const within = some.apply(item, targetsOf(events))?.values;
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
