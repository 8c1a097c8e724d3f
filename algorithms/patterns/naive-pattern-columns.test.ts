import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  naivePatternColumns,
  type PatternOptions,
  type PatternTransfer,
} from './naive-pattern-columns.samples.ts';
import { columnNames, leftOut } from './yardstick-deviations.samples.ts';

interface Sample {
  readonly name: string;
  /** With windows in seconds. */
  readonly config: PatternOptions;
  /** Each is from, to, seconds, cents. */
  readonly transfers: readonly (readonly [number, number, number, number])[];
  readonly columns: readonly (readonly number[])[];
}

const file = new URL('../../bench/yardsticks/pattern-columns.samples.json', import.meta.url);
const samples: readonly Sample[] = JSON.parse(readFileSync(file, 'utf8')).samples;

function optionsOf({ config }: Sample): PatternOptions {
  const windows = Object.entries(config.windows).map(([pattern, seconds]) => [pattern, seconds * 1000]);
  return { ...config, windows: Object.fromEntries(windows) };
}

function transfersOf(sample: Sample): PatternTransfer[] {
  return sample.transfers.map(([from, to, seconds, cents], seq) => ({
    from,
    to,
    at: seconds * 1000,
    seq,
    cents,
  }));
}

interface Cells {
  compared: number;
  /** Of those compared, not zero. */
  filled: number;
  leftOut: number;
  /** Of those left out, other than the library's. */
  leftOutDiffering: number;
}

interface Comparison {
  readonly differences: string[];
  /** Per group of columns. */
  readonly cells: Readonly<Record<string, Cells>>;
}

function compare(sample: Sample): Comparison {
  const [options, transfers] = [optionsOf(sample), transfersOf(sample)];
  const names = columnNames(options);
  const differences: string[] = [];
  const cells: Record<string, Cells> = {};
  for (const [index, expected] of sample.columns.entries()) {
    const actual = naivePatternColumns(transfers, index, options);
    const skipped = leftOut(transfers, index, options);
    expect(actual.length).toBe(expected.length);
    for (const [column, { group, name }] of names.entries()) {
      cells[group] ??= { compared: 0, filled: 0, leftOut: 0, leftOutDiffering: 0 };
      const [a, b] = [actual[column]!, expected[column]!];
      const differs = !(Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b)));
      if (skipped[column]) {
        cells[group].leftOut++;
        if (differs) cells[group].leftOutDiffering++;
        continue;
      }
      cells[group].compared++;
      if (b !== 0) cells[group].filled++;
      if (differs) differences.push(`transfer ${index}, ${group} ${name}: ${a} instead of ${b}`);
    }
  }
  return { differences, cells };
}

describe('the naive pattern columns', () => {
  it.each(samples)('are those of the yardstick on the graph "$name"', (sample) => {
    const { differences, cells } = compare(sample);
    expect(differences).toEqual([]);
    for (const [group, { compared, filled, leftOut }] of Object.entries(cells)) {
      expect(filled, `cells of ${group} that say something`).toBeGreaterThan(10);
      expect(leftOut / (compared + leftOut), `share of ${group} left out`).toBeLessThan(1 / 3);
    }
  });

  it('are compared wherever the yardstick is sound: every reason to leave cells out has cells that differ', () => {
    const differing = samples.flatMap((sample) =>
      Object.entries(compare(sample).cells).filter(([, cells]) => cells.leftOutDiffering > 0),
    );
    const groups = new Set(differing.map(([group]) => group.replace(/ (out|in)$/, '')));
    expect([...groups].sort()).toEqual(['receiver', 'scatter-gather', 'sender', 'simple cycle']);
  });
});

const minute = 60_000;
const one = [2];
const oneBin: PatternOptions = {
  windows: {
    fan: minute,
    degree: minute,
    scatterGather: minute,
    temporalCycle: minute,
    simpleCycle: minute,
    statistics: minute,
  },
  bins: { fan: one, degree: one, scatterGather: one, temporalCycle: one, simpleCycle: one },
  cycleLengthMax: 3,
};

/** The seven pattern columns of the last transfer, with one bin each. Transfers as `from>to@seconds`. */
function patternsOf(text: string): number[] {
  const transfers = text.split(' ').map((word, seq): PatternTransfer => {
    const [from, to, seconds] = word.split(/[>@]/).map(Number) as [number, number, number];
    return { from, to, at: seconds * 1000, seq, cents: 100 };
  });
  return naivePatternColumns(transfers, transfers.length - 1, oneBin).slice(0, 7);
}

describe('the last transfer of a tiny graph', () => {
  it.each([
    // fan-in, fan-out, degree-in, degree-out, scatter-gather, temporal cycle, simple cycle
    ['1>2@0 3>2@59', [1, 0, 1, 0, 0, 0, 0], 'a fan inside of the window'],
    ['1>2@0 3>2@60', [0, 0, 0, 0, 0, 0, 0], 'a fan whose window is open below'],
    ['1>2@0 1>2@1', [0, 0, 1, 1, 0, 0, 0], 'parallel transfers are a degree and no fan'],
    ['1>2@0 2>3@30 3>1@60', [0, 0, 0, 0, 0, 1, 1], 'a ring whose window is closed below'],
    ['1>2@0 2>3@30 3>1@61', [0, 0, 0, 0, 0, 0, 0], 'a ring that is too old'],
    ['2>3@0 1>2@1 3>1@2', [0, 0, 0, 0, 0, 0, 1], 'a ring out of order'],
    ['1>2@0 2>3@1 3>1@1', [0, 0, 0, 0, 0, 0, 0], 'a ring with a tie at its close'],
    ['1>2@0 2>3@0 3>1@1', [0, 0, 0, 0, 0, 0, 1], 'a ring with a tie before its close'],
    ['1>2@0 2>3@1 3>4@2 4>1@3', [0, 0, 0, 0, 0, 1, 0], 'a ring longer than simple cycles may be'],
    ['1>2@0 1>2@1 2>1@2', [0, 0, 0, 0, 0, 1, 1], 'parallel transfers make one cycle'],
    ['1>2@0 1>3@0 2>4@60 3>4@60', [1, 0, 1, 0, 1, 0, 0], 'a scatter-gather, closed window'],
    ['2>4@0 3>4@1 1>2@2 1>3@3', [0, 1, 0, 1, 1, 0, 0], 'a scatter-gather, the gathering first'],
    ['1>1@0 1>4@1 1>2@2 2>4@3', [1, 0, 1, 0, 0, 0, 0], 'a source that pays itself is no middle'],
    ['1>2@0 2>1@1 1>1@2', [0, 0, 0, 0, 0, 0, 0], 'a transfer to oneself'],
  ])('%s: %j, %s', (text, expected) => {
    expect(patternsOf(text)).toEqual(expected);
  });
});
