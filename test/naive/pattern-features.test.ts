import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  naivePatternColumns,
  type PatternTransfer,
} from '../../algorithms/patterns/naive-pattern-columns.samples.ts';
import { openInThreadRunner } from '../../algorithms/worker/open-runner.ts';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { applyEvent } from '../../graph/session/replay-session.ts';
import { openFeatureState } from '../../scoring/features/feature-state.ts';
import { memoryFeatures } from '../../scoring/features/memory.ts';
import { patternFeatures } from '../../scoring/features/pattern.ts';
import { patternNames } from '../../scoring/features/pattern-search.ts';
import { type NaiveTransfer, NaiveWindow } from './naive-window.ts';
import { settings, streams, targetsOf } from './streams.arbitrary.ts';

const bins = [2, 3, 4];

/** The pattern columns of the newest transfer, which is no late one, by name. The window of a day leaves its lower bound out. */
function naivePatterns(naive: NaiveWindow, transfer: NaiveTransfer, cycleLengthMax: number) {
  const day = naive.lengths[2];
  const numbers = new Map(naive.accounts.map((account, number) => [account, number]));
  const numberOf = (account: string) => numbers.get(account) as number;
  // Times from the start of the window on: seconds since 1970 would lose the digits that shapes of times rest on.
  const list = naive.inWindow(2).map(({ from, to, at, seq, cents }): PatternTransfer => {
    return { from: numberOf(from), to: numberOf(to), at: at - naive.now + day, seq, cents };
  });
  const place = list.findIndex(({ seq }) => seq === transfer.seq);
  const closed = day - 1;
  const columns = naivePatternColumns(list, place, {
    windows: {
      fan: day,
      degree: day,
      scatterGather: closed,
      temporalCycle: closed,
      simpleCycle: closed,
      statistics: closed,
    },
    bins: { fan: bins, degree: bins, scatterGather: bins, temporalCycle: bins, simpleCycle: bins },
    cycleLengthMax,
  });
  return Object.fromEntries(patternNames.map((name, column) => [`pattern_${name}_1d`, columns[column]!]));
}

/** What moved, each transfer with half the weight after each half-life. */
function naiveMemory(naive: NaiveWindow, { from, to, at }: NaiveTransfer, halfLifeMs: number) {
  const decayed = (transfers: readonly NaiveTransfer[], value: (transfer: NaiveTransfer) => number) => {
    const asOf = Math.max(at, ...transfers.map((transfer) => transfer.at));
    return transfers.reduce((sum, one) => sum + value(one) * 0.5 ** ((asOf - one.at) / halfLifeMs), 0);
  };
  return {
    sender_out_decayed_log: Math.log1p(decayed(naive.sentEver(from), ({ cents }) => cents)),
    receiver_in_decayed_log: Math.log1p(decayed(naive.receivedEver(to), ({ cents }) => cents)),
    pair_count_decayed: decayed(naive.betweenEver(from, to), () => 1),
  };
}

it('patterns, statistics and the decaying memory are those of plain lists after every event', async () => {
  const halfLives = fc.constantFrom(1000, 3_600_000, 30 * 86_400_000);
  await fc.assert(
    fc.asyncProperty(streams, settings, halfLives, async (events, window, halfLifeMs) => {
      const config = parseConfig({
        session: { ...window, halfLifeMs },
        patterns: { stepsMax: 1_000_000, cycleLengthMax: 6 },
      });
      const runner = openInThreadRunner(config.algorithms);
      const { session, context } = openFeatureState(config, { runner, clock: systemClock });
      const targets = targetsOf(events);
      for (const [place, item] of events.entries()) {
        const arrival = applyEvent(session, item, targets);
        if (arrival === null) continue;
        context.begin(arrival);
        const naive = new NaiveWindow(events.slice(0, place + 1), window);
        const transfer = naive.arrived.at(-1) as NaiveTransfer;
        const known = arrival.late || transfer.at < naive.now ? {} : naivePatterns(naive, transfer, 6);
        const memory = arrival.late ? {} : naiveMemory(naive, transfer, halfLifeMs);
        const expected: Record<string, number> = { ...known, ...memory };
        for (const { name, compute } of [...patternFeatures, ...memoryFeatures]) {
          const value = compute(context);
          expect(Number.isFinite(value), name).toBe(true);
          if (expected[name] === undefined) continue;
          // The naive shapes of times lose digits to the square of a day in milliseconds.
          const error = Math.abs(value - expected[name]) / Math.max(1, Math.abs(expected[name]));
          const tolerance = /_time_/.test(name) ? 1e-6 : 1e-9;
          expect([name, error <= tolerance ? expected[name] : value]).toEqual([name, expected[name]]);
        }
        expect(context.patterns.capped).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});
