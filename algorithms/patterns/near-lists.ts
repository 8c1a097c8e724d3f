import { grown } from '../../graph/window/columns.ts';
import { StampSet } from '../motifs/stamps.ts';

/** Lists of neighbours by account, one after the other in flat columns, each ordered by hops. Emptied in O(1); memory is reused. */
export class NearLists {
  accounts = new Int32Array(1024);
  hops = new Int32Array(1024);
  readonly #known = new StampSet();
  #starts = new Int32Array(1024);
  #ends = new Int32Array(1024);
  #scratch = new Int32Array(256);
  readonly #places: Int32Array;
  #size = 0;

  /** `hopsMax`: the most hops that a neighbour has. */
  constructor(hopsMax: number) {
    this.#places = new Int32Array(hopsMax + 2);
  }

  /** Forgets all lists and makes room for accounts below `capacity`. */
  clear(capacity: number): void {
    this.#known.clear(capacity);
    if (this.#starts.length < capacity) {
      this.#starts = new Int32Array(capacity);
      this.#ends = new Int32Array(capacity);
    }
    this.#size = 0;
  }

  has(account: number): boolean {
    return this.#known.has(account);
  }

  start(account: number): number {
    return this.#starts[account]!;
  }

  end(account: number): number {
    return this.#ends[account]!;
  }

  /** Begins the list of an account; `add` fills it, `close` makes it known. */
  open(account: number): void {
    this.#starts[account] = this.#size;
  }

  add(neighbour: number, hops: number): void {
    if (this.#size === this.accounts.length) {
      this.accounts = grown(this.accounts, this.#size * 2);
      this.hops = grown(this.hops, this.#size * 2);
    }
    this.accounts[this.#size] = neighbour;
    this.hops[this.#size] = hops;
    this.#size += 1;
  }

  /** Ends the list and orders it by hops, by counting: O(its length). */
  close(account: number): void {
    const start = this.#starts[account]!;
    const length = this.#size - start;
    this.#ends[account] = this.#size;
    this.#known.add(account);
    const { accounts, hops } = this;
    if (length > this.#scratch.length) this.#scratch = new Int32Array(length * 2);
    this.#places.fill(0);
    for (let place = start; place < this.#size; place += 1) this.#places[hops[place]! + 1]! += 1;
    for (let hop = 1; hop < this.#places.length; hop += 1) this.#places[hop]! += this.#places[hop - 1]!;
    this.#scratch.set(accounts.subarray(start, this.#size));
    const counted = this.#places.slice();
    for (let place = 0; place < length; place += 1) {
      const hop = hops[start + place]!;
      accounts[start + counted[hop]!] = this.#scratch[place]!;
      counted[hop]! += 1;
    }
    for (let hop = 0; hop + 1 < this.#places.length; hop += 1)
      hops.fill(hop, start + this.#places[hop]!, start + this.#places[hop + 1]!);
  }
}
