/** A transfer as the pattern columns see it. `at` is in milliseconds, `seq` is its place in the stream. */
export interface PatternTransfer {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly seq: number;
  readonly cents: number;
}

type End = 'from' | 'to';
type Pattern = 'fan' | 'degree' | 'scatterGather' | 'temporalCycle' | 'simpleCycle';

export interface PatternOptions {
  /** Milliseconds, per pattern and for the statistics. */
  readonly windows: Readonly<Record<Pattern | 'statistics', number>>;
  /** Ascending lower bounds of sizes; the last bin is open upwards. */
  readonly bins: Readonly<Record<Pattern, readonly number[]>>;
  /** Transfers in the longest simple cycle that is counted. Temporal cycles have no such limit. */
  readonly cycleLengthMax: number;
}

/**
 * The pattern columns of transfer `index`, written straight from `bench/yardsticks/graph-feature-preprocessor.md`, which defines them: the
 * specification of any faster computation, and what the yardstick's own answers are compared with. Only transfers up to its own `seq` and
 * `at` count. In order: the histograms of fan-in, fan-out, degree-in, degree-out, scatter-gather, temporal cycles and simple cycles, then 13
 * statistics each of the sender's outgoing and incoming transfers and of the receiver's; time is in seconds, amounts are in units of 100 cents.
 *
 * Reads the whole list for every column, and its cycles are exponential: for lists of some hundred transfers.
 */
export function naivePatternColumns(
  transfers: readonly PatternTransfer[],
  index: number,
  options: PatternOptions,
): number[] {
  const self = transfers[index]!;
  const { windows, bins, cycleLengthMax } = options;
  const known = transfers.filter((other) => other.seq <= self.seq && other.at <= self.at);
  const since = (window: number): PatternTransfer[] => known.filter(({ at }) => at >= self.at - window);
  const after = (window: number): PatternTransfer[] => known.filter(({ at }) => at > self.at - window);
  const sizes = [
    { bins: bins.fan, sizes: fanSizes(after(windows.fan), self, 'to', 'from') },
    { bins: bins.fan, sizes: fanSizes(after(windows.fan), self, 'from', 'to') },
    { bins: bins.degree, sizes: degreeSizes(after(windows.degree), self, 'to') },
    { bins: bins.degree, sizes: degreeSizes(after(windows.degree), self, 'from') },
    { bins: bins.scatterGather, sizes: scatterGatherSizes(since(windows.scatterGather), self) },
    { bins: bins.temporalCycle, sizes: temporalCycleSizes(since(windows.temporalCycle), self) },
    { bins: bins.simpleCycle, sizes: simpleCycleSizes(since(windows.simpleCycle), self, cycleLengthMax) },
  ];
  const histograms = sizes.map((pattern) =>
    histogram(self.from === self.to ? [] : pattern.sizes, pattern.bins),
  );
  const statistics = [self.from, self.to].flatMap((account) => [
    ...accountStatistics(since(windows.statistics), account, 'from', 'to'),
    ...accountStatistics(since(windows.statistics), account, 'to', 'from'),
  ]);
  return [...histograms.flat(), ...statistics];
}

/** How many sizes fall into each bin. A pattern has a size of 2 or more, and a transfer to oneself is in none. */
function histogram(sizes: readonly number[], bins: readonly number[]): number[] {
  const counted = sizes.filter((size) => size >= 2);
  return bins.map((least, bin) => {
    const end = bins[bin + 1] ?? Number.POSITIVE_INFINITY;
    return counted.filter((size) => size >= least && size < end).length;
  });
}

/** A transfer to oneself is no part of a pattern. */
function betweenTwo(transfers: readonly PatternTransfer[]): PatternTransfer[] {
  return transfers.filter(({ from, to }) => from !== to);
}

/** The number of other ends of the transfers that share the `near` end of `self`, itself included. */
function fanSizes(
  transfers: readonly PatternTransfer[],
  self: PatternTransfer,
  near: End,
  far: End,
): number[] {
  const sharing = betweenTwo(transfers).filter((transfer) => transfer[near] === self[near]);
  return [new Set(sharing.map((transfer) => transfer[far])).size];
}

