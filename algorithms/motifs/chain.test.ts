import { describe, expect, test } from 'vitest';
import { motifLimits, sessionFromText } from '../../test/naive/session-from-text.ts';
import { chain } from './chain.ts';
import type { MotifLimits } from './limits.ts';

function found(text: string, caps: Partial<MotifLimits> = {}) {
  const { session, last, keys } = sessionFromText(text);
  const motif = chain(session, last.slot, motifLimits(caps));
  return { ...motif, members: keys(motif.members), hours: motif.spanMs / 3_600_000 };
}

describe('chain', () => {
  test.each([
    ['one transfer', 'a>b 100 @1', 1, 'a b', 1, 0],
    ['a mule', 'a>b 100 @1, b>c 90 @3', 2, 'a b c', 0.9, 2],
    ['three hops', 'a>b 1000 @1, b>c 900 @3, c>d 800 @5', 3, 'a b c d', 0.8, 4],
    ['the least that a hop keeps', 'a>b 100 @1, b>c 80 @2', 2, 'a b c', 0.8, 1],
    ['less than a hop keeps', 'a>b 100 @1, b>c 79 @2', 1, 'b c', 1, 0],
    ['the most that a hop adds', 'a>b 100 @1, b>c 103 @2', 2, 'a b c', 1.03, 1],
    ['more than a hop adds', 'a>b 100 @1, b>c 104 @2', 1, 'b c', 1, 0],
    ['three days of delay', 'a>b 100 @1, b>c 100 @73', 2, 'a b c', 1, 72],
    ['more than three days', 'a>b 100 @1, b>c 100 @73.001', 1, 'b c', 1, 0],
    ['the newest that fits', 'a>b 100 @1, x>b 100 @2, y>b 9 @3, b>c 100 @4', 2, 'x b c', 1, 2],
    ['no account twice', 'a>b 100 @1, b>a 100 @2', 1, 'b a', 1, 0],
    ['a self-transfer', 'a>b 100 @1, b>b 100 @2', 1, 'b b', 1, 0],
    ['a reversed hop', 'a>b 100 @1, undo 1 @2, b>c 100 @3', 1, 'b c', 1, 0],
    ['what came in afterwards', 'a>b 100 @5, b>c 100 @4', 1, 'b c', 1, 0],
  ])('of %s', (_name, text, length, members, conservation, hours) => {
    expect(found(text)).toMatchObject({ length, members, conservation, hours });
  });

  test('ends after twelve transfers', () => {
    const names = [...'abcdefghijklmnop'];
    const text = names
      .slice(1)
      .map((name, place) => `${names[place]}>${name} 100 @${place + 1}`)
      .join(', ');
    expect(found(text)).toMatchObject({ length: 12, members: 'd e f g h i j k l m n o p' });
  });

  test('degreeMax looks at the newest transfers alone', () => {
    const text = 'a>b 100 @1, x>b 9 @2, y>b 9 @3, b>c 100 @4';
    expect(found(text, { degreeMax: 2 }).length).toBe(1);
    expect(found(text, { degreeMax: 3 }).length).toBe(2);
  });
});
