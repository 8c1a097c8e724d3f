import { assert } from '../../base/assert.ts';
import type { EdgeColumns } from '../../graph/csr.ts';
import { grown } from '../../graph/window/columns.ts';

const firstCapacity = 1024;

/** A transfer between two numbered accounts. */
export interface WindowRow {
  readonly seq: number;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** The transfers of a window in columns, in sequence order: 25 bytes a transfer. */
export class WindowColumns {
  #seq = new Float64Array(firstCapacity);
  #at = new Float64Array(firstCapacity);
  #from = new Int32Array(firstCapacity);
  #to = new Int32Array(firstCapacity);
  #reversed = new Uint8Array(firstCapacity);
  #size = 0;
  #counted = 0;

  /** Transfers in the columns, reversed ones included. */
  get size(): number {
    return this.#size;
  }

  /** Adds a transfer, whose number follows all others. Amortised O(1). */
  add({ seq, at, from, to }: WindowRow): void {
    assert(this.#size === 0 || this.#seq[this.#size - 1]! < seq, `transfer ${seq} is out of order`);
    if (this.#size === this.#seq.length) this.#grow();
    this.#seq[this.#size] = seq;
    this.#at[this.#size] = at;
    this.#from[this.#size] = from;
    this.#to[this.#size] = to;
    this.#reversed[this.#size] = 0;
    this.#size += 1;
    this.#counted += 1;
  }

  /** Takes a transfer back; one that is not here changes nothing. O(log transfers). */
  reverse(seq: number): void {
    const row = this.#find(seq);
    if (row === -1 || this.#reversed[row] === 1) return;
    this.#reversed[row] = 1;
    this.#counted -= 1;
  }

  /** Removes the transfers with `at <= cutoff`. O(transfers). */
  expire(cutoff: number): void {
    let kept = 0;
    for (let row = 0; row < this.#size; row += 1) {
      if (this.#at[row]! <= cutoff) {
        if (this.#reversed[row] === 0) this.#counted -= 1;
        continue;
      }
      if (kept !== row) this.#move(row, kept);
      kept += 1;
    }
    this.#size = kept;
  }

  /** The transfers that are not reversed, one edge each, in shared memory. Nodes are the numbers of the accounts. O(transfers). */
  edges(nodeCount: number): EdgeColumns {
    const sources = new Int32Array(new SharedArrayBuffer(this.#counted * 4));
    const targets = new Int32Array(new SharedArrayBuffer(this.#counted * 4));
    const weights = new Float64Array(new SharedArrayBuffer(this.#counted * 8)).fill(1);
    let edge = 0;
    for (let row = 0; row < this.#size; row += 1) {
      if (this.#reversed[row] === 1) continue;
      sources[edge] = this.#from[row]!;
      targets[edge] = this.#to[row]!;
      edge += 1;
    }
    return { nodeCount, sources, targets, weights };
  }

  #move(row: number, to: number): void {
    this.#seq[to] = this.#seq[row]!;
    this.#at[to] = this.#at[row]!;
    this.#from[to] = this.#from[row]!;
    this.#to[to] = this.#to[row]!;
    this.#reversed[to] = this.#reversed[row]!;
  }

  #find(seq: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#seq[middle]! < seq) low = middle + 1;
      else high = middle;
    }
    return low < this.#size && this.#seq[low] === seq ? low : -1;
  }

  #grow(): void {
    const capacity = Math.ceil(this.#seq.length * 1.5);
    this.#seq = grown(this.#seq, capacity);
    this.#at = grown(this.#at, capacity);
    this.#from = grown(this.#from, capacity);
    this.#to = grown(this.#to, capacity);
    this.#reversed = grown(this.#reversed, capacity);
  }
}
