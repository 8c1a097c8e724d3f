import { expect, test } from 'vitest';
import { dayMs, hourMs } from '../base/clock.ts';
import { Random } from '../base/random.ts';
import { Rhythm } from './rhythm.ts';

const monday = Date.UTC(2026, 0, 5);

test('all of the span is a share of 1, and shares grow with time', () => {
  const rhythm = new Rhythm(monday, 7);
  expect(rhythm.shareAt(0)).toBe(0);
  expect(rhythm.shareAt(7 * dayMs)).toBeCloseTo(1, 12);
  expect(rhythm.shareAt(12 * hourMs)).toBeLessThan(rhythm.shareAt(13 * hourMs));
});

test('noon is busier than night, and Monday than Sunday', () => {
  const rhythm = new Rhythm(monday, 7);
  const between = (from: number, to: number) => rhythm.shareAt(to) - rhythm.shareAt(from);
  expect(between(12 * hourMs, 13 * hourMs)).toBeGreaterThan(5 * between(2 * hourMs, 3 * hourMs));
  expect(between(0, dayMs)).toBeGreaterThan(between(6 * dayMs, 7 * dayMs));
});

test('samples are whole seconds inside their window', () => {
  const rhythm = new Rhythm(monday, 3);
  const random = new Random(1);
  for (let nth = 0; nth < 500; nth += 1) {
    const ms = rhythm.sample(random, 10 * hourMs, 11 * hourMs);
    expect(ms % 1000).toBe(0);
    expect(ms).toBeGreaterThanOrEqual(10 * hourMs);
    expect(ms).toBeLessThan(11 * hourMs);
  }
});

test('times inside sampled windows follow the rhythm as a whole', () => {
  const rhythm = new Rhythm(monday, 28);
  const random = new Random(2);
  const inWindows = new Float64Array(24);
  const draws = 40_000;
  for (let nth = 0; nth < draws; nth += 1) {
    const start = rhythm.sampleWindow(random, 6 * hourMs, 0, rhythm.endMs);
    const hour = Math.floor(rhythm.sample(random, start, start + 6 * hourMs) / hourMs) % 24;
    inWindows[hour] = (inWindows[hour] ?? 0) + 1 / draws;
  }
  const day = rhythm.shareAt(dayMs);
  for (let hour = 0; hour < 24; hour += 1) {
    const expected = (rhythm.shareAt((hour + 1) * hourMs) - rhythm.shareAt(hour * hourMs)) / day;
    expect(Math.abs((inWindows[hour] ?? 0) - expected)).toBeLessThan(0.006);
  }
});
