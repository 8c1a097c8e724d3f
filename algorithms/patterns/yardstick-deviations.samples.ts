import {
  naivePatternColumns,
  type PatternOptions,
  type PatternTransfer,
} from './naive-pattern-columns.samples.ts';

const statistics = ['fan', 'degree', 'ratio'].concat(
  ['time', 'amount'].flatMap((of) =>
    ['average', 'sum', 'variance', 'skewness', 'kurtosis'].map((m) => `${of} ${m}`),
  ),
);

/** The group and the name of every pattern column, in order. */
export function columnNames({ bins }: PatternOptions): { group: string; name: string }[] {
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

/** Trap 3: whether it makes a difference that transfers at the very time of this one are not earlier. Half a second later they are. */
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
  const isOwn = (transfer: PatternTransfer): boolean => transfer[near] === account;
  const own = transfers.slice(0, index + 1).filter(isOwn);
  const current = own.filter(({ at }) => at >= self.at - window);
  const previousAt = transfers[index - 1]?.at ?? self.at;
  if (own.filter(({ at }) => at >= previousAt - window).length > current.length) return new Set(statistics);
  const unsound = ['time', 'amount'].flatMap((of) => {
    const value = ({ at, cents }: PatternTransfer): number => (of === 'time' ? at / 1000 : cents / 100);
    const greatest = Math.max(...own.map((transfer) => Math.abs(value(transfer))), 0);
    const { variance } = spread(current.map(value));
    const zeroed =
      isZeroed(current.map(value)) || zeroedByExpiry(transfers.slice(0, index + 1), isOwn, value, window);
    const several = current.length > 1;
    return [
      ...(zeroed || (several && variance < 1e-6 * greatest ** 2) ? [`${of} variance`] : []),
      ...(zeroed || (several && variance < 1e-4 * greatest ** 2) ? [`${of} skewness`, `${of} kurtosis`] : []),
    ];
  });
  return new Set(unsound);
}

/** Trap 4: whether the moments were set to 0 when a value expired, and still suffer from it. */
function zeroedByExpiry(
  transfers: readonly PatternTransfer[],
  isOwn: (transfer: PatternTransfer) => boolean,
  value: (transfer: PatternTransfer) => number,
  window: number,
): boolean {
  const held: PatternTransfer[] = [];
  let zeroed = false;
  for (const [place, transfer] of transfers.entries()) {
    const since = (transfers[place - 1]?.at ?? transfer.at) - window;
    while (held.length > 0 && held[0]!.at < since) {
      held.shift();
      zeroed = held.length > 0 && (zeroed || isZeroed(held.map(value)));
    }
    if (isOwn(transfer)) held.push(transfer);
  }
  return zeroed;
}

/** Trap 4: values that differ, and that the library takes for equal. */
function isZeroed(values: readonly number[]): boolean {
  const { average, variance } = spread(values);
  return values.some((value) => value !== values[0]) && variance < 1.01e-5 * average ** 2;
}

function spread(values: readonly number[]): { average: number; variance: number } {
  const mean = (of: readonly number[]): number =>
    of.reduce((sum, value) => sum + value, 0) / Math.max(1, of.length);
  const average = mean(values);
  return { average, variance: mean(values.map((value) => (value - average) ** 2)) };
}

/**
 * Which pattern columns of transfer `index` the yardstick computes otherwise than the naive version, so that they are not compared: its traps,
 * by the numbers that `bench/yardsticks/graph-feature-preprocessor.md` gives them. For transfers in order of time, in whole seconds from 1 on.
 */
export function leftOut(
  transfers: readonly PatternTransfer[],
  index: number,
  options: PatternOptions,
): boolean[] {
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
