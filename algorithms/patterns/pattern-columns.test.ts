import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../base/random.ts';
import { WindowAccounts } from '../../graph/window/window-accounts.ts';
import { WindowIndex } from '../../graph/window/window-index.ts';
import { AccountMoments } from './moments.ts';
import {
  naivePatternColumns,
  type PatternOptions,
  type PatternTransfer,
} from './naive-pattern-columns.samples.ts';
import { PatternColumns } from './pattern-columns.ts';

const minute = 60_000;
const bins = [2, 3, 4];

/** The index, the columns, and what they say after each transfer of a list. `windowMs` takes in its lower bound, as the yardstick does. */
function open(windowMs: number, cycleLengthMax: number, stepsMax = 1_000_000) {
  const accounts = new WindowAccounts(1_000_000, 1);
  const moments: AccountMoments = new AccountMoments(() => index, 0);
  const index: WindowIndex = new WindowIndex([windowMs + 1], accounts, { transfersMax: 1_000_000 }, moments);
  const columns = new PatternColumns(index, moments, 0, {
    bins: {
      fan_in: bins,
      fan_out: bins,
      degree_in: bins,
      degree_out: bins,
      scatter_gather: bins,
      temporal_cycle: bins,
      simple_cycle: bins,
    },
    cycleLengthMax,
    stepsMax,
    fanWindowMs: windowMs,
  });
  const add = (transfer: PatternTransfer) => {
    const values = new Float64Array(columns.names.length);
    const complete = columns.compute(index.add({ ...transfer, seq: transfer.seq + 1 }), values);
    return { values, complete };
  };
  return { index, columns, add };
}

function naiveOptions(window: number, cycleLengthMax: number): PatternOptions {
  return {
    windows: {
      fan: window,
      degree: window,
      scatterGather: window,
      temporalCycle: window,
      simpleCycle: window,
      statistics: window,
    },
    bins: { fan: bins, degree: bins, scatterGather: bins, temporalCycle: bins, simpleCycle: bins },
    cycleLengthMax,
  };
}

/** Columns that differ by more than rounding; the naive shape of times loses six digits, being computed from seconds since 1970. */
function differences(
  names: readonly string[],
  actual: ArrayLike<number>,
  expected: readonly number[],
): string[] {
  return names.flatMap((name, column) => {
    const [a, b] = [actual[column]!, expected[column]!];
    const tolerance = /ness$|sis$|variance$/.test(name) ? 1e-6 : 1e-9;
    return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)) ? [] : [`${name}: ${a} instead of ${b}`];
  });
}

const draft = fc.record({
  from: fc.nat(6),
  to: fc.nat(6),
  step: fc.constantFrom(0, 0, 1000, 7000, minute, 3 * minute),
  cents: fc.constantFrom(100, 100, 250, 99_999, 1_234_567),
});

function transfersOf(drafts: readonly { from: number; to: number; step: number; cents: number }[]) {
  let at = 1_767_571_200_000;
  return drafts.map(({ from, to, step, cents }, seq): PatternTransfer => {
    at += step;
    return { from, to, at, seq, cents };
  });
}

describe('the pattern columns', () => {
  it('are those of a plain list after every transfer: ties, parallel and self-transfers, expiry', () => {
    const cases = fc.record({
      drafts: fc.array(draft, { minLength: 1, maxLength: 40, size: 'max' }),
      window: fc.constantFrom(7000, minute, 3 * minute, 20 * minute),
      cycleLengthMax: fc.integer({ min: 2, max: 7 }),
    });
    fc.assert(
      fc.property(cases, ({ drafts, window, cycleLengthMax }) => {
        const { columns, add } = open(window, cycleLengthMax);
        const transfers = transfersOf(drafts);
        for (const [place, transfer] of transfers.entries()) {
          const expected = naivePatternColumns(
            transfers.slice(0, place + 1),
            place,
            naiveOptions(window, cycleLengthMax),
          );
          const { values, complete } = add(transfer);
          expect(complete).toBe(true);
          expect(differences(columns.names, values, expected)).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are the same under other numbers of the accounts', () => {
    fc.assert(
      fc.property(fc.array(draft, { maxLength: 60, size: 'max' }), fc.nat(), (drafts, seed) => {
        const order = [0, 1, 2, 3, 4, 5, 6];
        new Random(seed).shuffle(order);
        const [one, other] = [open(10 * minute, 6), open(10 * minute, 6)];
        for (const transfer of transfersOf(drafts)) {
          const renamed = { ...transfer, from: order[transfer.from]!, to: order[transfer.to]! };
          expect(other.add(renamed).values).toEqual(one.add(transfer).values);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('of hubs are those of a plain list: statistics that are kept up to date, both sides of an intersection', () => {
    const random = new Random('hubs');
    const window = 60 * minute;
    const { columns, add } = open(window, 4);
    const transfers: PatternTransfer[] = [];
    let at = 1_767_571_200_000;
    for (let seq = 0; seq < 1500; seq += 1) {
      at += random.below(12) * 1000;
      // Accounts 0 to 2 receive most of everything and pay some of it on; now and then a giant passes through.
      const hub = random.below(3);
      const [from, to] = random.chance(0.75)
        ? [3 + random.below(120), hub]
        : [random.chance(0.6) ? hub : 3 + random.below(120), 3 + random.below(120)];
      const cents = random.chance(0.01) ? 10 ** (6 + random.below(6)) : 100 + random.below(50);
      transfers.push({ from, to, at, seq, cents });
    }
    const options = naiveOptions(window, 4);
    for (const [place, transfer] of transfers.entries()) {
      const { values, complete } = add(transfer);
      expect(complete).toBe(true);
      if (place % 50 !== 49) continue;
      const current = transfers.slice(0, place + 1).filter((other) => other.at >= transfer.at - window);
      const expected = naivePatternColumns(current, current.length - 1, options);
      expect(differences(columns.names, values, expected)).toEqual([]);
    }
  });

  it('say when a search ended at its limit, and then are lower bounds', () => {
    const [whole, capped] = [open(60 * minute, 8), open(60 * minute, 8, 12)];
    const random = new Random('caps');
    let cut = 0;
    for (let seq = 0; seq < 120; seq += 1) {
      const transfer = {
        from: random.below(9),
        to: random.below(9),
        at: 1_767_571_200_000 + seq * 1000,
        seq,
        cents: 100,
      };
      const [all, some] = [whole.add(transfer), capped.add(transfer)];
      expect(all.complete).toBe(true);
      if (!some.complete) cut += 1;
      const searched = columnsOf(whole.columns.names);
      for (const column of searched) expect(some.values[column]).toBeLessThanOrEqual(all.values[column]!);
      if (some.complete) expect(some.values).toEqual(all.values);
    }
    expect(cut).toBeGreaterThan(20);
  });
});

function columnsOf(names: readonly string[]): number[] {
  return names.flatMap((name, column) => (/^(scatter|temporal|simple)/.test(name) ? [column] : []));
}
