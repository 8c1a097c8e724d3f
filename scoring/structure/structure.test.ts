import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { leiden } from '../../algorithms/communities/leiden/leiden.ts';
import { louvain } from '../../algorithms/communities/louvain/louvain.ts';
import { csrFromEdges } from '../../algorithms/csr.ts';
import { openInThreadRunner, openWorkerRunner } from '../../algorithms/worker/open-runner.ts';
import { ManualClock } from '../../base/clock.ts';
import { type Config, parseConfig } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import { Random } from '../../base/random.ts';
import type { SequencedEvent } from '../../graph/model/event.ts';
import { pairEdges } from '../../graph/session/pair-graph.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import { Session } from '../../graph/session/session.ts';
import { simulate } from '../../simulator/simulate.ts';
import { streams, targetsOf } from '../../test/naive/streams.arbitrary.ts';
import { failingRunner, gatedRunner, slowRunner } from './slow-runner.samples.ts';
import { Structure, type StructureParts } from './structure.ts';

type Runner = StructureParts['runner'];

const configOf = (session: Partial<Config['session']>, structure: Partial<Config['structure']> = {}) =>
  parseConfig({ session, structure });

const inThread = openInThreadRunner(configOf({}).algorithms);
const inWorker = openWorkerRunner(configOf({}).algorithms);
afterAll(() => inWorker.close());

interface Opened {
  readonly session: Session;
  readonly structure: Structure;
  readonly clock: ManualClock;
}

function open(config: Config, runner: Runner): Opened {
  const session = new Session(config.session);
  const clock = new ManualClock(0);
  return { session, structure: new Structure({ session, config, runner, clock }), clock };
}

/** Applies events; answers what the structure says of every account after each of them. */
async function follow(
  { session, structure }: Opened,
  events: readonly SequencedEvent[],
  targets = targetsOf(events),
): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const item of events) {
    if (applyEvent(session, item, targets) !== null) await structure.observeTransfer();
    seen.push([structure.computedSeq, ...accountsOf({ session, structure })]);
  }
  return seen;
}

function accountsOf({ session, structure }: Pick<Opened, 'session' | 'structure'>) {
  return Array.from({ length: session.accountCount }, (_, account) => [
    structure.communityOf(account),
    structure.communitySize(account),
    structure.internalShare(account),
    structure.componentSize(account),
    structure.pagerank(account),
  ]);
}

const cadences = fc.record({
  structureEveryTransfers: fc.integer({ min: 1, max: 9 }),
  structureEveryShare: fc.constantFrom(0.1, 0.5, 1),
  structureDelayTransfers: fc.nat(10),
  structureDelayShare: fc.constantFrom(0, 0.1, 0.3),
});

const transfers = (count: number): SequencedEvent[] => {
  const simulation = simulate({ seed: 5, transactions: 240, accounts: 100, rings: 2 });
  return [...simulation].slice(0, count).map(({ event }, place) => ({ seq: place + 1, event }));
};

/** Due after 20 transfers, in effect 8 later. */
const steady = {
  structureEveryTransfers: 20,
  structureEveryShare: 0.01,
  structureDelayTransfers: 8,
  structureDelayShare: 0.01,
};

const immediately = { structureDelayTransfers: 0, structureDelayShare: 0 };

