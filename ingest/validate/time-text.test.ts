import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime, parseTime, timeMax } from './time-text.ts';

describe('parseTime', () => {
  it.each([
    ['2026-01-05T08:30:00.000Z', Date.UTC(2026, 0, 5, 8, 30)],
    ['2026-01-05T08:30Z', Date.UTC(2026, 0, 5, 8, 30)],
    ['2026-01-05T08:30:01.5Z', Date.UTC(2026, 0, 5, 8, 30, 1, 500)],
    ['2026-01-05T08:30:01.123456789Z', Date.UTC(2026, 0, 5, 8, 30, 1, 123)],
    ['2026-01-05T08:30:00+02:00', Date.UTC(2026, 0, 5, 6, 30)],
    ['2026-01-05T08:30:00.250-05:30', Date.UTC(2026, 0, 5, 14, 0, 0, 250)],
    ['2024-02-29T00:00:00.000Z', Date.UTC(2024, 1, 29)],
    ['9999-12-31T23:59:59.999Z', timeMax],
    [0, 0],
    [1_767_601_800_000, 1_767_601_800_000],
  ])('reads %j', (text, at) => {
    expect(parseTime(text)).toBe(at);
  });

  it.each([
    '2026-01-05T08:30:00',
    '2026-01-05',
    '2026-02-29T00:00:00.000Z',
    '2100-02-29T00:00:00.000Z',
    '2026-04-31T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-00-01T00:00:00.000Z',
    '2026-01-01T24:00:00.000Z',
    '2026-01-01T00:60:00.000Z',
    '2026-01-01T00:00:60.000Z',
    '2026-01-01T00:00:00.0x0Z',
    '2026-01-01T00:00:00+24:00',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '20260105T083000Z',
    'yesterday',
    '',
    -1,
    0.5,
    Number.NaN,
    timeMax + 1,
    null,
    true,
  ])('refuses %j', (text) => {
    expect(parseTime(text)).toBeNull();
  });

  it('is the inverse of formatTime and agrees with the platform', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: timeMax }), (at) => {
        expect(parseTime(formatTime(at))).toBe(at);
        expect(Date.parse(formatTime(at))).toBe(at);
      }),
    );
  });
});
