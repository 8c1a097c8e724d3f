import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../base/config.ts';
import { benchFeatures } from './bench-features.ts';
import { featuresPage } from './features-page.ts';

describe('the benchmark of the features', () => {
  it('has all figures of ours without the yardstick, nulls for its own, and says how to get it', async () => {
    const lines: string[] = [];
    const figures = await benchFeatures(
      {
        transactions: 2500,
        growthTransactions: 2500,
        seed: 1,
        repeats: 1,
        secondsMax: 1,
        python: null,
        print: (line) => lines.push(line),
      },
      parseConfig({}),
    );
    expect(lines.filter((line) => line.includes('npm run bench:setup'))).toHaveLength(1);
    for (const key of ['LowSkew', 'Hubs', 'LongWindows'] as const) {
      expect(figures[`ratio${key}`]).toBeNull();
      expect(figures[`ratio${key}Batch1`]).toBeNull();
    }
    for (const key of ['p99Us', 'growth', 'bytesPerTransfer', 'allFamiliesPerCpuSecond'] as const)
      expect(figures[key]).toBeGreaterThan(0);
    for (const { batch1, batch128, equality } of Object.values(figures.streams)) {
      expect(equality).toBeNull();
      for (const batch of [batch1, batch128]) {
        expect(batch).toMatchObject({ edges: 2500, yardstick: null, ratio: null });
        expect(batch.edgesPerCpuSecond).toBeGreaterThan(0);
        expect(batch.peakMemoryMiB).toBeGreaterThan(0);
      }
      expect(batch1.p99Us).toBeGreaterThanOrEqual(batch1.p50Us!);
      expect(batch128.p99Us).toBeNull();
    }
    expect(featuresPage(figures)).toContain('not measured');
  }, 120_000);
});
