import { grown } from './columns.ts';
import { LateHeap } from './late-heap.ts';
import { windowCount } from './windows.ts';

const startCapacity = 4096;

/**
 * Tells which transfers leave which window as time moves on. Transfers that arrive in time order wait in one circular
 * queue with a reading head per window; the few late ones in a heap per window. Amortised O(1) per transfer and window.
 */
export class ExpiryQueue {
  #slots = new Int32Array(startCapacity);
  #times = new Float64Array(startCapacity);
  #tail = 0;
  readonly #heads: number[] = new Array(windowCount).fill(0);
  readonly #late: LateHeap[] = Array.from({ length: windowCount }, () => new LateHeap());

  /** Adds a transfer that is not older than any before it. */
  push(slot: number, at: number): void {
    const capacity = this.#slots.length;
    if (this.#tail - (this.#heads[windowCount - 1] as number) === capacity) this.#grow();
    const place = this.#tail & (this.#slots.length - 1);
    this.#slots[place] = slot;
    this.#times[place] = at;
    this.#tail += 1;
  }

  /** Adds a transfer that came out of order, to one window. */
  pushLate(window: number, slot: number, at: number): void {
    (this.#late[window] as LateHeap).push(at, slot);
  }

  /** The next slot of a window whose time is at or before `cutoff`, or -1. Each slot is given once per window. */
  next(window: number, cutoff: number): number {
    const late = this.#late[window] as LateHeap;
    if (late.earliest <= cutoff) return late.pop();
    const head = this.#heads[window] as number;
    if (head === this.#tail) return -1;
    const place = head & (this.#slots.length - 1);
    if (this.#times[place]! > cutoff) return -1;
    this.#heads[window] = head + 1;
    return this.#slots[place]!;
  }

  /** Doubles the capacity, a power of two, keeping every entry at its absolute number. */
  #grow(): void {
    const before = this.#slots.length;
    const slots = grown(this.#slots, before * 2);
    const times = grown(this.#times, before * 2);
    for (let entry = this.#heads[windowCount - 1] as number; entry < this.#tail; entry += 1) {
      slots[entry & (before * 2 - 1)] = this.#slots[entry & (before - 1)]!;
      times[entry & (before * 2 - 1)] = this.#times[entry & (before - 1)]!;
    }
    this.#slots = slots;
    this.#times = times;
  }
}
