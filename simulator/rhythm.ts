import { dayMs, hourMs } from '../base/clock.ts';
import type { Random } from '../base/random.ts';

/** Share of a day's transfers by hour of the day (UTC): quiet nights, a morning, a lunch and an evening. */
const hourWeights = [
  6, 4, 3, 3, 4, 8, 18, 34, 52, 62, 66, 66, 68, 62, 58, 58, 60, 64, 66, 60, 48, 34, 22, 12,
] as const;

/** Weight of a weekday, Sunday first. */
const weekdayWeights = [0.7, 1.05, 1, 1, 1.05, 1.2, 0.85] as const;

/**
 * When transfers happen: one rhythm of hours and weekdays for everything that is simulated. Times are milliseconds
 * since the start. The number of transfers up to a time is proportional to `massAt`, so a time drawn by `sample` has
 * the same distribution as any other transfer of the span: the clock says nothing about the label.
 */
export class Rhythm {
  readonly endMs: number;
  /** cumulative[h] = weight of all hours before hour h. */
  readonly #cumulative: Float64Array;

  constructor(startAt: number, days: number) {
    this.endMs = days * dayMs;
    const hours = days * 24;
    this.#cumulative = new Float64Array(hours + 1);
    for (let hour = 0; hour < hours; hour += 1) {
      const date = new Date(startAt + hour * hourMs);
      const weight = (hourWeights[date.getUTCHours()] ?? 0) * (weekdayWeights[date.getUTCDay()] ?? 0);
      this.#cumulative[hour + 1] = (this.#cumulative[hour] ?? 0) + weight;
    }
  }

  /** The weight of the span before a time. */
  massAt(ms: number): number {
    const hour = Math.min(Math.floor(ms / hourMs), this.#cumulative.length - 2);
    const before = this.#cumulative[hour] ?? 0;
    const inHour = (this.#cumulative[hour + 1] ?? 0) - before;
    return before + (inHour * (ms - hour * hourMs)) / hourMs;
  }

  /** The share of all transfers that has happened before a time, 0 .. 1. */
  shareAt(ms: number): number {
    return this.massAt(ms) / this.massAt(this.endMs);
  }

  /** A time in [fromMs, toMs), to the second, drawn by the rhythm. */
  sample(random: Random, fromMs: number, toMs: number): number {
    const low = this.massAt(fromMs);
    const ms = this.#timeAt(low + (this.massAt(toMs) - low) * random.next());
    return Math.max(fromMs, Math.floor(Math.min(ms, toMs - 1) / 1000) * 1000);
  }

  /**
   * The start of a window of the given length inside [fromMs, toMs). A window is chosen in proportion to its weight,
   * so that times sampled inside windows follow the rhythm as a whole, also when windows are shorter than a day.
   */
  sampleWindow(random: Random, lengthMs: number, fromMs: number, toMs: number): number {
    for (let attempt = 0; attempt < windowAttemptsMax; attempt += 1) {
      const start = this.sample(random, fromMs, toMs) - Math.floor(random.next() * lengthMs);
      if (start >= fromMs && start + lengthMs <= toMs) return start;
    }
    return fromMs;
  }

  #timeAt(mass: number): number {
    let low = 0;
    let high = this.#cumulative.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#cumulative[middle] ?? 0) <= mass) low = middle;
      else high = middle - 1;
    }
    const before = this.#cumulative[low] ?? 0;
    const inHour = (this.#cumulative[low + 1] ?? 0) - before;
    return (low + (mass - before) / inHour) * hourMs;
  }
}

const windowAttemptsMax = 200;
