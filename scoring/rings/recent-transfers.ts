import type { RingTransfer } from './model.ts';

/**
 * The latest decided transfers, whole, by sequence number: what a ring takes its evidence from. Holds those of the last `capacity`
 * sequence numbers, so that what it holds follows from the sequence alone.
 */
export class RecentTransfers {
  readonly #capacity: number;
  readonly #bySeq = new Map<number, RingTransfer>();
  #oldest = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Notes a transfer; sequence numbers rise. Amortised O(1). */
  note(transfer: RingTransfer): void {
    this.#bySeq.set(transfer.seq, transfer);
    const floor = transfer.seq - this.#capacity;
    for (const seq of this.#bySeq.keys()) {
      if (seq > floor) break;
      this.#bySeq.delete(seq);
    }
    this.#oldest = floor;
  }

  /** Takes one transfer back. O(1). */
  forgetOne(seq: number): void {
    this.#bySeq.delete(seq);
  }

  /** Takes back the transfers that match. O(capacity). */
  forget(matches: (transfer: RingTransfer) => boolean): void {
    for (const transfer of this.#bySeq.values()) if (matches(transfer)) this.#bySeq.delete(transfer.seq);
  }

  /** The transfers that are held among `seqs`, in their order. */
  among(seqs: readonly number[]): RingTransfer[] {
    const found: RingTransfer[] = [];
    for (const seq of seqs) {
      const transfer = seq > this.#oldest ? this.#bySeq.get(seq) : undefined;
      if (transfer !== undefined) found.push(transfer);
    }
    return found;
  }
}
