import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnelError } from '../../base/errors.ts';
import { windowCsr } from './snapshot.ts';
import { WindowIndex } from './window-index.ts';
import type { WindowTransfer } from './window-transfers.ts';

const windows = [3, 10, 25];
const limits = { transfersMax: 1000, accountsMax: 100 };

type Step =
  | {
      readonly kind: 'add';
      readonly from: number;
      readonly to: number;
      readonly ahead: number;
      readonly cents: number;
    }
  | { readonly kind: 'retract'; readonly which: number }
  | { readonly kind: 'advance'; readonly by: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('add' as const),
        from: fc.nat(4),
        to: fc.nat(4),
        ahead: fc.integer({ min: -24, max: 4 }),
        cents: fc.integer({ min: 1, max: 9 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('retract' as const), which: fc.nat(30) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('advance' as const), by: fc.nat(40) }) },
  ),
  { maxLength: 80, size: 'max' },
);

/** The counters of an account by walking a plain list. */
function naiveCounters(held: readonly WindowTransfer[], account: number) {
  const out = held.filter(({ from, to }) => from === account && to !== account);
  const into = held.filter(({ from, to }) => to === account && from !== account);
  const sum = (list: readonly WindowTransfer[]) => list.reduce((total, { cents }) => total + cents, 0);
  return {
    out: [out.length, sum(out), new Set(out.map(({ to }) => to)).size],
    in: [into.length, sum(into), new Set(into.map(({ from }) => from)).size],
    self: held.length === 0 ? 0 : held.filter(({ from, to }) => from === account && to === account).length,
  };
}

function countersOf({ accounts }: WindowIndex, account: number, window: number) {
  const cell = account * windows.length + window;
  return {
    out: [accounts.outCount[cell], accounts.outSum[cell], accounts.fanOut[cell]],
    in: [accounts.inCount[cell], accounts.inSum[cell], accounts.fanIn[cell]],
    self: accounts.selfCount[cell],
  };
}

describe('the window index', () => {
  it('counts in every window what a plain list counts: late, retracted and expired transfers, ties, parallel ones', () => {
    fc.assert(
      fc.property(steps, (drawn) => {
        const index = WindowIndex.of(windows, limits);
        let kept: (WindowTransfer & { readonly slot: number })[] = [];
        let seq = 0;
        for (const step of drawn) {
          if (step.kind === 'add') {
            const at = (index.now === Number.NEGATIVE_INFINITY ? 100 : index.now) + step.ahead;
            if (index.isPast(at)) continue;
            seq += 1;
            const transfer = { from: step.from, to: step.to, at, seq, cents: step.cents };
            kept.push({ ...transfer, slot: index.add(transfer) });
          } else if (step.kind === 'advance') {
            if (index.now > 0) index.advance(index.now + step.by);
          } else {
            const target = kept[step.which % Math.max(1, kept.length)];
            if (target !== undefined) index.retract(target.slot);
            kept = kept.filter((other) => other !== target);
          }
          kept = kept.filter(({ at }) => !index.isPast(at));
          for (const [window, length] of windows.entries()) {
            const held = kept.filter(({ at }) => index.now - length < at);
            expect(index.sizes[window]).toBe(held.length);
            for (let account = 0; account < 5; account += 1)
              expect(countersOf(index, account, window)).toEqual(naiveCounters(held, account));
            const csr = windowCsr(index, 5, window);
            const edges = [0, 1, 2, 3, 4].flatMap((from) =>
              [...csr.targets.subarray(csr.offsets[from], csr.offsets[from + 1])].map((to, place) => [
                from,
                to,
                csr.weights[csr.offsets[from]! + place],
              ]),
            );
            const pairs = [0, 1, 2, 3, 4].flatMap((from) =>
              [0, 1, 2, 3, 4].map((to) => [
                from,
                to,
                held.filter((other) => other.from === from && other.to === to && from !== to).length,
              ]),
            );
            expect(edges).toEqual(pairs.filter(([, , count]) => count! > 0));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('refuses a transfer past its limit and stays as it was', () => {
    const index = WindowIndex.of([10], { transfersMax: 2, accountsMax: 10 });
    index.add({ from: 0, to: 1, at: 1, seq: 1, cents: 5 });
    index.add({ from: 0, to: 1, at: 2, seq: 2, cents: 5 });
    const third = { from: 0, to: 1, at: 3, seq: 3, cents: 5 };
    expect(() => index.add(third)).toThrow(expect.objectContaining({ code: 'SESSION_TOO_LARGE' }));
    expect(() => index.add({ ...third, from: 10 })).toThrow(AnelError);
    expect([index.sizes[0], index.transfers.size, index.accounts.outCount[0]]).toEqual([2, 2, 2]);
    index.add({ ...third, at: 12 });
    expect([index.sizes[0], index.accounts.outSum[0], index.accounts.fanOut[0]]).toEqual([1, 5, 1]);
  });

  it('tells its bytes, and reuses slots', () => {
    const index = WindowIndex.of([100], { transfersMax: 100_000, accountsMax: 10 });
    for (let seq = 1; seq <= 50_000; seq += 1)
      index.add({ from: seq % 7, to: seq % 5, at: seq, seq, cents: 1 });
    expect(index.transfers.used).toBeLessThan(200);
    expect(index.bytes).toBeLessThan(2 ** 20);
  });
});
