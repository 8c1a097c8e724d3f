import { describe, expect, test } from 'vitest';
import { linkLimits, sessionFromText } from '../../test/naive/session-from-text.ts';
import { StampSet } from '../motifs/stamps.ts';
import type { LinkLimits } from './limits.ts';
import { neighbourhoodSimilarity } from './neighbourhood.ts';

/** Compares sender and receiver of the last transfer. */
function compared(text: string, caps: Partial<LinkLimits> = {}) {
  const { session, last } = sessionFromText(text);
  return neighbourhoodSimilarity(session, last.from, last.to, linkLimits(caps), new StampSet());
}

const none = { common: 0, jaccard: 0, adamicAdar: 0, resourceAllocation: 0, capped: false };

describe('neighbourhoodSimilarity', () => {
  test('counts counterparties in either direction, several transfers once', () => {
    // w pays u and is paid by v and by x: 3 counterparties. y is one of u alone, z of v alone.
    const text = 'w>u 9 @1, v>w 9 @1, v>w 9 @1, x>w 9 @1, u>y 9 @1, z>v 9 @1, u>v 9 @2';
    const third = 1 / 3;
    expect(compared(text)).toEqual({
      common: 1,
      jaccard: third,
      adamicAdar: 1 / Math.log(3),
      resourceAllocation: third,
      capped: false,
    });
  });

  test('an account that both pays and is paid is one counterparty', () => {
    // w has u, v and nobody else, although five pairs; x makes a second common one.
    const text = 'u>w 9 @1, w>u 9 @1, v>w 9 @1, w>v 9 @1, u>x 9 @1, x>v 9 @1, v>u 9 @2';
    expect(compared(text)).toMatchObject({ common: 2, jaccard: 1, resourceAllocation: 1 });
    expect(compared(text).adamicAdar).toBe(2 / Math.log(2));
  });

  test.each([
    ['two that only paid each other', 'u>v 9 @1, v>u 9 @1, u>v 9 @2'],
    ['a self-transfer', 'u>w 9 @1, w>u 9 @1, u>u 9 @2'],
    ['a counterparty that left the window', 'u>w 9 @1, w>v 9 @100, u>v 9 @169'],
    ['a counterparty by a transfer that was reversed', 'u>w 9 @1, w>v 9 @1, undo 2 @1, u>v 9 @2'],
    ['a counterparty that moved money with itself', 'w>w 9 @1, u>w 9 @1, u>v 9 @2'],
  ])('none for %s', (_name, text) => {
    expect(compared(text)).toEqual(none);
  });

  test('a hub beside a small account is compared exactly', () => {
    const customers = Array.from({ length: 300 }, (_, customer) => `c${customer}>hub 9 @1`);
    const text = [...customers, 'u>c0 9 @1', 'u>c7 9 @1', 'u>z 9 @1', 'u>hub 9 @2'].join(', ');
    expect(compared(text, { degreeMax: 4, stepsMax: 20 })).toEqual({
      common: 2,
      jaccard: 2 / 301,
      adamicAdar: 2 / Math.log(2),
      resourceAllocation: 1,
      capped: false,
    });
  });

  const three = 'u>a 9 @1, u>b 9 @1, u>c 9 @1, a>v 9 @1, b>v 9 @1, c>v 9 @1, d>v 9 @1, u>v 9 @2';

  test('degreeMax bounds the pairs of an account, newest first, and says so', () => {
    // The newest pair of u is that with v itself.
    expect(compared(three, { degreeMax: 3 })).toMatchObject({ common: 2, capped: true });
    expect(compared(three, { degreeMax: 4 })).toEqual({ ...compared(three), capped: false });
    expect(compared(three)).toMatchObject({ common: 3, jaccard: 3 / 4, capped: false });
  });

  test('degreeMax bounds the search for counterparties that are both, which makes a degree too high', () => {
    const both = ['x', 'y', 'z'].map((name) => `w>${name} 9 @1, ${name}>w 9 @1`).join(', ');
    const text = `${both}, u>w 9 @1, w>v 9 @1, u>v 9 @2`;
    expect(compared(text)).toMatchObject({ resourceAllocation: 1 / 5, capped: false });
    const capped = compared(text, { degreeMax: 2 });
    expect(capped).toMatchObject({ common: 1, capped: true });
    expect(capped.resourceAllocation).toBeLessThan(1 / 5);
  });

  test('stepsMax ends the search and says so', () => {
    expect(compared(three, { stepsMax: 1 })).toEqual({ ...none, capped: true });
    expect(compared(three, { stepsMax: 3 })).toMatchObject({ common: 1, capped: true });
  });
});
