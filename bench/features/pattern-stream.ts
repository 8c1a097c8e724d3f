import { readFileSync } from 'node:fs';
import { AccountMoments } from '../../algorithms/patterns/moments.ts';
import { PatternColumns } from '../../algorithms/patterns/pattern-columns.ts';
import { packagePath } from '../../base/package-root.ts';
import { WindowAccounts } from '../../graph/window/window-accounts.ts';
import { WindowIndex } from '../../graph/window/window-index.ts';
import type { TransferColumns } from './transfer-columns.ts';

/** The configuration of the yardstick: windows in seconds, bins by pattern. */
export interface YardstickConfig {
  readonly windows: Readonly<Record<string, number>>;
  readonly bins: Readonly<
    Record<'fan' | 'degree' | 'scatterGather' | 'temporalCycle' | 'simpleCycle', readonly number[]>
  >;
  readonly cycleLengthMax: number;
}

const limits = { transfersMax: 20_000_000, accountsMax: 10_000_000 };

/** The usual configuration with one window for everything: 73 columns. */
export function yardstickConfig(windowMs: number): YardstickConfig {
  const file = packagePath('bench', 'yardsticks', 'usual.json');
  const usual = JSON.parse(readFileSync(file, 'utf8')) as YardstickConfig;
  const windows = Object.keys(usual.windows).map((pattern) => [pattern, windowMs / 1000]);
  return { ...usual, windows: Object.fromEntries(windows) };
}

/**
 * Our side of the benchmark: an empty window index with the moments and the pattern columns on it, as the configuration of the
 * yardstick says. Its window takes the lower bound in, except for fans and degrees: one millisecond more, and `fanWindowMs`.
 */
export class PatternStream {
  readonly index: WindowIndex;
  readonly moments: AccountMoments;
  readonly columns: PatternColumns;
  /** Transfers whose searches ended at `stepsMax`. */
  capped = 0;
  #seq = 0;

  /** The windows of the configuration must be one and the same. */
  constructor({ windows, bins, cycleLengthMax }: YardstickConfig, stepsMax: number) {
    const windowMs = windows['statistics']! * 1000;
    this.moments = new AccountMoments(() => this.index, 0);
    const accounts = new WindowAccounts(limits.accountsMax, 1);
    this.index = new WindowIndex([windowMs + 1], accounts, limits, this.moments);
    this.columns = new PatternColumns(this.index, this.moments, 0, {
      bins: {
        fan_in: bins.fan,
        fan_out: bins.fan,
        degree_in: bins.degree,
        degree_out: bins.degree,
        scatter_gather: bins.scatterGather,
        temporal_cycle: bins.temporalCycle,
        simple_cycle: bins.simpleCycle,
      },
      cycleLengthMax,
      stepsMax,
      fanWindowMs: windowMs,
    });
  }

  /** Adds a row of the columns and writes the features of its transfer. Answers its slot. */
  add({ from, to, at, cents }: TransferColumns, row: number, into: Float64Array, offset: number): number {
    this.#seq += 1;
    const transfer = {
      from: from[row]!,
      to: to[row]!,
      at: at[row]!,
      seq: this.#seq,
      cents: cents[row]!,
    };
    const slot = this.index.add(transfer);
    if (!this.columns.compute(slot, into, offset)) this.capped += 1;
    return slot;
  }
}
