import { expect, test } from 'vitest';
import { evaluateRings } from './evaluate-rings.ts';
import type { PlantedRing } from './planted-index.ts';

const ring = (ringId: string, typology: PlantedRing['typology'], members: string): PlantedRing => ({
  ringId,
  typology,
  members: members.split(' '),
});
const planted = [
  ring('r1', 'CYCLE', 'a b c d'),
  ring('r2', 'FAN_IN', 'e f g h i'),
  ring('r3', 'CYCLE', 'j k'),
];

test('a ring is found when one group covers at least half of its accounts', () => {
  const { found, recall, recallByTypology, falseRings } = evaluateRings(planted, [
    ['a', 'b'],
    ['e', 'f'],
  ]);
  expect({ found, recall, recallByTypology }).toEqual({
    found: 1,
    recall: 0.3333,
    recallByTypology: { CYCLE: 0.5, FAN_IN: 0 },
  });
  // Two of five do not find the ring, but a group that lies in it is not false either.
  expect(falseRings).toBe(0);
});

test('two groups that only together cover half find nothing', () => {
  expect(evaluateRings(planted, [['a'], ['b']])).toMatchObject({ found: 0, falseRings: 0 });
});

test('a group that covers no ring and lies in none is false', () => {
  const evaluation = evaluateRings(planted, [
    ['a', 'x', 'y'],
    ['j', 'k', 'x', 'y', 'z'],
    ['x', 'y'],
  ]);
  expect(evaluation).toMatchObject({ found: 1, falseRings: 2, precision: 0.3333 });
});

test('no rings and no groups give zeros, not NaN', () => {
  expect(evaluateRings([], [])).toEqual({
    planted: 0,
    found: 0,
    falseRings: 0,
    precision: 0,
    recall: 0,
    recallByTypology: {},
  });
});
