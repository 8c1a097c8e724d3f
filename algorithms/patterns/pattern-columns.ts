import type { WindowIndex } from '../../graph/window/window-index.ts';
import { Histogram } from './histogram.ts';
import { Middles } from './middles.ts';
import type { AccountMoments, Moments } from './moments.ts';
import { type Direction, walkOf } from './neighbours.ts';
import { SimplePaths } from './simple-paths.ts';
import { TemporalPaths } from './temporal-paths.ts';

/** The patterns that are counted by size, in the order of the columns. */
const patterns = [
  'fan_in',
  'fan_out',
  'degree_in',
  'degree_out',
  'scatter_gather',
  'temporal_cycle',
  'simple_cycle',
] as const;
type Pattern = (typeof patterns)[number];

/** The ends and directions that have statistics, in the order of the columns. */
const sides = ['sender_out', 'sender_in', 'receiver_out', 'receiver_in'] as const;
const momentNames = ['mean', 'sum', 'variance', 'skewness', 'kurtosis'] as const;
const statistics = [
  'fan',
  'degree',
  'degree_by_fan',
  ...momentNames.map((name) => `time_${name}`),
  ...momentNames.map((name) => `amount_${name}`),
] as const;

export interface PatternColumnOptions {
  /** Ascending lower bounds of sizes for each pattern; the last bin is open upwards. */
  readonly bins: Readonly<Record<Pattern, readonly number[]>>;
  /** Transfers of the longest simple cycle that counts; temporal cycles have no such limit. */
  readonly cycleLengthMax: number;
  /** Steps of each of the three searches; a search that needs more leaves lower bounds, and `compute` says so. */
  readonly stepsMax: number;
  /**
   * Fans and degrees count transfers that are younger than this, everything else those of the index's window. Absent: the same window. (The
   * yardstick takes one bound in and leaves the other out.)
   */
  readonly fanWindowMs?: number;
}

/**
 * The columns of the Graph Feature Preprocessor (Blanuša et al., 2024; the exact meaning is in bench/yardsticks/graph-feature-preprocessor.md): histograms of the
 * patterns that a transfer completes, by size, and statistics of the transfers of both of its accounts. 73 columns with three bins a pattern.
 *
 * Of the transfer that was added to the index last: features of it see itself and what came before. Times are in seconds, amounts in units of 100
 * cents. Patterns leave self-transfers out, statistics take them in. Deterministic; about O(degree) for most transfers, at most some 6 × `stepsMax`.
 */
export class PatternColumns {
  readonly names: readonly string[];
  readonly #index: WindowIndex;
  readonly #window: number;
  readonly #options: PatternColumnOptions;
  readonly #moments: AccountMoments;
  readonly #histograms: Readonly<Record<Pattern, Histogram>>;
  readonly #middles: Middles;
  readonly #temporalPaths: TemporalPaths;
  readonly #simplePaths: SimplePaths;

  /** `moments` observes the same window of the same index. */
  constructor(index: WindowIndex, moments: AccountMoments, window: number, options: PatternColumnOptions) {
    this.#index = index;
    this.#window = window;
    this.#options = options;
    this.#moments = moments;
    this.#histograms = histogramsOf(options);
    this.#middles = new Middles(index, window);
    this.#temporalPaths = new TemporalPaths(index, window);
    this.#simplePaths = new SimplePaths(index, window, options.cycleLengthMax);
    this.names = PatternColumns.namesOf(options.bins);
  }

  /** The names of the columns that `bins` make, in order. */
  static namesOf(bins: PatternColumnOptions['bins']): readonly string[] {
    return [
      ...patterns.flatMap((pattern) => bins[pattern].map((bin) => `${pattern}_${bin}`)),
      ...sides.flatMap((side) => statistics.map((name) => `${side}_${name}`)),
    ];
  }

  /**
   * Writes the columns of the transfer in a slot, which is in the window, into `into` from `offset` on. False when a search ended at
   * `stepsMax`.
   */
  compute(slot: number, into: Float64Array, offset = 0): boolean {
    const { transfers } = this.#index;
    const from = transfers.from[slot]!;
    const to = transfers.to[slot]!;
    const complete = this.#countPatterns(slot, from, to);
    let place = offset;
    for (const pattern of patterns) {
      const { counts } = this.#histograms[pattern];
      into.set(counts, place);
      place += counts.length;
    }
    place = this.#writeStatistics(from, 'out', into, place);
    place = this.#writeStatistics(from, 'in', into, place);
    place = this.#writeStatistics(to, 'out', into, place);
    this.#writeStatistics(to, 'in', into, place);
    return complete;
  }

  #countPatterns(slot: number, from: number, to: number): boolean {
    const histograms = this.#histograms;
    for (const pattern of patterns) histograms[pattern].clear();
    if (from === to) return true;
    this.#countFan(to, 'in', histograms.fan_in, histograms.degree_in);
    this.#countFan(from, 'out', histograms.fan_out, histograms.degree_out);
    const { stepsMax } = this.#options;
    const middles = this.#middles.count(slot, histograms.scatter_gather, stepsMax);
    const temporal = this.#temporalPaths.count(slot, histograms.temporal_cycle, stepsMax);
    const simple = this.#simplePaths.count(slot, histograms.simple_cycle, stepsMax);
    return middles && temporal && simple;
  }

  #countFan(account: number, direction: Direction, fan: Histogram, degree: Histogram): void {
    const { accounts, transfers, now } = this.#index;
    const walk = walkOf(this.#index, direction);
    const cell = account * accounts.windowCount + this.#window;
    let fans = walk.fan[cell]!;
    let degrees = walk.count[cell]!;
    const { fanWindowMs } = this.#options;
    if (fanWindowMs !== undefined) {
      const [head, next] =
        direction === 'out'
          ? [accounts.outHead[account]!, transfers.outNext]
          : [accounts.inHead[account]!, transfers.inNext];
      for (let slot = head; slot !== -1 && transfers.at[slot]! <= now - fanWindowMs; slot = next[slot]!) {
        if (!transfers.isIn(slot, this.#window)) continue;
        degrees -= 1;
        if (transfers.pairNewer[slot] === -1) fans -= 1;
      }
    }
    fan.add(fans);
    degree.add(degrees);
  }

  #writeStatistics(account: number, direction: Direction, into: Float64Array, offset: number): number {
    const { accounts } = this.#index;
    const walk = walkOf(this.#index, direction);
    const cell = account * accounts.windowCount + this.#window;
    const selfs = accounts.selfCount[cell]!;
    const fan = walk.fan[cell]! + (selfs > 0 ? 1 : 0);
    const degree = walk.count[cell]! + selfs;
    const moments = this.#moments;
    moments.compute(account, direction);
    into[offset] = fan;
    into[offset + 1] = degree;
    into[offset + 2] = fan === 0 ? 0 : degree / fan;
    writeMoments(moments.time, 1000, into, offset + 3);
    writeMoments(moments.amount, 100, into, offset + 8);
    return offset + statistics.length;
  }
}

function histogramsOf({ bins }: PatternColumnOptions): Readonly<Record<Pattern, Histogram>> {
  const made = patterns.map((pattern) => [pattern, new Histogram(bins[pattern], pattern)] as const);
  return Object.fromEntries(made) as Record<Pattern, Histogram>;
}

function writeMoments(moments: Moments, unit: number, into: Float64Array, offset: number): void {
  into[offset] = moments.mean / unit;
  into[offset + 1] = moments.sum / unit;
  into[offset + 2] = moments.variance / (unit * unit);
  into[offset + 3] = moments.skewness;
  into[offset + 4] = moments.kurtosis;
}
