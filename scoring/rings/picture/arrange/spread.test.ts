import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spread } from './spread.ts';

it('moves apart what is too near by equal parts, and leaves the rest', () => {
  expect(spread([0, 0, 10], [2, 2])).toEqual([-1, 1, 10]);
  expect(spread([5, 1], [1])).toEqual([2.5, 3.5]);
  expect(spread([], [])).toEqual([]);
});

it('keeps the distances, and no single group can be moved nearer to its wishes', () => {
  const wishes = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(wishes, fc.integer({ min: 1, max: 9 }), (wished, gap) => {
      const gaps = wished.slice(1).map(() => gap);
      const places = spread(wished, gaps);
      const cost = (at: readonly number[]) =>
        at.reduce((sum, x, place) => sum + (x - wished[place]!) ** 2, 0);
      const isAllowed = (at: readonly number[]) =>
        at.every((x, place) => place === 0 || x - at[place - 1]! >= gap - 1e-9);
      expect(isAllowed(places)).toBe(true);
      for (const from of places.keys()) {
        for (const to of places.keys()) {
          for (const step of [-0.5, 0.5]) {
            const other = places.map((x, place) => (place >= from && place <= to ? x + step : x));
            if (isAllowed(other)) expect(cost(other)).toBeGreaterThanOrEqual(cost(places) - 1e-9);
          }
        }
      }
    }),
  );
});
