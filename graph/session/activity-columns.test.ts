import { describe, expect, it } from 'vitest';
import { dayMs, hourMs } from '../../base/clock.ts';
import { windowLengths } from '../window/windows.ts';
import { ActivityColumns, type ActivitySummary } from './activity-columns.ts';

const windows = windowLengths(7 * dayMs, 30 * dayMs);
const start = 20_000 * dayMs;

const open = (activitiesMax = 1000, perAccountMax = 1000) =>
  new ActivityColumns(activitiesMax, perAccountMax);
const failuresOf = ({ failures }: ActivitySummary) => [...failures];

describe('a summary', () => {
  it('counts what is after the start of each window and not after its end', () => {
    const columns = open();
    const ago = [0, 1, hourMs - 1, hourMs, 6 * hourMs, dayMs - 1, dayMs, 7 * dayMs - 1, 7 * dayMs];
    for (const ms of ago.toReversed()) columns.add(0, start - ms, 'failure');
    expect(failuresOf(columns.summary(0, start, windows))).toEqual([3, 4, 6, 8]);
    expect(failuresOf(columns.summary(0, start + 1, windows))).toEqual([2, 4, 5, 7]);
  });

  it('does not see what happens later, whenever it was learned of', () => {
    const columns = open();
    columns.add(0, start + dayMs, 'success');
    columns.add(0, start, 'failure');
    const seen = columns.summary(0, start + 5, windows);
    expect([seen.lastSuccessAt, seen.lastFailureAt]).toEqual([Number.NEGATIVE_INFINITY, start]);
    expect([...columns.summary(0, start + dayMs, windows).authentications]).toEqual([1, 1, 1, 2]);
  });

  it('is the same in whatever order the activities came', () => {
    const acts = [3, 1, 4, 1, 5, 9, 2, 6].map((hours) => start + hours * hourMs);
    const [one, other] = [open(), open()];
    for (const at of acts) one.add(0, at, 'change');
    for (const at of acts.toReversed()) other.add(0, at, 'change');
    for (let hour = 0; hour < 12; hour += 1) {
      const at = start + hour * hourMs;
      expect(other.summary(0, at, windows)).toEqual(one.summary(0, at, windows));
    }
  });

  it('is empty for an account that did nothing, known or not', () => {
    const columns = open();
    columns.add(5, start, 'success');
    expect(columns.summary(4, start, windows)).toEqual(columns.summary(1_000_000, start, windows));
    expect(columns.summary(4, start, windows).capped).toBe(false);
  });
});

describe('the limit', () => {
  it('of an account drops its oldest by time, and the summary says so while it could matter', () => {
    const columns = open(1000, 2);
    for (const minute of [3, 1, 2]) columns.add(0, start + minute, 'failure');
    columns.add(1, start, 'failure');
    const seen = columns.summary(0, start + 3, windows);
    expect([seen.failures[0], seen.lastFailureAt, seen.capped]).toEqual([2, start + 3, true]);
    expect(columns.summary(1, start + 3, windows).capped).toBe(false);
    expect(columns.summary(0, start + 1 + 7 * dayMs, windows).capped).toBe(false);
  });

  it('drops the newcomer when that is the oldest', () => {
    const columns = open(1000, 1);
    columns.add(0, start, 'failure');
    columns.add(0, start - 1, 'success');
    const seen = columns.summary(0, start, windows);
    expect([[...seen.authentications], seen.capped]).toEqual([[1, 1, 1, 1], true]);
  });

  it('of all drops the first that came, also past what its account had lost before', () => {
    const columns = open(3, 2);
    for (const at of [1, 2, 3]) columns.add(0, start + at, 'failure');
    columns.add(1, start, 'failure');
    expect(columns.summary(0, start + 9, windows).failures[0]).toBe(2);
    columns.add(1, start, 'failure');
    expect(columns.summary(0, start + 9, windows).failures[0]).toBe(1);
    columns.add(1, start, 'failure');
    expect(columns.summary(0, start + 9, windows)).toMatchObject({ failures: [0, 0, 0, 0], capped: true });
    expect(columns.summary(1, start, windows)).toMatchObject({ failures: [2, 2, 2, 2], capped: true });
  });

  it('is reached by growing', () => {
    const columns = open(5000, 5000);
    for (let nth = 0; nth < 5000; nth += 1) columns.add(nth % 3000, start + nth, 'failure');
    const sum = () =>
      Array.from(
        { length: 3000 },
        (_, account) => columns.summary(account, start + 10_000, windows).failures[0],
      ).reduce((total, count) => total + count, 0);
    expect(sum()).toBe(5000);
    for (let nth = 0; nth < 10_000; nth += 1) columns.add(nth % 7, start + nth, 'failure');
    expect(sum()).toBe(5000);
  });
});