describe('the structure of a session', () => {
  it('is the same after every event, whatever computes it and however slowly', async () => {
    await fc.assert(
      fc.asyncProperty(streams, cadences, fc.nat(1000), async (events, cadence, seed) => {
        const config = configOf(cadence);
        const expected = await follow(open(config, inThread), events);
        expect(await follow(open(config, inWorker), events)).toEqual(expected);
        const random = new Random(seed);
        const slow = slowRunner(inThread, () => random.below(20));
        expect(await follow(open(config, slow), events)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('is the same after a restart, also between the start of a recomputation and its effect', async () => {
    await fc.assert(
      fc.asyncProperty(streams, cadences, async (events, cadence) => {
        const config = configOf(cadence);
        const whole = await follow(open(config, inThread), events);
        const targets = targetsOf(events);
        for (let place = 0; place < events.length; place += 1) {
          const reopened = open(config, inThread);
          await follow(reopened, events.slice(0, place), targets);
          const resumed = await follow(reopened, events.slice(place), targets);
          expect(resumed).toEqual(whole.slice(place));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('takes effect at its transfer, not before although it is there, and is that of the graph at its start', async () => {
    const opened = open(configOf(steady), inThread);
    const events = transfers(60);
    const moments = (await follow(opened, events)).map((seen) => (seen as number[])[0]);
    expect(moments).toEqual([...Array(27).fill(0), ...Array(20).fill(20), ...Array(13).fill(40)]);
    const { session } = open(configOf(steady), inThread);
    for (const item of events.slice(0, 40)) applyEvent(session, item, new Map());
    const immediate = open(configOf({ ...steady, ...immediately }), inThread);
    await follow(immediate, events.slice(0, 40));
    expect(immediate.structure.computedSeq).toBe(40);
    const known = session.accountCount;
    expect(accountsOf(opened).slice(0, known)).toEqual(accountsOf(immediate));
    expect(opened.structure.counts).toEqual({ waits: 0, waitedUs: 0, refused: 0 });
  });

  it('is awaited when it is not there in time, and says for how long', async () => {
    const gate = gatedRunner(inThread);
    const opened = open(configOf(steady), gate.runner);
    const events = transfers(29);
    await follow(opened, events.slice(0, 27));
    let ended = false;
    const waiting = follow(opened, events.slice(27)).then(() => {
      ended = true;
    });
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect([ended, opened.structure.computedSeq, opened.session.seq]).toEqual([false, 0, 28]);
    opened.clock.advanceMs(3);
    gate.open();
    await waiting;
    expect(opened.structure.computedSeq).toBe(20);
    expect(opened.structure.counts).toEqual({ waits: 1, waitedUs: 3000, refused: 0 });
  });

  it('takes effect before the next recomputation even when its delay is longer', async () => {
    const opened = open(configOf({ ...steady, structureDelayTransfers: 1000 }), inThread);
    const moments = (await follow(opened, transfers(60))).map((seen) => (seen as number[])[0]);
    expect(moments).toEqual([...Array(39).fill(0), ...Array(20).fill(20), 40]);
  });

  it('is begun again when its worker ended, once; then scoring fails where it was to take effect', async () => {
    const ended = () => new AnelError('ALGORITHM_FAILED', 'the worker ended');
    const events = transfers(60);
    const expected = await follow(open(configOf(steady), inThread), events);
    const once = failingRunner(inThread, [ended()]);
    expect(await follow(open(configOf(steady), once), events)).toEqual(expected);
    const opened = open(configOf(steady), failingRunner(inThread, [ended(), ended()]));
    await follow(opened, events.slice(0, 27));
    await expect(follow(opened, events.slice(27))).rejects.toMatchObject({ code: 'ALGORITHM_FAILED' });
    expect(opened.session.seq).toBe(28);
    const defect = failingRunner(inThread, [new AnelError('INPUT_INVALID', 'a defect')]);
    await expect(follow(open(configOf(steady), defect), events)).rejects.toThrow('a defect');
  });

  it('stays as it was when the graph is too large for the memory that is allowed, and counts it', async () => {
    const config = configOf({ ...steady, structureEveryTransfers: 2000 });
    const simulation = simulate({ seed: 5, transactions: 6100, accounts: 9000, rings: 2 });
    const events = [...simulation].map(({ event }, place): SequencedEvent => ({ seq: place + 1, event }));
    const states = [];
    for (const memoryMaxMiB of [1, 2]) {
      const { session, structure } = open(config, openInThreadRunner({ memoryMaxMiB, waitingMax: 1 }));
      for (const item of events) {
        if (applyEvent(session, item, new Map()) !== null) await structure.observeTransfer();
      }
      states.push([structure.computedSeq, structure.counts.refused]);
    }
    expect(states).toEqual([
      [4000, 1],
      [6000, 0],
    ]);
  });

  it('has the communities of the algorithm that is set', async () => {
    const simulation = simulate({ seed: 5, transactions: 3000, accounts: 300, rings: 4 });
    const events = [...simulation].map(({ event }, place): SequencedEvent => ({ seq: place + 1, event }));
    const session = { ...steady, ...immediately, structureEveryTransfers: 3000 };
    const opened = open(configOf(session, { algorithm: 'leiden', seed: 9, resolution: 1.5 }), inThread);
    await follow(opened, events);
    const { nodeCount, sources, targets, weights } = pairEdges(opened.session);
    const csr = csrFromEdges(nodeCount, sources, targets, weights);
    const { labels } = leiden(csr, { random: new Random(9), resolution: 1.5 });
    const connected = new Set([...sources, ...targets]);
    expect(accountsOf(opened).map(([community]) => community)).toEqual(
      [...labels].map((label, account) => (connected.has(account) ? label : -1)),
    );
    expect(labels).not.toEqual(louvain(csr, { random: new Random(9), resolution: 1.5 }).labels);
  });
});
