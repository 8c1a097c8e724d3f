import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  naivePatternColumns,
  type PatternOptions,
  type PatternTransfer,
} from './naive-pattern-columns.samples.ts';

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

const statistics = ['fan', 'degree', 'ratio'].concat(
  ['time', 'amount'].flatMap((of) =>
    ['average', 'sum', 'variance', 'skewness', 'kurtosis'].map((m) => `${of} ${m}`),
  ),
);

/** The group and the name of every column, in order. */
function columnNames({ bins }: PatternOptions): { group: string; name: string }[] {
  const patterns = [
    ...['fan-in', 'fan-out'].map((group) => ({ group, bins: bins.fan })),
    ...['degree-in', 'degree-out'].map((group) => ({ group, bins: bins.degree })),
    { group: 'scatter-gather', bins: bins.scatterGather },
    { group: 'temporal cycle', bins: bins.temporalCycle },
    { group: 'simple cycle', bins: bins.simpleCycle },
  ];
  return [
    ...patterns.flatMap(({ group, bins }) => bins.map((least) => ({ group, name: `${least}` }))),
    ...['sender out', 'sender in', 'receiver out', 'receiver in'].flatMap((group) =>
      statistics.map((name) => ({ group, name })),
    ),
  ];
}

/** Trap 2: a transfer of an account to itself makes it a middle of its own pattern. */
function middleOfItself(
  transfers: readonly PatternTransfer[],
  index: number,
  options: PatternOptions,
): boolean {
  const { from, to, at } = transfers[index]!;
  const window = transfers
    .slice(0, index + 1)
    .filter((other) => other.at >= at - options.windows.scatterGather);
  const paid = (source: number, target: number): boolean =>
    window.some((other) => other.from === source && other.to === target);
  return window
    .filter((other) => other.from === other.to && other.from !== from && other.from !== to)
    .some(({ from: u }) => (paid(u, from) && paid(u, to)) || (paid(to, u) && paid(from, u)));
}

/** Trap 3: whether transfers at the very time of this one are earlier makes a difference. Half a second later they are. */
function tiesMatter(transfers: readonly PatternTransfer[], index: number, options: PatternOptions): boolean {
  const later = transfers.map((other, i) => (i === index ? { ...other, at: other.at + 500 } : other));
  const wider = {
    ...options,
    windows: { ...options.windows, simpleCycle: options.windows.simpleCycle + 500 },
  };
  const cycles = (columns: readonly number[]): string =>
    columns.filter((_, column) => columnNames(options)[column]!.group === 'simple cycle').join();
  return (
    cycles(naivePatternColumns(transfers, index, options)) !==
    cycles(naivePatternColumns(later, index, wider))
  );
}

/** Traps 1, 4 and 5: the names of the statistics of one side that the library computes otherwise. */
function unsoundStatistics(
  transfers: readonly PatternTransfer[],
  index: number,
  group: string,
  window: number,
): ReadonlySet<string> {
  const self = transfers[index]!;
  const account = group.startsWith('sender') ? self.from : self.to;
  const near = group.endsWith('out') ? 'from' : 'to';
  const own = transfers.slice(0, index + 1).filter((other) => other[near] === account);
  const current = own.filter(({ at }) => at >= self.at - window);
  const previousAt = transfers[index - 1]?.at ?? self.at;
  if (own.filter(({ at }) => at >= previousAt - window).length > current.length) return new Set(statistics);
  const unsound = ['time', 'amount'].flatMap((of) => {
    const value = (transfer: PatternTransfer): number =>
      of === 'time' ? transfer.at / 1000 : transfer.cents / 100;
    const greatest = Math.max(...own.map((transfer) => Math.abs(value(transfer))), 0);
    const { average, variance } = spread(current.map(value));
    const zeroed = variance < 1.01e-5 * average ** 2;
    return [
      ...(zeroed || variance < 1e-6 * greatest ** 2 ? [`${of} variance`] : []),
      ...(zeroed || variance < 1e-4 * greatest ** 2 ? [`${of} skewness`, `${of} kurtosis`] : []),
    ];
  });
  return new Set(current.length > 1 ? unsound : []);
}

function spread(values: readonly number[]): { average: number; variance: number } {
  const mean = (of: readonly number[]): number =>
    of.reduce((sum, value) => sum + value, 0) / Math.max(1, of.length);
  const average = mean(values);
  return { average, variance: mean(values.map((value) => (value - average) ** 2)) };
}

/** Whether the library computes something else on purpose or by accident, so that the cell is not compared. */
function leftOut(transfers: readonly PatternTransfer[], index: number, options: PatternOptions): boolean[] {
  const unsoundByGroup = new Map<string, ReadonlySet<string>>();
  const middle = middleOfItself(transfers, index, options);
  const ties = tiesMatter(transfers, index, options);
  return columnNames(options).map(({ group, name }) => {
    if (group === 'scatter-gather') return middle;
    if (group === 'simple cycle') return ties;
    if (!/^(sender|receiver)/.test(group)) return false;
    const unsound =
      unsoundByGroup.get(group) ?? unsoundStatistics(transfers, index, group, options.windows.statistics);
    unsoundByGroup.set(group, unsound);
    return unsound.has(name);
  });
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
