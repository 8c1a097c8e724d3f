import type { DrawnTransfer } from './window-stream.ts';

/**
 * The window as it is written first: one array of objects, the counters of the sender and the receiver counted by a pass over it for each
 * length. What the index answers in O(1) after each transfer costs O(transfers held) here.
 */
export class NaiveWindow {
  readonly #lengths: readonly number[];
  #transfers: DrawnTransfer[] = [];

  constructor(lengths: readonly number[]) {
    this.#lengths = lengths;
  }

  /** Adds a transfer and answers the count and the sum that its sender sent and its receiver received, for each length. */
  add(transfer: DrawnTransfer): number[] {
    const { at, from, to } = transfer;
    this.#transfers.push({ ...transfer });
    const longest = this.#lengths.at(-1)!;
    this.#transfers = this.#transfers.filter((other) => other.at > at - longest);
    return this.#lengths.flatMap((length) => {
      const current = this.#transfers.filter((other) => other.at > at - length);
      const sent = current.filter((other) => other.from === from);
      const received = current.filter((other) => other.to === to);
      return [sent, received].flatMap((own) => [own.length, own.reduce((sum, { cents }) => sum + cents, 0)]);
    });
  }
}
