import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WindowAccounts } from '../../graph/window/window-accounts.ts';
import { WindowIndex } from '../../graph/window/window-index.ts';
import { AccountMoments, type Moments } from './moments.ts';

interface Held {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly cents: number;
  readonly slot: number;
}

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      from: fc.nat(2),
      to: fc.nat(2),
      ahead: fc.integer({ min: -30, max: 8 }),
      cents: fc.constantFrom(1, 100, 101, 250, 99_999, 1_000_000_000_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('retract' as const), which: fc.nat(40) }) },
);

function naive(values: readonly number[]): number[] {
  const n = values.length;
  if (n === 0) return [0, 0, 0, 0, 0, 0];
  const sum = values.reduce((total, value) => total + value, 0);
  const central = (power: number) =>
    values.reduce((total, value) => total + (value - sum / n) ** power, 0) / n;
  const variance = central(2);
  const shape = values.every((value) => value === values[0]);
  return [
    n,
    sum / n,
    sum,
    ...(shape ? [0, 0, 0] : [variance, central(3) / variance ** 1.5, central(4) / variance ** 2]),
  ];
}

const listOf = ({ count, mean, sum, variance, skewness, kurtosis }: Moments) => [
  count,
  mean,
  sum,
  variance,
  skewness,
  kurtosis,
];

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  for (const [place, value] of expected.entries())
    expect(Math.abs(actual[place]! - value)).toBeLessThanOrEqual(1e-7 * Math.max(1, Math.abs(value)));
}

/** Accounts are busy from three transfers on, so that sums are kept, given up, rebuilt and left by retracted and expired transfers all the time. */
test('moments of busy accounts are those of a plain list, through late, retracted, expired and giant transfers', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 90, size: 'max' }), (steps) => {
      const moments: AccountMoments = new AccountMoments(() => index, 0, 3);
      const limits = { transfersMax: 1000 };
      const index: WindowIndex = new WindowIndex([40, 60], new WindowAccounts(10, 2), limits, moments);
      let held: Held[] = [];
      let seq = 0;
      for (const drawn of steps) {
        if (drawn.kind === 'add') {
          const at = (index.now === Number.NEGATIVE_INFINITY ? 1000 : index.now) + drawn.ahead;
          seq += 1;
          const { from, to, cents } = drawn;
          held.push({ from, to, at, cents, slot: index.add({ from, to, at, seq, cents }) });
        } else {
          const target = held[drawn.which % Math.max(1, held.length)];
          if (target !== undefined) index.retract(target.slot);
          held = held.filter((other) => other !== target);
        }
        held = held.filter(({ at }) => !index.isPast(at));
        const inWindow = held.filter(({ at }) => index.now - 40 < at);
        for (let account = 0; account < 3; account += 1) {
          for (const direction of ['out', 'in'] as const) {
            const own = inWindow.filter((one) => (direction === 'out' ? one.from : one.to) === account);
            moments.compute(account, direction);
            expectClose(listOf(moments.time), naive(own.map(({ at }) => at)));
            expectClose(listOf(moments.amount), naive(own.map(({ cents }) => cents)));
          }
        }
      }
    }),
    { numRuns: 80 },
  );
});
