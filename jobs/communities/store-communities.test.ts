import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partition } from '../../algorithms/communities/partition.ts';
import { openInThreadRunner } from '../../algorithms/worker/open-runner.ts';
import { dayMs, hourMs } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { accountKey, type SequencedEvent } from '../../graph/model/event.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import { Session } from '../../graph/session/session.ts';
import { streams, targetsOf } from '../../test/naive/streams.arbitrary.ts';
import { eventLog } from './event-log.samples.ts';
import { storeCommunityJob } from './store-communities.ts';
import { StoreWindow } from './store-window.ts';

const config = parseConfig({});
const runner = openInThreadRunner(config.algorithms);
const { signal } = new AbortController();

const windows = fc.constantFrom(hourMs, dayMs, 3 * dayMs, 30 * dayMs);
const pages = fc.constantFrom(1, 2, 3, 7, 1000);
/** Which events are points. */
const choices = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 200, maxLength: 200 });

interface Place {
  readonly seq: number;
  readonly now: number;
}

/** The transfers of the window at a place, by the whole log: `from>to`, sorted. */
function naivePairs(events: readonly SequencedEvent[], { seq, now }: Place, windowMs: number): string[] {
  const known = events.filter((one) => one.seq <= seq);
  const reversed = new Set(known.flatMap(({ event }) => (event.kind === 'reversal' ? [event.reverses] : [])));
  return known
    .flatMap(({ event }) => {
      if (event.kind !== 'transfer' || event.at <= now - windowMs || reversed.has(event.id)) return [];
      const [from, to] = [accountKey(event.from), accountKey(event.to)];
      return from === to ? [] : [`${from}>${to}`];
    })
    .sort();
}

/** How many of them count against the limit: reversed ones too. */
function naiveSize(events: readonly SequencedEvent[], { seq, now }: Place, windowMs: number): number {
  const transfersOnly = events.filter(({ event }) => event.kind !== 'reversal');
  return naivePairs(transfersOnly, { seq, now }, windowMs).length;
}

/** Transfers of a stream with the session's time at them. */
function placesOf(events: readonly SequencedEvent[], chosen: readonly number[]): Place[] {
  const session = new Session(config.session);
  const targets = targetsOf(events);
  return events.flatMap((item, place) => {
    const arrival = applyEvent(session, item, targets);
    return arrival !== null && chosen[place] === 0 ? [{ seq: item.seq, now: session.now }] : [];
  });
}

function sessionOf(events: readonly SequencedEvent[]): Session {
  const session = new Session(config.session);
  for (const item of events) applyEvent(session, item, targetsOf(events));
  return session;
}

describe('the communities of a store', () => {
  it('are read on from point to point as if the whole log were read, whatever the page and what came since', async () => {
    await fc.assert(
      fc.asyncProperty(streams, windows, pages, choices, async (events, windowMs, pageEvents, chosen) => {
        const { accountKeys } = sessionOf(events);
        const settings = { windowMs, pageEvents, transfersMax: 1000 };
        const numberOf = (key: string) => accountKeys.find(key);
        const window = new StoreWindow({ store: eventLog(events), settings, numberOf, signal });
        for (const place of placesOf(events, chosen)) {
          await window.readThrough(place.seq, place.now);
          const { sources, targets } = window.edges();
          const pairs = [...sources].map(
            (from, edge) => `${accountKeys.key(from)}>${accountKeys.key(targets[edge]!)}`,
          );
          expect(pairs.sort()).toEqual(naivePairs(events, place, windowMs));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are the same whether computed at once or when the store holds more, from point to point or after a restart', async () => {
    await fc.assert(
      fc.asyncProperty(streams, windows, pages, choices, async (events, windowMs, pageEvents, chosen) => {
        const settings = { ...config.communities, windowMs, pageEvents };
        const session = sessionOf(events);
        const open = (stored: number) =>
          storeCommunityJob({
            store: eventLog(events, stored),
            config: settings,
            runner,
            numberOf: (key) => session.accountKeys.find(key),
            onRefused: () => {},
            signal,
          });
        const follower = open(events.length);
        for (const place of placesOf(events, chosen)) {
          const results = [await follower.compute(place), await open(place.seq).compute(place)];
          const [late, punctual] = results.map((result) =>
            Array.from({ length: session.accountCount }, (_, account) => result?.communityOf(account)),
          );
          expect(late).toEqual(punctual);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are refused past the limit of transfers, and computed again once the window has moved on', async () => {
    await fc.assert(
      fc.asyncProperty(streams, pages, choices, async (events, pageEvents, chosen) => {
        const settings = { ...config.communities, windowMs: dayMs, pageEvents, transfersMax: 4 };
        const session = sessionOf(events);
        let refused = 0;
        const job = storeCommunityJob({
          store: eventLog(events),
          config: settings,
          runner,
          numberOf: (key) => session.accountKeys.find(key),
          onRefused: () => {
            refused += 1;
          },
          signal,
        });
        let expected = 0;
        for (const place of placesOf(events, chosen)) {
          const tooMany = naiveSize(events, place, dayMs) > 4;
          expected += tooMany ? 1 : 0;
          expect((await job.compute(place)) === null).toBe(tooMany);
        }
        expect(refused).toBe(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('are of the end of the log where the time there is not known', async () => {
    await fc.assert(
      fc.asyncProperty(streams, windows, pages, async (events, windowMs, pageEvents) => {
        const session = sessionOf(events);
        const settings = { windowMs, pageEvents, transfersMax: 1000 };
        const numberOf = (key: string) => session.accountKeys.find(key);
        const window = new StoreWindow({ store: eventLog(events), settings, numberOf, signal });
        await window.readToEnd(events.length);
        expect(window.newestAt).toBe(session.now);
        const place = { seq: events.length, now: session.now };
        expect(window.edges().sources.length).toBe(naivePairs(events, place, windowMs).length);
        expect(partition(window.edges(), config.communities).labels.length).toBeLessThanOrEqual(
          session.accountCount,
        );
      }),
    );
  });

  it('ends between two pages when it is not wanted any more', async () => {
    const [events] = fc.sample(streams, { numRuns: 1, seed: 5 });
    const settings = { windowMs: dayMs, pageEvents: 1, transfersMax: 1000 };
    const parts = { store: eventLog(events!), settings, numberOf: () => 0, signal: AbortSignal.abort() };
    await expect(new StoreWindow(parts).readToEnd(1)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});
