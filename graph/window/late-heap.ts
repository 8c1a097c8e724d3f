/**
 * A binary min-heap of slots by (time, sequence number) for the few transfers that arrive out of order. O(log n) per operation.
 */
export class LateHeap {
  readonly #times: number[] = [];
  readonly #seqs: number[] = [];
  readonly #slots: number[] = [];

  get size(): number {
    return this.#times.length;
  }

  /** The earliest time, Infinity when empty. */
  get earliest(): number {
    return this.#times[0] ?? Number.POSITIVE_INFINITY;
  }

  /** The sequence number of the earliest, Infinity when empty. */
  get earliestSeq(): number {
    return this.#seqs[0] ?? Number.POSITIVE_INFINITY;
  }

  push(time: number, seq: number, slot: number): void {
    let child = this.#times.length;
    this.#times.push(time);
    this.#seqs.push(seq);
    this.#slots.push(slot);
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#less(child, parent)) return;
      this.#swap(child, parent);
      child = parent;
    }
  }

  /** Removes the earliest and returns its slot. The heap must not be empty. */
  pop(): number {
    const slot = this.#slots[0] as number;
    const last = this.#times.length - 1;
    this.#swap(0, last);
    this.#times.pop();
    this.#seqs.pop();
    this.#slots.pop();
    this.#sink();
    return slot;
  }

  #sink(): void {
    const size = this.#times.length;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= size) return;
      if (child + 1 < size && this.#less(child + 1, child)) child += 1;
      if (!this.#less(child, parent)) return;
      this.#swap(child, parent);
      parent = child;
    }
  }

  #less(a: number, b: number): boolean {
    const timeA = this.#times[a] as number;
    const timeB = this.#times[b] as number;
    return timeA < timeB || (timeA === timeB && (this.#seqs[a] as number) < (this.#seqs[b] as number));
  }

  #swap(a: number, b: number): void {
    const time = this.#times[a] as number;
    this.#times[a] = this.#times[b] as number;
    this.#times[b] = time;
    const seq = this.#seqs[a] as number;
    this.#seqs[a] = this.#seqs[b] as number;
    this.#seqs[b] = seq;
    const slot = this.#slots[a] as number;
    this.#slots[a] = this.#slots[b] as number;
    this.#slots[b] = slot;
  }
}
