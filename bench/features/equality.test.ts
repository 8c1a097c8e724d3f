import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packagePath } from '../../base/package-root.ts';
import { compareCells, type Equality } from './equality.ts';
import type { YardstickConfig } from './pattern-stream.ts';

interface Sample {
  readonly name: string;
  readonly config: YardstickConfig;
  /** Each is from, to, seconds, cents. */
  readonly transfers: readonly (readonly [number, number, number, number])[];
  readonly columns: readonly (readonly number[])[];
}

const file = packagePath('bench', 'yardsticks', 'pattern-columns.samples.json');
/** Those with one window for all patterns, which is what our side of the benchmark has. */
const samples = (JSON.parse(readFileSync(file, 'utf8')).samples as Sample[]).filter(
  ({ config }) => new Set(Object.values(config.windows)).size === 1,
);

function compareSample({ transfers, columns, config }: Sample, change = (cells: Float64Array) => cells) {
  const stream = {
    from: Int32Array.from(transfers, ([from]) => from),
    to: Int32Array.from(transfers, ([, to]) => to),
    at: Float64Array.from(transfers, ([, , seconds]) => seconds * 1000),
    cents: Float64Array.from(transfers, ([, , , cents]) => cents),
  };
  return compareCells(stream, config, 1e9, change(Float64Array.from(columns.flat())));
}

const total = ({ leftOut }: Equality) => Object.values(leftOut).reduce((sum, count) => sum + count, 0);

describe('the cells of the frozen answers of the yardstick', () => {
  it.each(samples)('differ on the graph "$name" by its traps alone', (sample) => {
    const equality = compareSample(sample);
    expect(equality.examples).toEqual([]);
    expect(equality.unexplained).toBe(0);
    expect(equality.leftOut.capped).toBe(0);
    expect(equality.cells).toBe(sample.columns.length * 73);
    expect(total(equality)).toBeLessThan(equality.cells / 5);
  });

  it('show the traps 1 to 4, which small graphs can have', () => {
    const reasons = new Set(
      samples.flatMap((sample) =>
        Object.entries(compareSample(sample).leftOut).flatMap(([reason, count]) =>
          count > 0 ? [reason] : [],
        ),
      ),
    );
    for (const number of [1, 2, 3, 4]) expect([...reasons].join()).toContain(`trap${number}`);
  });

  it('are not explained by being in a column that has a trap: one that is changed anywhere is unexplained or a known difference', () => {
    const [sample] = samples as [Sample];
    const before = compareSample(sample);
    const rows = sample.columns.length;
    let found = 0;
    for (let column = 0; column < 73; column += 1) {
      const changed = compareSample(sample, (cells) => {
        for (let row = 0; row < rows; row += 1) cells[row * 73 + column]! += 1000;
        return cells;
      });
      expect(total(changed) + changed.unexplained).toBeGreaterThan(total(before));
      if (changed.unexplained > rows / 3) found += 1;
    }
    expect(found).toBeGreaterThan(60);
  });
});
