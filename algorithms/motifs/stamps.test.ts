import { expect, test } from 'vitest';
import { StampSet } from './stamps.ts';

test('a stamp set is empty after every clear, also when its counting starts over', () => {
  const set = new StampSet(2 ** 31 - 4);
  for (let round = 0; round < 8; round += 1) {
    set.clear(3000);
    expect([0, 1, 2999].filter((account) => set.has(account))).toEqual([]);
    set.add(round % 2);
    set.add(2999);
    expect([0, 1, 2999].filter((account) => set.has(account))).toEqual([round % 2, 2999]);
  }
});

test('a stamp set grows', () => {
  const set = new StampSet();
  set.clear(10);
  set.add(3);
  set.clear(50_000);
  expect(set.has(3)).toBe(false);
  set.add(49_999);
  expect(set.has(49_999)).toBe(true);
});
