import { grown, nextCapacity } from '../window/columns.ts';
import { hashPair } from '../window/pair-buckets.ts';

const noRow = -1;
const startCapacity = 1024;

/**
 * Numbers ordered pairs of accounts, counting from 0, through an open-addressing hash in typed arrays (linear probing,
 * load at most one half): no Map, so neither its memory nor its limit of 16,777,216 entries.
 */
export class PairTable {
  from = new Int32Array(startCapacity);
  to = new Int32Array(startCapacity);
  size = 0;
  #buckets = new Int32Array(startCapacity * 2).fill(noRow);
  readonly #pairsMax: number;
  readonly #limitName: string;

  constructor(pairsMax: number, limitName: string) {
    this.#pairsMax = pairsMax;
    this.#limitName = limitName;
  }

  /** Rows that fit before the next growth; columns of other tables that follow this one grow to it. */
  get capacity(): number {
    return this.from.length;
  }

  /** The row of a pair, or -1. */
  find(from: number, to: number): number {
    const mask = this.#buckets.length - 1;
    let bucket = hashPair(from, to) & mask;
    for (;;) {
      const row = this.#buckets[bucket] as number;
      if (row === noRow || (this.from[row] === from && this.to[row] === to)) return row;
      bucket = (bucket + 1) & mask;
    }
  }

  /** The row of a pair, given now when it is new. Throws SESSION_TOO_LARGE past the limit. */
  intern(from: number, to: number): number {
    const known = this.find(from, to);
    if (known !== noRow) return known;
    if (this.size === Math.min(this.from.length, this.#pairsMax)) this.#grow();
    const row = this.size;
    this.size += 1;
    this.from[row] = from;
    this.to[row] = to;
    this.#place(row);
    return row;
  }

  #place(row: number): void {
    const mask = this.#buckets.length - 1;
    let bucket = hashPair(this.from[row] as number, this.to[row] as number) & mask;
    while (this.#buckets[bucket] !== noRow) bucket = (bucket + 1) & mask;
    this.#buckets[bucket] = row;
  }

  #grow(): void {
    const capacity = nextCapacity(this.from.length, this.size + 1, this.#pairsMax, this.#limitName);
    this.from = grown(this.from, capacity);
    this.to = grown(this.to, capacity);
    let buckets = this.#buckets.length;
    while (buckets < capacity * 2) buckets *= 2;
    this.#buckets = new Int32Array(buckets).fill(noRow);
    for (let row = 0; row < this.size; row += 1) this.#place(row);
  }
}
