import { grown, nextCapacity } from './columns.ts';

const startCapacity = 1024;
const none = -1;

/**
 * What the window knows of each account, one row an account: counters of every window at `row * windowCount + window`, and the
 * ends of the account's transfer lists. Sums are whole numbers of cents, so adding and subtracting is exact. 36 bytes a window and 20 beside.
 */
export class WindowAccounts {
  readonly windowCount: number;
  outCount: Uint32Array;
  outSum: Float64Array;
  inCount: Uint32Array;
  inSum: Float64Array;
  /** Distinct receivers and senders. */
  fanOut: Uint32Array;
  fanIn: Uint32Array;
  selfCount: Uint32Array;
  /** Ends of the lists of the account's transfers (slots), -1 when empty. */
  outHead = new Int32Array(startCapacity).fill(none);
  outTail = new Int32Array(startCapacity).fill(none);
  inHead = new Int32Array(startCapacity).fill(none);
  inTail = new Int32Array(startCapacity).fill(none);
  selfHead = new Int32Array(startCapacity).fill(none);
  readonly #accountsMax: number;

  constructor(accountsMax: number, windowCount: number) {
    const cells = startCapacity * windowCount;
    this.windowCount = windowCount;
    this.outCount = new Uint32Array(cells);
    this.outSum = new Float64Array(cells);
    this.inCount = new Uint32Array(cells);
    this.inSum = new Float64Array(cells);
    this.fanOut = new Uint32Array(cells);
    this.fanIn = new Uint32Array(cells);
    this.selfCount = new Uint32Array(cells);
    this.#accountsMax = accountsMax;
  }

  /** Rows that there is room for. */
  get capacity(): number {
    return this.outHead.length;
  }

  /** Makes room for `rows` accounts. Throws SESSION_TOO_LARGE past the limit. */
  ensure(rows: number): void {
    const before = this.capacity;
    if (rows <= before) return;
    this.growTo(nextCapacity(before, rows, this.#accountsMax, 'session.accountsMax'), before);
  }

  /** Sets every counter to 0; the lists stay. */
  clearCounters(): void {
    const { outCount, outSum, inCount, inSum, fanOut, fanIn, selfCount } = this;
    for (const column of [outCount, outSum, inCount, inSum, fanOut, fanIn, selfCount]) column.fill(0);
  }

  /** Bytes of all columns. */
  get bytes(): number {
    return this.capacity * (20 + 36 * this.windowCount);
  }

  /** Enlarges every column from `before` to `capacity` rows. */
  protected growTo(capacity: number, before: number): void {
    const cells = capacity * this.windowCount;
    this.outCount = grown(this.outCount, cells);
    this.outSum = grown(this.outSum, cells);
    this.inCount = grown(this.inCount, cells);
    this.inSum = grown(this.inSum, cells);
    this.fanOut = grown(this.fanOut, cells);
    this.fanIn = grown(this.fanIn, cells);
    this.selfCount = grown(this.selfCount, cells);
    this.outHead = grown(this.outHead, capacity).fill(none, before);
    this.outTail = grown(this.outTail, capacity).fill(none, before);
    this.inHead = grown(this.inHead, capacity).fill(none, before);
    this.inTail = grown(this.inTail, capacity).fill(none, before);
    this.selfHead = grown(this.selfHead, capacity).fill(none, before);
  }
}
