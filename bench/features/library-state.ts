import type { TransferColumns } from './transfer-columns.ts';

/** The value of a row: its time in seconds, its amount. */
type Values = readonly [(row: number) => number, (row: number) => number];

/** The values that the library holds of one account and direction, oldest first, and what its arithmetic remembers of them. */
class HeldValues {
  readonly #rows: number[] = [];
  #head = 0;
  readonly #value: Values;
  /** The greatest time and amount that ever were here. */
  readonly peak: [number, number] = [0, 0];
  /** Whether an expiry set the moments of times, of amounts to 0, and they still suffer from it. */
  readonly zeroed: [boolean, boolean] = [false, false];

  constructor(value: Values) {
    this.#value = value;
  }

  get rows(): readonly number[] {
    return this.#rows.slice(this.#head);
  }

  get oldest(): number | undefined {
    return this.#rows[this.#head];
  }

  push(row: number): void {
    this.#rows.push(row);
    for (const of of [0, 1] as const) this.peak[of] = Math.max(this.peak[of], this.#value[of](row));
  }

  expireOldest(): void {
    const before = this.rows;
    this.#head += 1;
    const { rows } = this;
    for (const of of [0, 1] as const) {
      const value = this.#value[of];
      const zeroed = this.zeroed[of] || setsToZero(before.map(value), rows.map(value));
      this.zeroed[of] = rows.length > 0 && zeroed;
    }
  }

  values(rows: readonly number[], of: 0 | 1): number[] {
    return rows.map(this.#value[of]);
  }
}

/** Trap 4: values that differ, and that the library takes for equal. */
function isZeroed(values: readonly number[]): boolean {
  const { average, variance } = spread(values);
  return values.some((value) => value !== values[0]) && variance < 1.01e-5 * average ** 2;
}

/** Trap 4 when a value expires: also a sum of squared deviations that fell below 1e-5 of what it was is set to 0. */
function setsToZero(before: readonly number[], after: readonly number[]): boolean {
  const squares = (values: readonly number[]) => values.length * spread(values).variance;
  return isZeroed(after) || squares(after) < 1.01e-5 * squares(before);
}

function spread(values: readonly number[]): { average: number; variance: number } {
  const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / Math.max(1, of.length);
  const average = mean(values);
  return { average, variance: mean(values.map((value) => (value - average) ** 2)) };
}

/** Why a statistic of the library differs, by the numbers of graph-feature-preprocessor.md. */
export type StatisticsTrap = 'trap1StatisticsLag' | 'trap4SmallVariance' | 'trap5RunningMoments';

/**
 * What the library holds of each account after each transfer of a stream, as far as its traps 1, 4 and 5 need it. Follow the rows in
 * order with `advance`; `trapOf` then tells of the latest row. Amortised O(transfers of the account) for a row.
 */
export class LibraryState {
  readonly #columns: TransferColumns;
  readonly #windowMs: number;
  readonly #held = new Map<number, HeldValues>();
  #expired = 0;
  #row = -1;

  constructor(columns: TransferColumns, windowMs: number) {
    this.#columns = columns;
    this.#windowMs = windowMs;
  }

  /** Takes in the next row. What is too old for the row before it leaves first: the library's own order. */
  advance(): void {
    const { from, to, at } = this.#columns;
    const since = this.#row < 0 ? Number.NEGATIVE_INFINITY : at[this.#row]! - this.#windowMs;
    this.#row += 1;
    for (; at[this.#expired]! < since; this.#expired += 1) {
      this.#of(from[this.#expired]!, 'out').expireOldest();
      this.#of(to[this.#expired]!, 'in').expireOldest();
    }
    this.#of(from[this.#row]!, 'out').push(this.#row);
    this.#of(to[this.#row]!, 'in').push(this.#row);
  }

  /**
   * Which trap, if any, makes a statistic of the latest row differ: `place` is its place among the 13 of a side. Null when none
   * applies, so that the difference is somebody's mistake.
   */
  trapOf(account: number, direction: 'in' | 'out', place: number): StatisticsTrap | null {
    const { at } = this.#columns;
    const held = this.#of(account, direction);
    const since = at[this.#row]! - this.#windowMs;
    if (held.oldest !== undefined && at[held.oldest]! < since) return 'trap1StatisticsLag';
    const of = place >= 8 ? 1 : 0;
    const moment = place < 3 ? -1 : (place - 3) % 5;
    if (moment < 2) return null;
    const values = held.values(held.rows, of);
    if (held.zeroed[of] || isZeroed(values)) return 'trap4SmallVariance';
    const share = moment === 2 ? 1e-6 : 1e-4;
    const { variance } = spread(values);
    return values.length > 1 && variance < share * held.peak[of] ** 2 ? 'trap5RunningMoments' : null;
  }

  #of(account: number, direction: 'in' | 'out'): HeldValues {
    const key = account * 2 + (direction === 'out' ? 0 : 1);
    const known = this.#held.get(key);
    if (known !== undefined) return known;
    const { at, cents } = this.#columns;
    const made = new HeldValues([(row) => at[row]! / 1000, (row) => cents[row]! / 100]);
    this.#held.set(key, made);
    return made;
  }
}
