import { describe, expect, test } from 'vitest';
import { motifLimits, sessionFromText } from '../../test/naive/session-from-text.ts';
import type { MotifLimits } from './limits.ts';
import { scatterGather } from './scatter-gather.ts';
import { StampSet } from './stamps.ts';

function found(text: string, caps: Partial<MotifLimits> = {}) {
  const { session, last, keys } = sessionFromText(text);
  const motif = scatterGather(session, last.slot, motifLimits(caps), new StampSet());
  return { ...motif, members: keys(motif.members) };
}

describe('scatterGather', () => {
  test('of two intermediaries', () => {
    const text = 's>a 100 @1, s>b 100 @2, a>r 90 @3, b>r 90 @4';
    const expected = { width: 2, sources: 1, conservation: 0.9, members: 's r b a', capped: false };
    expect(found(text)).toEqual(expected);
  });

  test('the widest source wins, both count', () => {
    const text = 't>a 9 @1, t>b 9 @1, t>c 9 @1, s>b 5 @2, s>c 5 @2, a>r 9 @3, b>r 9 @3, c>r 9 @4';
    expect(found(text)).toMatchObject({ width: 3, sources: 2, conservation: 1, members: 't r c b a' });
  });

  test('the more recent source wins a tie', () => {
    const text = 's>a 9 @1, s>b 9 @1, t>a 9 @2, t>b 9 @2, a>r 9 @3, b>r 9 @4';
    expect(found(text)).toMatchObject({ width: 2, sources: 2, members: 't r b a' });
  });

  test.each([
    ['one intermediary', 's>a 9 @1, a>r 9 @2'],
    ['money that was passed on before it came', 'b>r 9 @1, s>b 9 @2, s>a 9 @2, a>r 9 @3'],
    ['the receiver as its own source', 'r>a 9 @1, r>b 9 @1, a>r 9 @2, b>r 9 @3'],
    ['a source that left the window', 's>a 9 @1, s>b 9 @1, a>r 9 @2, b>r 9 @170'],
    ['a self-transfer', 's>a 9 @1, s>b 9 @1, a>b 9 @2, b>b 9 @3'],
    ['a sender that the money reached later', 's>a 9 @1, s>c 9 @1, a>r 9 @2, c>r 9 @2, s>b 9 @9, b>r 9 @5'],
  ])('none for %s', (_name, text) => {
    expect(found(text)).toEqual({ width: 0, sources: 0, conservation: 0, members: '', capped: false });
  });

  test.each([
    ['senders to the receiver', 's>a 9 @1, s>b 9 @1, s>c 9 @1, a>r 9 @2, b>r 9 @2, c>r 9 @3', 2],
    ['receivers of the source', 's>x 9 @1, s>a 9 @1, s>b 9 @1, a>r 9 @2, b>r 9 @3', 2],
    ['senders to the sender', 's>b 9 @1, s>a 9 @1, x>b 9 @1, y>b 9 @1, a>r 9 @2, b>r 9 @3', 2],
  ])('degreeMax bounds the %s and says so', (_name, text, degreeMax) => {
    const [capped, full] = [found(text, { degreeMax }), found(text)];
    expect(full.capped).toBe(false);
    expect(capped.capped).toBe(true);
    expect(capped.width).toBeLessThanOrEqual(full.width);
    expect(found(text, { degreeMax: 4 })).toEqual(full);
  });

  test('stepsMax ends the search and says so', () => {
    const text = 's>a 9 @1, s>b 9 @1, t>a 9 @2, t>b 9 @2, a>r 9 @3, b>r 9 @4';
    expect(found(text, { stepsMax: 2 })).toMatchObject({ sources: 1, capped: true });
    expect(found(text, { stepsMax: 3 })).toMatchObject({ sources: 2, capped: false });
  });

  test('membersMax bounds the members alone', () => {
    const text = 's>a 100 @1, s>b 100 @2, a>r 90 @3, b>r 90 @4';
    expect(found(text, { membersMax: 3 })).toMatchObject({ width: 2, members: 's r b' });
  });
});
