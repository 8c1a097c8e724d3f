import { expect, it } from 'vitest';
import { parseConfig } from '../../base/config.ts';
import { benchRings, type RingBenchOptions } from './bench-rings.ts';
import { ringsPage } from './rings-page.ts';

const config = parseConfig({});

function options(more: Partial<RingBenchOptions> = {}): RingBenchOptions & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    seeds: [1, 2],
    transactions: 4000,
    accounts: 400,
    rings: 10,
    lookAlikes: [2, 10],
    signal: new AbortController().signal,
    print: (line) => lines.push(line),
    progress: () => {},
    ...more,
    lines,
  };
}

it('measures each ratio on every seed, and gives the first one at the top', async () => {
  const done: number[] = [];
  const all = options({ progress: (part, total) => done.push(part / total) });
  const figures = await benchRings(all, config);
  expect(all.lines.map((line) => line.split(':')[0])).toEqual([
    'look-alikes 2 to 1, seed 1',
    'look-alikes 2 to 1, seed 2',
    'look-alikes 10 to 1, seed 1',
    'look-alikes 10 to 1, seed 2',
  ]);
  expect(done.at(-1)).toBe(1);
  const [two, ten] = figures.byLookAlikes;
  expect(figures).toMatchObject(two!);
  expect([two!.lookAlikes, ten!.lookAlikes]).toEqual([2, 10]);
  for (const each of figures.byLookAlikes) {
    expect(each.planted).toBe(20);
    expect(each.recall).toBe(each.found / 20);
    expect(each.precision).toBe((each.tracked - each.falseRings) / each.tracked);
    expect(each.medianMoneyMovedBeforeAlert).toBeLessThanOrEqual(each.p90MoneyMovedBeforeAlert!);
    expect(each.medianTransfersBeforeAlert).toBeLessThanOrEqual(each.p90TransfersBeforeAlert!);
    expect(each.alertsPer10000).toBeGreaterThan(0);
  }
  expect(ringsPage(figures)).toMatch(/\| look-alikes +\| 2 to 1 +\| 10 to 1 +\|/);
}, 120_000);

it('ends with the reason of its signal', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(benchRings(options({ signal }), config)).rejects.toThrow('enough');
});
