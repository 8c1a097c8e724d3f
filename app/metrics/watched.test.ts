import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../base/clock.ts';
import { MetricCatalogue } from './metric-catalogue.ts';
import { Watched } from './watched.ts';

interface State {
  readonly size: number;
  readonly total: number;
}

function watched() {
  const catalogue = new MetricCatalogue();
  const clock = new ManualClock(0);
  const counts = { failures: 0 };
  const part = new Watched<State>(clock, () => {
    counts.failures += 1;
  }, [
    { metric: catalogue.gauge('size', 'now'), samples: ({ size }) => [{ value: size, labels: {} }] },
    { metric: catalogue.counter('all_total', 'since the start'), samples: ({ total }) => [{ value: total }] },
    {
      metric: catalogue.gauge('by_place', 'each', ['place']),
      samples: ({ size }) =>
        Array.from({ length: size }, (_, place) => ({ value: place, labels: { place } })),
    },
  ]);
  const read = async () =>
    (await catalogue.registry.metrics()).split('\n').filter((line) => /^[a-z]/.test(line));
  return { part, clock, counts, read };
}

describe('metrics of a part that is asked', () => {
  test('nothing is there before it is watched, and after', async () => {
    const { part, read } = watched();
    expect(await read()).toEqual([]);
    const stop = part.watch(() => ({ size: 1, total: 5 }));
    expect(await read()).toEqual(['size 1', 'all_total 5', 'by_place{place="0"} 0']);
    stop();
    expect(await read()).toEqual([]);
  });

  test('what is no longer told is gone, and a counter is not added up', async () => {
    const { part, read } = watched();
    let state = { size: 2, total: 5 };
    part.watch(async () => state);
    expect(await read()).toEqual(['size 2', 'all_total 5', 'by_place{place="0"} 0', 'by_place{place="1"} 1']);
    state = { size: 0, total: 7 };
    expect(await read()).toEqual(['size 0', 'all_total 7']);
  });

  test('one question serves every metric, and all readings until it is old', async () => {
    const { part, clock, read } = watched();
    let asked = 0;
    part.watch(async () => ({ size: 0, total: ++asked }), 1000);
    await read();
    clock.advanceMs(999);
    expect(await read()).toEqual(['size 0', 'all_total 1']);
    clock.advanceMs(1);
    expect(await read()).toEqual(['size 0', 'all_total 2']);
  });

  test('a part that fails is absent and counted, and back when it answers', async () => {
    const { part, counts, read } = watched();
    let works = false;
    part.watch(() => {
      if (!works) throw new Error('away');
      return { size: 0, total: 1 };
    });
    expect(await read()).toEqual([]);
    expect(counts.failures).toBe(1);
    works = true;
    expect(await read()).toEqual(['size 0', 'all_total 1']);
  });

  test('a part that never answers holds nobody up for long', async () => {
    const { part, counts, read } = watched();
    part.watch(() => new Promise<State>(() => {}));
    const startMs = performance.now();
    expect(await read()).toEqual([]);
    expect(performance.now() - startMs).toBeLessThan(5000);
    expect(counts.failures).toBe(1);
  });

  test('who stops watching late does not stop the next one', async () => {
    const { part, read } = watched();
    const stop = part.watch(() => ({ size: 0, total: 1 }));
    part.watch(() => ({ size: 0, total: 2 }));
    stop();
    expect(await read()).toEqual(['size 0', 'all_total 2']);
  });
});
