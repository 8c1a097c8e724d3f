import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RingTransfer } from '../../model.ts';
import { anyTransfers } from '../evidence.arbitrary.ts';
import { clarityOf } from '../shapes.ts';

const minuteMs = 60_000;

/** As `passing.ts` says it. */
const passesOn = (earlier: RingTransfer, later: RingTransfer): boolean =>
  later.at >= earlier.at - minuteMs &&
  later.referenceCents >= earlier.referenceCents * 0.85 &&
  later.referenceCents <= earlier.referenceCents * 1.05;

/** The largest share that a simple cycle over three or more accounts brings home, 0 without one: depth first over all of them. */
function naiveHome(transfers: readonly RingTransfer[]): number {
  let best = 0;
  const walk = (path: readonly RingTransfer[], now: number, cents: number): void => {
    const [first, last] = [path[0]!, path.at(-1)!];
    for (const next of transfers) {
      if (next.from !== last.to || next.at < now - minuteMs || next.at < first.at - minuteMs) continue;
      if (next.referenceCents > cents * 1.05) continue;
      const least = Math.min(cents, next.referenceCents);
      if (next.to === first.from) {
        if (path.length >= 2) best = Math.max(best, least / first.referenceCents);
      } else if (!path.some(({ to }) => to === next.to)) {
        walk([...path, next], Math.max(now, next.at), least);
      }
    }
  };
  for (const first of transfers) walk([first], first.at, first.referenceCents);
  return best;
}

/** The number of transfers in the longest row of transfers that pass money on, never straight back, up to 16. */
function naiveHops(transfers: readonly RingTransfer[]): number {
  let rows = new Set(transfers);
  let hops = 0;
  while (rows.size > 0 && hops < 16) {
    hops += 1;
    const ends = [...rows];
    const goesOn = (earlier: RingTransfer, later: RingTransfer) =>
      earlier.to === later.from && earlier.from !== later.to && passesOn(earlier, later);
    rows = new Set(transfers.filter((later) => ends.some((earlier) => goesOn(earlier, later))));
  }
  return hops;
}

/** The largest number of accounts through which one account pays another. */
function naiveWidth(transfers: readonly RingTransfer[]): number {
  const accounts = [...new Set(transfers.flatMap(({ from, to }) => [from, to]))];
  const through = (source: string, middle: string, sink: string) =>
    transfers.some(
      (one) =>
        one.from === source &&
        one.to === middle &&
        transfers.some((other) => other.from === middle && other.to === sink && passesOn(one, other)),
    );
  const widths = accounts.flatMap((source) =>
    accounts.map((sink) =>
      source === sink ? 0 : accounts.filter((middle) => through(source, middle, sink)).length,
    ),
  );
  return Math.max(0, ...widths);
}

/** The largest number of payers of one account. */
function naivePayers(transfers: readonly RingTransfer[]): number {
  const payers = transfers.map(
    ({ to }) => new Set(transfers.filter((other) => other.to === to).map(({ from }) => from)).size,
  );
  return Math.max(0, ...payers);
}

const of = (value: number, half: number, max: number) => (max * value) / (value + half);

describe('a brute force search agrees on', () => {
  test('the cycle that brings most home', () => {
    fc.assert(
      fc.property(anyTransfers, (transfers) => {
        const home = naiveHome(transfers);
        expect(clarityOf('CYCLE', transfers)).toBeCloseTo(home < 0.2 ? 0 : 0.6 + 0.4 * home, 12);
      }),
      { numRuns: 500 },
    );
  });

  test('the longest chain', () => {
    fc.assert(
      fc.property(anyTransfers, (transfers) => {
        const hops = naiveHops(transfers);
        expect(clarityOf('CHAIN', transfers)).toBeCloseTo(hops < 3 ? 0 : of(hops - 2, 0.5, 0.75), 12);
      }),
    );
  });

  test('the widest scatter-gather', () => {
    fc.assert(
      fc.property(anyTransfers, (transfers) => {
        const width = naiveWidth(transfers);
        expect(clarityOf('SCATTER_GATHER', transfers)).toBeCloseTo(width < 2 ? 0 : of(width - 1, 1, 1), 12);
      }),
    );
  });

  test('the largest fans, one the mirror image of the other', () => {
    fc.assert(
      fc.property(anyTransfers, (transfers) => {
        const mirrored = transfers.map((one) => ({ ...one, from: one.to, to: one.from }));
        const payers = naivePayers(transfers);
        const clarity = payers < 2 ? 0 : of(payers - 1, 2, 0.9);
        expect(clarityOf('FAN_IN', transfers)).toBeCloseTo(clarity, 12);
        expect(clarityOf('FAN_OUT', mirrored)).toBeCloseTo(clarity, 12);
      }),
    );
  });
});
