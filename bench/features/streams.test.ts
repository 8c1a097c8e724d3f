import { describe, expect, it } from 'vitest';
import { inDegreeP999, makeStream, streamNames, streamShape } from './streams.ts';

describe('the streams of the feature benchmark', () => {
  it.each(streamNames)(
    '%s is in order of time, in whole seconds, numbered without gaps, and the same each time',
    (name) => {
      const stream = makeStream(name, 5000, 7);
      expect(makeStream(name, 5000, 7)).toEqual(stream);
      expect(makeStream(name, 5000, 8)).not.toEqual(stream);
      const accounts = new Set([...stream.from, ...stream.to]);
      expect(Math.max(...accounts)).toBe(accounts.size - 1);
      for (const [row, time] of stream.at.entries()) {
        expect(time % 1000).toBe(0);
        expect(time).toBeGreaterThanOrEqual(stream.at[row - 1] ?? 0);
        expect(stream.cents[row]).toBeGreaterThan(0);
      }
    },
  );

  it('have hubs where they should: more than a hundred received within a day at the default size, far fewer elsewhere', () => {
    const degree = (name: 'hubs' | 'lowSkew') =>
      inDegreeP999(makeStream(name, 100_000, 1), streamShape(name, 100_000).windowMs);
    expect(degree('hubs')).toBeGreaterThan(100);
    expect(degree('lowSkew')).toBeLessThan(50);
  });
});
