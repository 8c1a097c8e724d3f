import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Quantiles } from './quantiles.ts';

test('nothing counted is 0', () => {
  expect(new Quantiles().at(0.99)).toBe(0);
});

test('small values are exact', () => {
  const quantiles = new Quantiles();
  for (let value = 1; value <= 100; value += 1) quantiles.add(value);
  expect([0.01, 0.5, 0.99, 1].map((share) => quantiles.at(share))).toEqual([1, 50, 99, 100]);
});

test('any value is answered with an error below 1/512, and never above it', () => {
  const values = fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(values, fc.double({ min: 0.001, max: 1, noNaN: true }), (numbers, share) => {
      const quantiles = new Quantiles();
      for (const value of numbers) quantiles.add(value);
      const sorted = numbers.toSorted((a, b) => a - b);
      const exact = sorted[Math.ceil(numbers.length * share) - 1] as number;
      const found = quantiles.at(share);
      expect(found).toBeLessThanOrEqual(exact);
      expect(exact - found).toBeLessThanOrEqual(exact / 512);
    }),
  );
});
