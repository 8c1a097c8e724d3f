import { grown } from './columns.ts';
import { LateHeap } from './late-heap.ts';
import type { WindowTransfers } from './window-transfers.ts';

const startCapacity = 4096;

/**
 * Tells which transfers leave which window as time moves on, in (at, seq) order. Transfers that arrive in time order wait in one
 * circular queue with a reading head per window, 4 bytes each; the few late ones in a heap per window. Amortised O(1) per transfer and window.
 */
export class ExpiryQueue {
  #slots = new Int32Array(startCapacity);
  #tail = 0;
  readonly #heads: number[];
  readonly #late: LateHeap[];
  readonly #transfers: WindowTransfers;

  constructor(transfers: WindowTransfers, windowCount: number) {
    this.#transfers = transfers;
    this.#heads = new Array(windowCount).fill(0);
    this.#late = Array.from({ length: windowCount }, () => new LateHeap());
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** Adds a transfer that is not older than any before it. */
  push(slot: number): void {
    const capacity = this.#slots.length;
    if (this.#tail - this.#heads[this.#heads.length - 1]! === capacity) this.#grow();
    this.#slots[this.#tail & (this.#slots.length - 1)] = slot;
    this.#tail += 1;
  }

  /** Adds a transfer that came out of order, to one window. */
  pushLate(window: number, slot: number): void {
    this.#late[window]!.push(this.#transfers.at[slot]!, this.#transfers.seq[slot]!, slot);
  }

  /** The next slot of a window whose time is at or before `cutoff`, or -1. Each slot is given once per window. */
  next(window: number, cutoff: number): number {
    const { at, seq } = this.#transfers;
    const late = this.#late[window]!;
    const head = this.#heads[window]!;
    const slot = head === this.#tail ? -1 : this.#slots[head & (this.#slots.length - 1)]!;
    const time = slot === -1 ? Number.POSITIVE_INFINITY : at[slot]!;
    if (late.size > 0 && late.earliest <= time) {
      if (late.earliest < time || late.earliestSeq < seq[slot]!) {
        return late.earliest <= cutoff ? late.pop() : -1;
      }
    }
    if (time > cutoff) return -1;
    this.#heads[window] = head + 1;
    return slot;
  }

  /** Doubles the capacity, a power of two, keeping every entry at its absolute number. */
  #grow(): void {
    const before = this.#slots.length;
    const slots = grown(this.#slots, before * 2);
    for (let entry = this.#heads[this.#heads.length - 1]!; entry < this.#tail; entry += 1) {
      slots[entry & (before * 2 - 1)] = this.#slots[entry & (before - 1)]!;
    }
    this.#slots = slots;
  }
}
