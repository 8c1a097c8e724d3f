import { grown } from '../../graph/window/columns.ts';
import type { WindowIndex, WindowObserver } from '../../graph/window/window-index.ts';
import { type Direction, walkOf } from './neighbours.ts';

const none = -1;
/** Doubles of a busy row: shifts of time and amount, four power sums of each, greatest fourth power sums, removals. */
const rowWidth = 13;
const [timeShift, amountShift, timeSums, amountSums, timePeak, amountPeak, removals] = [
  0, 1, 2, 6, 10, 11, 12,
] as const;
/** From this many transfers on an account's sums are kept up to date; below half of it they are given up again. */
const busyFromDefault = 64;
/** A sum that fell below its peak by this factor has lost too many digits to subtraction. */
const fallMax = 2 ** 20;
/** As has one whose mean moved this many deviations (squared) away from its shift. */
const driftMax = 2 ** 10;

/** The moments of a set of numbers: population's, skewness without correction, kurtosis not the excess; 0 where undefined. */
export interface Moments {
  count: number;
  mean: number;
  sum: number;
  variance: number;
  skewness: number;
  kurtosis: number;
}

const empty = (): Moments => ({ count: 0, mean: 0, sum: 0, variance: 0, skewness: 0, kurtosis: 0 });

/**
 * Mean, variance, skewness and kurtosis of times (milliseconds) and amounts (cents) of an account's transfers of one window, self-transfers included, by direction.
 *
 * Of a quiet account they are computed from its transfers, in two passes. A busy one (64 transfers and more) has running sums of
 * powers of the distances from a shift near the mean (Pébay, "Formulas for robust, one-pass parallel computation of covariances
 * and arbitrary-order statistical moments", Sandia 2008), which are computed anew when as many transfers left as there are, when the sums fell
 * by six digits, or when the mean drifted away from the shift; so an amount that came and went leaves no trace, and the cost is amortised O(1) per
 * transfer. Equal to the two passes up to rounding (a relative 1e-9). All of it happens as transfers enter and leave, never when a question is
 * asked: it has to observe the window from its first transfer on, and then the same transfers give the same bits.
 */
export class AccountMoments implements WindowObserver {
  readonly time = empty();
  readonly amount = empty();
  readonly #window: number;
  readonly #busyFrom: number;
  readonly #index: () => WindowIndex;
  /** Scratch for the two passes. */
  readonly #times: Float64Array;
  readonly #amounts: Float64Array;
  /** Row of each account and direction, at `account * 2 + (out ? 0 : 1)`; -1 for a quiet one. */
  #rowOf = new Int32Array(2048).fill(none);
  #rows = new Float64Array(rowWidth * 16);
  #rowCount = 0;
  readonly #freeRows: number[] = [];

  /** `index`: the one that this observes, which is made after it. `busyFrom`: transfers from which an account is busy, at least 2. */
  constructor(index: () => WindowIndex, window: number, busyFrom = busyFromDefault) {
    this.#index = index;
    this.#window = window;
    this.#busyFrom = busyFrom;
    this.#times = new Float64Array(busyFrom);
    this.#amounts = new Float64Array(busyFrom);
  }

  get bytes(): number {
    return this.#rowOf.byteLength + this.#rows.byteLength;
  }