function degreeSizes(transfers: readonly PatternTransfer[], self: PatternTransfer, near: End): number[] {
  return [betweenTwo(transfers).filter((transfer) => transfer[near] === self[near]).length];
}

/** For each account that pays the sender, or is paid by the receiver: how many middles join it with the other end of `self`. */
function scatterGatherSizes(transfers: readonly PatternTransfer[], self: PatternTransfer): number[] {
  const pairs = betweenTwo(transfers);
  const paid = (from: number, to: number): boolean =>
    pairs.some((pair) => pair.from === from && pair.to === to);
  const accounts = [...new Set(pairs.flatMap(({ from, to }) => [from, to]))];
  const middles = (source: number, target: number): number =>
    accounts.filter((middle) => paid(source, middle) && paid(middle, target)).length;
  const others = accounts.filter((account) => account !== self.from && account !== self.to);
  return [
    ...others.filter((source) => paid(source, self.from)).map((source) => middles(source, self.to)),
    ...others.filter((target) => paid(self.to, target)).map((target) => middles(self.from, target)),
  ];
}

/** Sizes of the simple cycles that `self` closes with strictly earlier transfers, one for every sequence of accounts. */
function simpleCycleSizes(
  transfers: readonly PatternTransfer[],
  self: PatternTransfer,
  lengthMax: number,
): number[] {
  const earlier = transfers.filter(({ at }) => at < self.at);
  const walk = (path: readonly number[]): number[] => {
    const account = path.at(-1)!;
    if (account === self.from) return [path.length];
    if (path.length === lengthMax) return [];
    const next = new Set(earlier.filter(({ from }) => from === account).map(({ to }) => to));
    return [...next].filter((to) => !path.includes(to)).flatMap((to) => walk([...path, to]));
  };
  return walk([self.to]);
}

/** The same with strictly rising times and of any length. The earliest transfer that is late enough leaves the most room for the rest. */
function temporalCycleSizes(transfers: readonly PatternTransfer[], self: PatternTransfer): number[] {
  const earlier = transfers.filter(({ at }) => at < self.at);
  const walk = (path: readonly number[], lastAt: number): number[] => {
    const account = path.at(-1)!;
    if (account === self.from) return [path.length];
    const later = earlier.filter(({ from, at }) => from === account && at > lastAt);
    const next = [...new Set(later.map(({ to }) => to))].filter((to) => !path.includes(to));
    return next.flatMap((to) => {
      const firstAt = Math.min(...later.filter((transfer) => transfer.to === to).map(({ at }) => at));
      return walk([...path, to], firstAt);
    });
  };
  return walk([self.to], Number.NEGATIVE_INFINITY);
}

/** Fan, degree, degree by fan, then the moments of times and of amounts, over the transfers whose `near` end is the account. */
function accountStatistics(
  transfers: readonly PatternTransfer[],
  account: number,
  near: End,
  far: End,
): number[] {
  const own = transfers.filter((transfer) => transfer[near] === account);
  const fan = new Set(own.map((transfer) => transfer[far])).size;
  const degree = own.length;
  return [
    fan,
    degree,
    degree === 0 ? 0 : degree / fan,
    ...moments(own.map(({ at }) => at / 1000)),
    ...moments(own.map(({ cents }) => cents / 100)),
  ];
}

/** Average, sum, variance of the population, skewness m₃/m₂^1.5 and kurtosis m₄/m₂² (not the excess). All are 0 without values. */
function moments(values: readonly number[]): number[] {
  if (values.length === 0) return [0, 0, 0, 0, 0];
  const sum = values.reduce((total, value) => total + value, 0);
  const average = sum / values.length;
  if (values.every((value) => value === values[0])) return [average, sum, 0, 0, 0];
  const central = (power: number): number =>
    values.reduce((total, value) => total + (value - average) ** power, 0) / values.length;
  const variance = central(2);
  return [average, sum, variance, central(3) / variance ** 1.5, central(4) / variance ** 2];
}
