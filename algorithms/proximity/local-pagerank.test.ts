import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { hourMs } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import { Session } from '../../graph/session/session.ts';
import { weekWindow, windowCount } from '../../graph/window/windows.ts';
import { textStart } from '../../test/naive/events-from-text.ts';
import { NaiveLabels } from '../../test/naive/naive-labels.ts';
import { type NaiveTransfer, NaiveWindow } from '../../test/naive/naive-window.ts';
import { sessionFromText } from '../../test/naive/session-from-text.ts';
import { settings, streams, targetsOf } from '../../test/naive/streams.arbitrary.ts';
import type { ProximityLimits } from './limits.ts';
import { LocalPagerank } from './local-pagerank.ts';

const exact = { pagerankEpsilon: 1e-14, stepsMax: 1_000_000 };

function endsFrom(text: string, seed: string, caps: Partial<ProximityLimits> = {}) {
  const { session, account, keys } = sessionFromText(text);
  const search = new LocalPagerank();
  search.push(session, account(seed), parseConfig({ labels: caps }).labels);
  return new Map([...search.settled()].map(([one, share]) => [keys([one]), share]));
}

test('two accounts: the walks that end here and there are a geometric series', () => {
  const ends = endsFrom('a>b 9 @1', 'a', { ...exact, pagerankRestart: 0.2 });
  expect(ends.get('a')).toBeCloseTo(0.2 / (1 - 0.8 ** 2), 12);
  expect(ends.get('b')).toBeCloseTo((0.2 * 0.8) / (1 - 0.8 ** 2), 12);
});

test('a walk goes where the transfers are, whichever way they went', () => {
  const ends = endsFrom('a>b 9 @1, b>a 9 @2, a>b 9 @3, c>a 9 @4', 'a', exact);
  expect(ends.get('b')).toBeCloseTo(3 * (ends.get('c') ?? 0), 12);
});

test('an account without counterparties keeps its walks', () => {
  expect(endsFrom('b is fraud @0, x>y 9 @1', 'b')).toEqual(new Map([['b', 1]]));
});

test('of the walks those count that end at confirmed fraud, less with its age', () => {
  const text = 'b is fraud @10, b is legitimate @30, a>b 9 @11';
  const { session, account } = sessionFromText(text);
  const limits = parseConfig({ labels: { ...exact, halfLifeMs: 10 * hourMs } }).labels;
  const massAt = (hour: number) =>
    new LocalPagerank().fraudMass(session, account('a'), textStart + hour * hourMs, limits).mass;
  const ends = endsFrom(text, 'a', exact).get('b') as number;
  expect(massAt(10)).toBeCloseTo(ends, 12);
  expect(massAt(20)).toBeCloseTo(ends / 2, 12);
  expect([massAt(9), massAt(30)]).toEqual([0, 0]);
});

it('is below the exact value by at most epsilon times the transfers of an account, and its work is bounded', () => {
  const epsilons = fc.constantFrom(0.3, 0.1, 0.03, 0.01, 0.001);
  const restarts = fc.constantFrom(0.1, 0.15, 0.4);
  fc.assert(
    fc.property(
      streams,
      settings,
      epsilons,
      restarts,
      fc.nat(6),
      (events, window, epsilon, restart, pick) => {
        const caps = { pagerankEpsilon: epsilon, pagerankRestart: restart, degreeMax: 1000 };
        const { session: sessionConfig, labels } = parseConfig({
          session: window,
          labels: { ...caps, stepsMax: 1_000_000 },
        });
        const session = new Session(sessionConfig);
        for (const item of events) applyEvent(session, item, targetsOf(events));
        const naive = new NaiveWindow(events, window);
        if (naive.accounts.length === 0) return;
        const walks = new NaiveLabels(
          events,
          naive,
          naive.arrived.at(-1) ?? ({ at: 0 } as NaiveTransfer),
          labels,
        );
        const seed = pick % naive.accounts.length;
        const search = new LocalPagerank();
        search.push(session, seed, labels);
        const exactEnds = walks.walkEnds(naive.accounts[seed] as string);
        const found = new Map(search.settled());
        naive.accounts.forEach((key, account) => {
          const cell = account * windowCount + weekWindow;
          const degree = session.accounts.outCount[cell]! + session.accounts.inCount[cell]!;
          const missing = (exactEnds.get(key) ?? 0) - (found.get(account) ?? 0);
          expect(missing).toBeGreaterThan(-1e-12);
          expect(missing).toBeLessThanOrEqual(epsilon * degree + 1e-12);
        });
        // The seed is pushed whatever epsilon is.
        const stepsMax = Math.ceil(1 / (epsilon * restart)) + naive.accounts.length * 2;
        const { capped } = search.fraudMass(session, seed, 0, { ...labels, stepsMax });
        expect(capped).toBe(false);
      },
    ),
    { numRuns: 100 },
  );
});

it('is symmetric up to the degrees: what is found from a seed at an account is what personalised PageRank brings from there', () => {
  fc.assert(
    fc.property(streams, settings, (events, window) => {
      const { session: sessionConfig, labels } = parseConfig({
        session: window,
        labels: { ...exact, degreeMax: 1000 },
      });
      const session = new Session(sessionConfig);
      for (const item of events) applyEvent(session, item, targetsOf(events));
      const degree = (account: number) => {
        const cell = account * windowCount + weekWindow;
        return session.accounts.outCount[cell]! + session.accounts.inCount[cell]!;
      };
      const search = new LocalPagerank();
      const from = Array.from({ length: session.accountCount }, (_, seed) => {
        search.push(session, seed, labels);
        return new Map(search.settled());
      });
      for (let a = 0; a < from.length; a += 1) {
        for (let b = 0; b < from.length; b += 1) {
          const [ab, ba] = [from[a]?.get(b) ?? 0, from[b]?.get(a) ?? 0];
          expect(ab * degree(a)).toBeCloseTo(ba * degree(b), 8);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test('caps end the search, which then finds less and says so', () => {
  const text = 'c is fraud @0, b>c 9 @1, a>b 9 @2, a>d 9 @3';
  const { session, account } = sessionFromText(text);
  const massWith = (caps: Partial<ProximityLimits>) => {
    const { labels } = parseConfig({ labels: { pagerankEpsilon: 0.001, ...caps } });
    return new LocalPagerank().fraudMass(session, account('a'), textStart + 5 * hourMs, labels);
  };
  const all = massWith({});
  expect(all).toMatchObject({ capped: false });
  expect(massWith({ stepsMax: 4 })).toEqual({ mass: 0, capped: true });
  const hidden = massWith({ degreeMax: 1 });
  expect(hidden).toEqual({ mass: 0, capped: true });
  expect(all.mass).toBeGreaterThan(0.05);
});
