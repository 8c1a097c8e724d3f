import { describe, expect, test } from 'vitest';
import { motifLimits, sessionFromText } from '../../test/naive/session-from-text.ts';
import type { MotifLimits } from './limits.ts';
import { temporalCycles } from './temporal-cycle.ts';

function cyclesOf(text: string, caps: Partial<MotifLimits> = {}) {
  const { session, last, keys } = sessionFromText(text);
  const found = temporalCycles(session, last.slot, motifLimits(caps));
  return { ...found, members: keys(found.members), hours: found.spanMs / 3_600_000 };
}

describe('temporalCycles', () => {
  test.each([
    [
      'two hops',
      'a>b 100 @1, b>a 90 @2',
      { count: 1, shortest: 2, longest: 2, members: 'a b', conservation: 0.9, hours: 1 },
    ],
    [
      'three hops',
      'a>b 100 @1, b>c 95 @2, c>a 90 @3',
      { count: 1, shortest: 3, members: 'a b c', conservation: 0.9, hours: 2 },
    ],
    [
      'equal times in sequence order',
      'a>b 100 @1, b>c 100 @1, c>a 100 @1',
      { count: 1, conservation: 1, hours: 0 },
    ],
    [
      'each parallel transfer once',
      'a>b 100 @1, a>b 50 @1, b>a 100 @2',
      { count: 2, conservation: 1, members: 'a b' },
    ],
    [
      'short and long',
      'a>b 100 @1, b>c 100 @2, b>a 50 @2, a>c 1 @3, c>a 100 @4',
      { count: 2, shortest: 2, longest: 3, members: 'a b c' },
    ],
    [
      'the newest of equals',
      'a>b 100 @1, a>c 100 @2, b>d 100 @3, c>d 100 @4, d>a 100 @5',
      { count: 2, members: 'a c d', hours: 3 },
    ],
    [
      'six hops',
      'a>b 9 @1, b>c 9 @2, c>d 9 @3, d>e 9 @4, e>f 9 @5, f>a 9 @6',
      { count: 1, longest: 6, members: 'a b c d e f' },
    ],
    [
      'a late transfer closes what was before it',
      'a>b 9 @1, b>c 9 @2, b>d 9 @9, c>a 9 @5',
      { count: 1, members: 'a b c', hours: 4 },
    ],
  ])('finds %s', (_name, text, expected) => {
    expect(cyclesOf(text)).toMatchObject({ ...expected, capped: false });
  });

  test.each([
    ['out of order in time', 'b>c 100 @1, a>b 100 @2, c>a 100 @3'],
    ['of a self-transfer', 'a>a 100 @1, a>a 100 @2'],
    ['through an account twice', 'a>b 9 @1, b>c 9 @2, c>b 9 @3, b>d 9 @4, d>e 9 @5'],
    ['of seven hops', 'a>b 9 @1, b>c 9 @2, c>d 9 @3, d>e 9 @4, e>f 9 @5, f>g 9 @6, g>a 9 @7'],
    ['over more than the window', 'a>b 9 @1, b>a 9 @169'],
    ['with a reversed transfer', 'a>b 9 @1, undo 1 @2, b>a 9 @3'],
    ['that a transfer of the future closes', 'b>a 9 @5, a>b 9 @3'],
  ])('finds none %s', (_name, text) => {
    expect(cyclesOf(text)).toMatchObject({
      count: 0,
      shortest: 0,
      longest: 0,
      conservation: 0,
      members: '',
      capped: false,
    });
  });

  test('a cycle just inside the window counts', () => {
    expect(cyclesOf('a>b 9 @1.001, b>a 9 @169').count).toBe(1);
  });

  test('cycleLengthMax bounds the length', () => {
    const text = 'a>b 9 @1, b>c 9 @2, c>a 9 @3';
    expect(cyclesOf(text, { cycleLengthMax: 2 })).toMatchObject({ count: 0, capped: false });
    expect(cyclesOf(text, { cycleLengthMax: 3 }).count).toBe(1);
  });

  test('degreeMax looks at the newest transfers and says so', () => {
    const text = 'a>b 9 @1, x>b 9 @2, y>b 9 @3, b>a 9 @4';
    expect(cyclesOf(text, { degreeMax: 2 })).toMatchObject({ count: 0, capped: true });
    expect(cyclesOf(text, { degreeMax: 3 })).toMatchObject({ count: 1, capped: false });
  });

  test('what lies before the first payment of the receiver is no cap', () => {
    const text = 'x>b 9 @1, y>b 9 @2, a>b 9 @3, b>a 9 @4';
    expect(cyclesOf(text, { degreeMax: 1 })).toMatchObject({ count: 1, capped: false });
  });

  test('stepsMax ends the search and says so', () => {
    const text = 'a>b 9 @1, a>b 9 @2, a>b 9 @3, b>a 9 @4';
    expect(cyclesOf(text, { stepsMax: 2 })).toMatchObject({ count: 2, capped: true });
    expect(cyclesOf(text, { stepsMax: 3 })).toMatchObject({ count: 3, capped: false });
  });
});
