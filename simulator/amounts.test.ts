import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../base/random.ts';
import { AmountPool, toMinor } from './amounts.ts';

test('amounts become minor units of their currency', () => {
  expect(toMinor(100, 'USD', false)).toBe(10_000);
  expect(toMinor(108, 'EUR', false)).toBe(10_000);
  expect(toMinor(67, 'JPY', false)).toBe(10_000);
});

test('round amounts are twentieths of their power of ten', () => {
  expect(toMinor(1234, 'USD', true)).toBe(125_000);
  expect(toMinor(97.3, 'USD', true)).toBe(9_750);
});

test('an amount is a positive whole number, and rounding moves it by at most 2.5 %', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1e9, noNaN: true }), (usd) => {
      const exact = toMinor(usd, 'USD', false);
      const round = toMinor(usd, 'USD', true);
      expect(Number.isSafeInteger(round)).toBe(true);
      expect(round).toBeGreaterThan(0);
      expect(Math.abs(round - exact)).toBeLessThanOrEqual(exact * 0.025 + 1);
    }),
  );
  expect(toMinor(0.0001, 'USD', true)).toBeGreaterThan(0);
});

test('a full pool stays full and follows what is added', () => {
  const pool = new AmountPool();
  const random = new Random(1);
  for (let nth = 0; nth < 20_000; nth += 1) pool.add(1, random);
  const before = pool.filled;
  for (let nth = 0; nth < 400_000; nth += 1) pool.add(2, random);
  expect(pool.filled).toBe(before);
  const drawn = Array.from({ length: 100 }, () => pool.draw(random));
  expect(drawn.filter((usd) => usd === 2).length).toBeGreaterThan(95);
});