  entered(slot: number, window: number): void {
    if (window !== this.#window) return;
    const { transfers } = this.#index();
    this.#changed(transfers.from[slot]!, 'out', slot, 1);
    this.#changed(transfers.to[slot]!, 'in', slot, 1);
  }

  left(slot: number, window: number): void {
    if (window !== this.#window) return;
    const { transfers } = this.#index();
    this.#changed(transfers.from[slot]!, 'out', slot, -1);
    this.#changed(transfers.to[slot]!, 'in', slot, -1);
  }

  /** Puts the moments of an account into `time` and `amount`. O(1) for a busy account, else O(its transfers), of which there are fewer than 64. */
  compute(account: number, direction: Direction): void {
    const count = this.#countOf(account, direction);
    const cell = account * 2 + (direction === 'out' ? 0 : 1);
    const row = cell < this.#rowOf.length ? this.#rowOf[cell]! : none;
    if (row === none) {
      this.#twoPasses(account, direction, count);
      return;
    }
    const base = row * rowWidth;
    fromSums(this.time, count, this.#rows, base + timeShift, base + timeSums);
    fromSums(this.amount, count, this.#rows, base + amountShift, base + amountSums);
  }

  #countOf(account: number, direction: Direction): number {
    const { accounts } = this.#index();
    const cell = account * accounts.windowCount + this.#window;
    return (direction === 'out' ? accounts.outCount : accounts.inCount)[cell]! + accounts.selfCount[cell]!;
  }

  #changed(account: number, direction: Direction, slot: number, sign: 1 | -1): void {
    const cell = account * 2 + (direction === 'out' ? 0 : 1);
    if (cell >= this.#rowOf.length) {
      const before = this.#rowOf.length;
      this.#rowOf = grown(this.#rowOf, this.#index().accounts.capacity * 2).fill(none, before);
    }
    const row = this.#rowOf[cell]!;
    const count = this.#countOf(account, direction);
    if (row === none) {
      if (sign === 1 && count >= this.#busyFrom) this.#promote(cell, account, direction, count);
      return;
    }
    if (count < this.#busyFrom / 2) {
      this.#rowOf[cell] = none;
      this.#freeRows.push(row);
      return;
    }
    const { at, cents } = this.#index().transfers;
    const rows = this.#rows;
    const base = row * rowWidth;
    addPowers(rows, base + timeSums, at[slot]! - rows[base + timeShift]!, sign);
    addPowers(rows, base + amountSums, cents[slot]! - rows[base + amountShift]!, sign);
    if (sign === -1) rows[base + removals]! += 1;
    else this.#raisePeaks(base);
    if (this.#isStale(row, count)) this.#rebuild(row, account, direction, count);
  }

  #promote(cell: number, account: number, direction: Direction, count: number): void {
    const row = this.#freeRows.pop() ?? this.#rowCount++;
    if ((row + 1) * rowWidth > this.#rows.length) this.#rows = grown(this.#rows, this.#rows.length * 2);
    this.#rowOf[cell] = row;
    this.#rebuild(row, account, direction, count);
  }

  #isStale(row: number, count: number): boolean {
    const rows = this.#rows;
    const base = row * rowWidth;
    return (
      rows[base + removals]! > count ||
      rows[base + timeSums + 3]! * fallMax < rows[base + timePeak]! ||
      rows[base + amountSums + 3]! * fallMax < rows[base + amountPeak]! ||
      hasDrifted(rows, base + timeSums, count) ||
      hasDrifted(rows, base + amountSums, count)
    );
  }

  #rebuild(row: number, account: number, direction: Direction, count: number): void {
    const { at, cents } = this.#index().transfers;
    let times = 0;
    let amounts = 0;
    this.#forEach(account, direction, (slot) => {
      times += at[slot]!;
      amounts += cents[slot]!;
    });
    const rows = this.#rows;
    const base = row * rowWidth;
    rows.fill(0, base, base + rowWidth);
    const [shift, centsShift] = [Math.round(times / count), Math.round(amounts / count)];
    rows[base + timeShift] = shift;
    rows[base + amountShift] = centsShift;
    this.#forEach(account, direction, (slot) => {
      addPowers(rows, base + timeSums, at[slot]! - shift, 1);
      addPowers(rows, base + amountSums, cents[slot]! - centsShift, 1);
    });
    this.#raisePeaks(base);
  }

  #raisePeaks(base: number): void {
    const rows = this.#rows;
    rows[base + timePeak] = Math.max(rows[base + timePeak]!, rows[base + timeSums + 3]!);
    rows[base + amountPeak] = Math.max(rows[base + amountPeak]!, rows[base + amountSums + 3]!);
  }

  /** Every transfer of the account in the window, its self-transfers last. */
  #forEach(account: number, direction: Direction, visit: (slot: number) => void): void {
    const index = this.#index();
    const { transfers, accounts } = index;
    const { tail, prev } = walkOf(index, direction);
    const start = index.now - index.windows[this.#window]!;
    for (let slot = tail[account]!; slot !== none; slot = prev[slot]!) {
      // By the mark, not by time alone: while some leave, others that have to are still counted; and one that is being retracted still stands in the middle.
      if (transfers.isIn(slot, this.#window)) visit(slot);
      else if (transfers.at[slot]! <= start) break;
    }
    for (let slot = accounts.selfHead[account]!; slot !== none; slot = transfers.outNext[slot]!) {
      if (transfers.isIn(slot, this.#window)) visit(slot);
    }
  }

  /** Whole, as the path of nearly every transfer: times and amounts are gathered once, then the moments about the mean. */
  #twoPasses(account: number, direction: Direction, count: number): void {
    const { time, amount } = this;
    if (count === 0) {
      reset(time);
      reset(amount);
      return;
    }
    const { at, cents } = this.#index().transfers;
    let place = 0;
    let times = 0;
    let amounts = 0;
    const first = at[this.#newestOf(account, direction)]!;
    this.#forEach(account, direction, (slot) => {
      const sinceFirst = at[slot]! - first;
      const money = cents[slot]!;
      this.#times[place] = sinceFirst;
      this.#amounts[place] = money;
      times += sinceFirst;
      amounts += money;
      place += 1;
    });
    centralMoments(time, this.#times, place, times);
    time.mean += first;
    time.sum += place * first;
    centralMoments(amount, this.#amounts, place, amounts);
  }

  #newestOf(account: number, direction: Direction): number {
    const index = this.#index();
    const newest = walkOf(index, direction).tail[account]!;
    return newest !== none && index.transfers.isIn(newest, this.#window)
      ? newest
      : index.accounts.selfHead[account]!;
  }
}

function reset(moments: Moments): void {
  moments.count = 0;
  moments.mean = 0;
  moments.sum = 0;
  moments.variance = 0;
  moments.skewness = 0;
  moments.kurtosis = 0;
}

function centralMoments(into: Moments, values: Float64Array, count: number, sum: number): void {
  const mean = sum / count;
  let [m2, m3, m4] = [0, 0, 0];
  for (let place = 0; place < count; place += 1) {
    const distance = values[place]! - mean;
    const square = distance * distance;
    m2 += square;
    m3 += square * distance;
    m4 += square * square;
  }
  into.count = count;
  into.mean = mean;
  into.sum = sum;
  shape(into, m2 / count, m3 / count, m4 / count);
}

function fromSums(into: Moments, count: number, rows: Float64Array, shiftAt: number, sumsAt: number): void {
  const shift = rows[shiftAt]!;
  const s1 = rows[sumsAt]! / count;
  const s2 = rows[sumsAt + 1]! / count;
  const s3 = rows[sumsAt + 2]! / count;
  const s4 = rows[sumsAt + 3]! / count;
  into.count = count;
  into.mean = shift + s1;
  into.sum = shift * count + rows[sumsAt]!;
  const m2 = s2 - s1 * s1;
  const m3 = s3 - 3 * s1 * s2 + 2 * s1 * s1 * s1;
  const m4 = s4 - 4 * s1 * s3 + 6 * s1 * s1 * s2 - 3 * s1 * s1 * s1 * s1;
  shape(into, m2, m3, m4);
}

/** Times and amounts are whole numbers: a variance below what one unit in all of them can make is rounding. */
function shape(into: Moments, m2: number, m3: number, m4: number): void {
  const varies = m2 > 1 / (4 * into.count * into.count);
  into.variance = varies ? m2 : 0;
  into.skewness = varies ? m3 / (m2 * Math.sqrt(m2)) : 0;
  into.kurtosis = varies ? m4 / (m2 * m2) : 0;
}

function addPowers(rows: Float64Array, at: number, distance: number, sign: 1 | -1): void {
  const square = distance * distance;
  rows[at]! += sign * distance;
  rows[at + 1]! += sign * square;
  rows[at + 2]! += sign * square * distance;
  rows[at + 3]! += sign * square * square;
}

function hasDrifted(rows: Float64Array, at: number, count: number): boolean {
  const mean = rows[at]! / count;
  return mean * mean > 1 && mean * mean > driftMax * (rows[at + 1]! / count - mean * mean);
}
