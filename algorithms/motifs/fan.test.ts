import { describe, expect, test } from 'vitest';
import { motifLimits, sessionFromText } from '../../test/naive/session-from-text.ts';
import { fan } from './fan.ts';
import type { MotifLimits } from './limits.ts';

function found(text: string, account: string, direction: 'in' | 'out', caps: Partial<MotifLimits> = {}) {
  const opened = sessionFromText(text);
  const motif = fan(opened.session, opened.account(account), direction, motifLimits(caps));
  return { ...motif, members: opened.keys(motif.members), hours: motif.freshSpanMs / 3_600_000 };
}

describe('fan', () => {
  const payroll = 'c>x 100 @1, c>y 100 @2, c>z 400 @3, y>c 7 @4, c>c 5 @5';

  test('out', () => {
    const expected = {
      pairs: 3,
      fresh: 3,
      sum: 600,
      freshSum: 600,
      hours: 2,
      members: 'z y x',
      capped: false,
    };
    expect(found(payroll, 'c', 'out')).toMatchObject(expected);
  });

  test('in', () => {
    const expected = { pairs: 1, fresh: 1, sum: 7, freshSum: 7, freshSpread: 0, hours: 0, members: 'y' };
    expect(found(payroll, 'c', 'in')).toMatchObject(expected);
  });

  test('the spread is the standard deviation by the mean', () => {
    expect(found(payroll, 'c', 'out').freshSpread).toBeCloseTo(Math.sqrt(20_000) / 200, 12);
    expect(found('c>x 5 @1, c>y 5 @2', 'c', 'out').freshSpread).toBe(0);
  });

  test('of an account without pairs', () => {
    const nothing = {
      pairs: 0,
      fresh: 0,
      sum: 0,
      freshSum: 0,
      freshSpread: 0,
      freshSpanMs: 0,
      capped: false,
    };
    expect(found(payroll, 'x', 'out')).toMatchObject(nothing);
  });

  test('a counterparty from before the window is not fresh', () => {
    const text = 'c>x 100 @1, c>x 50 @160, c>y 30 @170';
    expect(found(text, 'c', 'out')).toMatchObject({
      pairs: 2,
      fresh: 1,
      sum: 80,
      freshSum: 30,
      members: 'y',
    });
  });

  test('a transfer that was taken back inside of the window is no history', () => {
    const text = 'c>x 100 @1, undo 1 @2, c>x 100 @3';
    expect(found(text, 'c', 'out')).toMatchObject({ pairs: 1, fresh: 1, freshSum: 100, hours: 0 });
  });

  test('a transfer that was taken back before the window is', () => {
    const text = 'c>x 100 @1, undo 1 @2, c>x 100 @170';
    expect(found(text, 'c', 'out')).toMatchObject({ pairs: 1, fresh: 0, sum: 100, freshSum: 0 });
  });

  test('degreeMax looks at the pairs that were active last and says so', () => {
    expect(found(payroll, 'c', 'out', { degreeMax: 2 })).toMatchObject({
      pairs: 2,
      sum: 500,
      members: 'z y',
      capped: true,
    });
    expect(found(payroll, 'c', 'out', { degreeMax: 3 })).toMatchObject({ pairs: 3, capped: false });
  });
});
