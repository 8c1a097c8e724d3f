import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../base/random.ts';
import { type Typology, typologies } from '../../scoring/rings/model.ts';
import { type FlowStep, Money } from '../flow.ts';
import { shapes } from './registry.ts';

const plan = (typology: Typology, size: number, seed: number, spread = 0.3): FlowStep[] => {
  const random = new Random(seed);
  return shapes[typology].plan(size, new Money(random, 100, spread, 0.1), random);
};

const sizes = (typology: Typology) =>
  fc.integer({ min: shapes[typology].sizeMin, max: shapes[typology].sizeMax });

/** Received and paid by a position. */
function flowOf(steps: readonly FlowStep[], position: number): { received: number; paid: number } {
  const sum = (side: 'from' | 'to') =>
    steps.filter((step) => step[side] === position).reduce((total, step) => total + step.usd, 0);
  return { received: sum('to'), paid: sum('from') };
}

/** Positions that only pass money on, by typology: they pay 90 to 100 % of what they got, and not before they got it. */
const passing: Partial<Record<Typology, (size: number) => number[]>> = {
  GATHER_SCATTER: () => [0],
  SCATTER_GATHER: (size) => numbers(1, size - 1),
  STACK: (size) => numbers(Math.floor(size / 3), 2 * Math.floor(size / 3)),
  CHAIN: (size) => numbers(1, size - 1),
  CYCLE: (size) => numbers(1, size),
};

function numbers(low: number, high: number): number[] {
  return Array.from({ length: high - low }, (_, index) => low + index);
}

test('every typology has its shape', () => {
  for (const typology of typologies) expect(shapes[typology].typology).toBe(typology);
});

describe.each(typologies)('%s', (typology) => {
  test('has 5 to 60 transfers between different members, and its members number 4 to 20', () => {
    const { sizeMin, sizeMax } = shapes[typology];
    expect(sizeMin).toBeGreaterThanOrEqual(4);
    expect(sizeMax).toBeLessThanOrEqual(20);
    fc.assert(
      fc.property(sizes(typology), fc.nat(), (size, seed) => {
        const steps = plan(typology, size, seed);
        expect(steps.length).toBeGreaterThanOrEqual(5);
        expect(steps.length).toBeLessThanOrEqual(60);
        for (const { from, to, usd } of steps) {
          expect(from).not.toBe(to);
          expect(Math.min(from, to)).toBeGreaterThanOrEqual(0);
          expect(Math.max(from, to)).toBeLessThan(size);
          expect(usd).toBeGreaterThan(0);
        }
      }),
    );
  });

  test('is the same for the same seed', () => {
    expect(plan(typology, shapes[typology].sizeMax, 5)).toEqual(plan(typology, shapes[typology].sizeMax, 5));
  });

  test('passes on what it got, less a fee of at most a tenth, and not before', () => {
    const positionsOf = passing[typology] ?? (() => []);
    fc.assert(
      fc.property(sizes(typology), fc.nat(), (size, seed) => {
        const steps = plan(typology, size, seed);
        for (const position of positionsOf(size)) {
          const { received, paid } = flowOf(steps, position);
          expect(paid).toBeLessThanOrEqual(received * (1 + 1e-9));
          expect(paid).toBeGreaterThanOrEqual(received * 0.9 * (1 - 1e-9));
          let balance = 0;
          for (const step of steps) {
            if (step.to === position) balance += step.usd;
            if (step.from === position) balance -= step.usd;
            expect(balance).toBeGreaterThanOrEqual(-1e-6);
          }
        }
      }),
    );
  });
});

test('fan-out pays from one account, fan-in pays to one', () => {
  expect(new Set(plan('FAN_OUT', 12, 1).map((step) => step.from))).toEqual(new Set([0]));
  expect(new Set(plan('FAN_IN', 12, 1).map((step) => step.to))).toEqual(new Set([0]));
});

test('a cycle goes round in order and ends where it began', () => {
  const steps = plan('CYCLE', 8, 3);
  for (const [nth, step] of steps.entries()) {
    expect(step.from).toBe(nth === 0 ? 0 : steps[nth - 1]?.to);
  }
  expect(steps.at(-1)?.to).toBe(0);
});

test('in a bipartite group nobody both pays and is paid', () => {
  const steps = plan('BIPARTITE', 12, 3);
  const payers = new Set(steps.map((step) => step.from));
  expect(steps.some((step) => payers.has(step.to))).toBe(false);
});

test('a bust-out spends at two payees, which never pay out more than they took', () => {
  const steps = plan('BUST_OUT', 14, 3);
  for (const payee of [0, 1]) {
    const { received, paid } = flowOf(steps, payee);
    expect(paid).toBeLessThanOrEqual(received);
  }
});
