import type { AccountColumns } from './account-columns.ts';
import { grown, sumWithout } from './columns.ts';
import { PairTable } from './pair-table.ts';
import { longWindow, windowCount } from './windows.ts';

const none = -1;

/** Told the number of transfers of a pair in the longest window before and after each change of it. It must not change the session. */
export type PairListener = (from: number, to: number, countBefore: number, countAfter: number) => void;

/**
 * What the session knows of each ordered pair of accounts (self-pairs never occur), and for each account the lists of its
 * active pairs: those with a transfer in the longest window, most recently active first.
 */
export class PairColumns {
  readonly table: PairTable;
  /** Transfers in each window, at `row * windowCount + window`. */
  count = new Uint32Array(0);
  /** Cents in the longest window. */
  sum = new Float64Array(0);
  /** The time of the transfer that made the pair active after it had none in the window. */
  activeSince = new Float64Array(0);
  /** The newest transfer time ever, -Infinity before the first. */
  lastAt = new Float64Array(0);
  lifeCount = new Uint32Array(0);
  lifeSum = new Float64Array(0);
  /** Transfers that are too old for the longest window, reversed ones among them: the pair's history before the window. */
  agedCount = new Uint32Array(0);
  outNext = new Int32Array(0);
  outPrev = new Int32Array(0);
  inNext = new Int32Array(0);
  inPrev = new Int32Array(0);
  /** Pairs that are active now. */
  active = 0;
  /** Called at the end of each change: a transfer entered or left the longest window, by time or by reversal. */
  onChange: PairListener | null = null;
  readonly #accounts: AccountColumns;

  constructor(accounts: AccountColumns, pairsMax: number) {
    this.#accounts = accounts;
    this.table = new PairTable(pairsMax, 'session.pairsMax');
    this.#follow();
  }

  /** The row of a pair, given now when it is new. */
  intern(from: number, to: number): number {
    const row = this.table.intern(from, to);
    if (this.table.capacity !== this.sum.length) this.#follow();
    return row;
  }

  /** Counts a transfer into a window; the first one of the longest window makes the pair active. */
  enter(row: number, window: number, cents: number, at: number): void {
    const cell = row * windowCount + window;
    const before = this.count[cell]!;
    this.count[cell] = before + 1;
    const from = this.table.from[row]!;
    const to = this.table.to[row]!;
    if (before === 0) {
      this.#accounts.fanOut[from * windowCount + window]! += 1;
      this.#accounts.fanIn[to * windowCount + window]! += 1;
    }
    if (window !== longWindow) return;
    this.sum[row]! += cents;
    if (before === 0) {
      this.activeSince[row] = at;
      this.active += 1;
    } else {
      this.#unlink(row);
    }
    this.#linkFirst(row, from, to);
    this.onChange?.(from, to, before, before + 1);
  }

  /** Takes a transfer out of a window again; the last one of the longest window makes the pair inactive. */
  leave(row: number, window: number, cents: number): void {
    const cell = row * windowCount + window;
    const after = this.count[cell]! - 1;
    this.count[cell] = after;
    if (after === 0) {
      this.#accounts.fanOut[this.table.from[row]! * windowCount + window]! -= 1;
      this.#accounts.fanIn[this.table.to[row]! * windowCount + window]! -= 1;
    }
    if (window !== longWindow) return;
    this.sum[row] = sumWithout(this.sum[row]!, cents, after);
    if (after === 0) {
      this.active -= 1;
      this.#unlink(row);
    }
    this.onChange?.(this.table.from[row]!, this.table.to[row]!, after + 1, after);
  }

  /** Adds a transfer to what is remembered of the pair beyond the window. */
  remember(row: number, cents: number, at: number): void {
    if (this.lifeCount[row] === 0) {
      this.#accounts.lifeFanOut[this.table.from[row]!]! += 1;
      this.#accounts.lifeFanIn[this.table.to[row]!]! += 1;
    }
    this.lifeCount[row]! += 1;
    this.lifeSum[row]! += cents;
    if (at > this.lastAt[row]!) this.lastAt[row] = at;
  }

  #linkFirst(row: number, from: number, to: number): void {
    const { pairOutHead, pairInHead } = this.#accounts;
    const nextOut = pairOutHead[from]!;
    const nextIn = pairInHead[to]!;
    this.outPrev[row] = none;
    this.outNext[row] = nextOut;
    if (nextOut !== none) this.outPrev[nextOut] = row;
    pairOutHead[from] = row;
    this.inPrev[row] = none;
    this.inNext[row] = nextIn;
    if (nextIn !== none) this.inPrev[nextIn] = row;
    pairInHead[to] = row;
  }

  #unlink(row: number): void {
    const nextOut = this.outNext[row]!;
    const prevOut = this.outPrev[row]!;
    if (nextOut !== none) this.outPrev[nextOut] = prevOut;
    if (prevOut !== none) this.outNext[prevOut] = nextOut;
    else this.#accounts.pairOutHead[this.table.from[row]!] = nextOut;
    const nextIn = this.inNext[row]!;
    const prevIn = this.inPrev[row]!;
    if (nextIn !== none) this.inPrev[nextIn] = prevIn;
    if (prevIn !== none) this.inNext[prevIn] = nextIn;
    else this.#accounts.pairInHead[this.table.to[row]!] = nextIn;
  }

  #follow(): void {
    const before = this.sum.length;
    const capacity = this.table.capacity;
    this.count = grown(this.count, capacity * windowCount);
    this.sum = grown(this.sum, capacity);
    this.activeSince = grown(this.activeSince, capacity);
    this.lastAt = grown(this.lastAt, capacity).fill(Number.NEGATIVE_INFINITY, before);
    this.lifeCount = grown(this.lifeCount, capacity);
    this.lifeSum = grown(this.lifeSum, capacity);
    this.agedCount = grown(this.agedCount, capacity);
    this.outNext = grown(this.outNext, capacity);
    this.outPrev = grown(this.outPrev, capacity);
    this.inNext = grown(this.inNext, capacity);
    this.inPrev = grown(this.inPrev, capacity);
  }
}
