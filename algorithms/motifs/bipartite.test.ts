import { describe, expect, test } from 'vitest';
import { motifLimits, sessionFromText } from '../../test/naive/session-from-text.ts';
import { bipartiteBlock } from './bipartite.ts';
import type { MotifLimits } from './limits.ts';
import { StampSet } from './stamps.ts';

function found(text: string, caps: Partial<MotifLimits> = {}) {
  const { session, last, keys } = sessionFromText(text);
  const motif = bipartiteBlock(session, last.slot, motifLimits(caps), new StampSet());
  return { ...motif, members: keys(motif.members) };
}

describe('bipartiteBlock', () => {
  test('of two senders and two receivers', () => {
    const expected = { coSenders: 1, sharedReceivers: 2, members: 'a b v w', capped: false };
    expect(found('b>v 9 @1, b>w 9 @1, a>w 9 @2, a>v 9 @3')).toEqual(expected);
  });

  test('counts every co-sender and the most receivers of one', () => {
    const text = 'b>v 9 @1, b>w 9 @1, b>x 9 @1, c>v 9 @2, c>x 9 @2, a>w 9 @3, a>x 9 @3, a>v 9 @4';
    expect(found(text)).toMatchObject({ coSenders: 2, sharedReceivers: 3, members: 'a c b v x w' });
  });

  test.each([
    ['a common receiver alone', 'b>v 9 @1, b>w 9 @1, a>v 9 @3'],
    ['no other sender', 'a>w 9 @1, a>v 9 @3'],
    ['a self-transfer', 'b>a 9 @1, b>w 9 @1, a>w 9 @2, a>a 9 @3'],
    ['a sender that left the window', 'b>v 9 @1, b>w 9 @1, a>w 9 @2, a>v 9 @169'],
  ])('none for %s', (_name, text) => {
    expect(found(text)).toEqual({ coSenders: 0, sharedReceivers: 0, members: '', capped: false });
  });

  test.each([
    ['receivers of the sender', 'b>v 9 @1, b>w 9 @1, a>w 9 @2, a>x 9 @3, a>y 9 @3, a>v 9 @4'],
    ['senders to the receiver', 'b>w 9 @1, a>w 9 @1, b>v 9 @2, x>v 9 @3, y>v 9 @3, a>v 9 @4'],
    ['receivers of a co-sender', 'b>w 9 @1, b>v 9 @2, b>x 9 @3, b>y 9 @3, b>z 9 @3, a>w 9 @4, a>v 9 @4'],
  ])('degreeMax bounds the %s and says so', (_name, text) => {
    expect(found(text, { degreeMax: 3 })).toMatchObject({ coSenders: 0, capped: true });
    expect(found(text, { degreeMax: 5 })).toEqual(found(text));
    expect(found(text)).toMatchObject({ coSenders: 1, capped: false });
  });

  test('stepsMax ends the search and says so', () => {
    const text = 'b>v 9 @1, b>w 9 @1, c>v 9 @2, c>w 9 @2, a>w 9 @3, a>v 9 @4';
    expect(found(text, { stepsMax: 2 })).toMatchObject({ coSenders: 1, capped: true });
    expect(found(text, { stepsMax: 5 })).toMatchObject({ coSenders: 2, capped: false });
  });
});
