import { grown } from '../window/columns.ts';

/**
 * One sum a row that loses half of its weight with each half-life: the memory of what moved beyond the windows, at 16 bytes a row. The sum
 * is kept as of the newest time that was added; an older amount is added with the weight that it has by then.
 */
export class DecayingSums {
  #sum: Float64Array;
  #at: Float64Array;

  constructor(capacity: number) {
    this.#sum = new Float64Array(capacity);
    this.#at = new Float64Array(capacity).fill(Number.NEGATIVE_INFINITY);
  }

  /** Makes room for `capacity` rows. */
  grow(capacity: number): void {
    const before = this.#at.length;
    this.#sum = grown(this.#sum, capacity);
    this.#at = grown(this.#at, capacity).fill(Number.NEGATIVE_INFINITY, before);
  }

  /** Adds an amount that moved at a time. O(1). */
  add(row: number, amount: number, at: number, halfLifeMs: number): void {
    const newest = this.#at[row]!;
    if (at >= newest) {
      this.#sum[row] = this.#sum[row]! * weight(at - newest, halfLifeMs) + amount;
      this.#at[row] = at;
    } else {
      this.#sum[row]! += amount * weight(newest - at, halfLifeMs);
    }
  }

  /** The sum as of a time; of an earlier one than the newest that was added, as of that. O(1). */
  asOf(row: number, at: number, halfLifeMs: number): number {
    return this.#sum[row]! * weight(Math.max(0, at - this.#at[row]!), halfLifeMs);
  }
}

function weight(ageMs: number, halfLifeMs: number): number {
  return 2 ** (-ageMs / halfLifeMs);
}
