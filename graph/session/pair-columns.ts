import { grown, sumWithout } from '../window/columns.ts';
import type { WindowObserver } from '../window/window-index.ts';
import type { WindowTransfers } from '../window/window-transfers.ts';
import { weekWindow } from '../window/windows.ts';
import type { AccountColumns } from './account-columns.ts';
import { DecayingSums } from './decaying-sums.ts';
import { PairTable } from './pair-table.ts';

const none = -1;

/** Is told when the number of transfers of a pair in the week's window changed. */
export type PairChange = (from: number, to: number, countBefore: number, countAfter: number) => void;

/**
 * What the session knows of each ordered pair of accounts (self-pairs never occur), and for each account the lists of its
 * active pairs: those with a transfer in the week's window, most recently active first.
 */
export class PairColumns implements WindowObserver {
  readonly table: PairTable;
  /** Transfers and cents in the week's window. */
  count = new Uint32Array(0);
  sum = new Float64Array(0);
  /** The time of the transfer that made the pair active after it had none in the window. */
  activeSince = new Float64Array(0);
  /** The oldest and the newest transfer time ever, Infinity and -Infinity before the first. */
  firstAt = new Float64Array(0);
  lastAt = new Float64Array(0);
  lifeCount = new Uint32Array(0);
  lifeSum = new Float64Array(0);
  /** Transfers, with half the weight after each half-life. */
  readonly decayedCount = new DecayingSums(0);
  outNext = new Int32Array(0);
  outPrev = new Int32Array(0);
  inNext = new Int32Array(0);
  inPrev = new Int32Array(0);
  /** Pairs that are active now. */
  active = 0;
  /** The row of the pair of each transfer (slot) of the longest window, -1 for a self-transfer. */
  ofSlot = new Int32Array(0);
  onChange: PairChange | null = null;
  readonly #accounts: AccountColumns;
  readonly #transfers: () => WindowTransfers;
  #arriving = none;

  /** `transfers`: those of the window that this observes, which is made after it. */
  constructor(accounts: AccountColumns, transfers: () => WindowTransfers, pairsMax: number) {
    this.#accounts = accounts;
    this.#transfers = transfers;
    this.table = new PairTable(pairsMax, 'session.pairsMax');
    this.#follow();
  }

  /** The row of a pair, given now when it is new. */
  intern(from: number, to: number): number {
    const row = this.table.intern(from, to);
    if (this.table.capacity !== this.sum.length) this.#follow();
    return row;
  }

  /** Says whose transfer the window is given next: a row, -1 for a self-transfer. */
  expect(row: number): void {
    this.#arriving = row;
  }

  /** Counts a transfer; the first one makes its pair active. */
  entered(slot: number, window: number): void {
    const row = this.#arriving;
    if (slot >= this.ofSlot.length) this.ofSlot = grown(this.ofSlot, this.#transfers().capacity);
    this.ofSlot[slot] = row;
    if (window !== weekWindow || row === none) return;
    const { cents, at } = this.#transfers();
    const before = this.count[row]!;
    const from = this.table.from[row]!;
    const to = this.table.to[row]!;
    this.count[row] = before + 1;
    this.sum[row]! += cents[slot]!;
    if (before === 0) {
      this.activeSince[row] = at[slot]!;
      this.active += 1;
    } else {
      this.#unlink(row);
    }
    this.#linkFirst(row, from, to);
    this.onChange?.(from, to, before, before + 1);
  }

  /** Takes a transfer out again; the last one makes its pair inactive. */
  left(slot: number, window: number): void {
    const row = this.ofSlot[slot]!;
    if (window !== weekWindow || row === none) return;
    const after = this.count[row]! - 1;
    this.count[row] = after;
    this.sum[row] = sumWithout(this.sum[row]!, this.#transfers().cents[slot]!, after);
    if (after === 0) {
      this.active -= 1;
      this.#unlink(row);
    }
    this.onChange?.(this.table.from[row]!, this.table.to[row]!, after + 1, after);
  }

  /** Adds a transfer to what is remembered of the pair for life. */
  remember(row: number, cents: number, at: number, halfLifeMs: number): void {
    if (this.lifeCount[row] === 0) {
      this.#accounts.lifeFanOut[this.table.from[row]!]! += 1;
      this.#accounts.lifeFanIn[this.table.to[row]!]! += 1;
    }
    this.lifeCount[row]! += 1;
    this.lifeSum[row]! += cents;
    this.decayedCount.add(row, 1, at, halfLifeMs);
    if (at < this.firstAt[row]!) this.firstAt[row] = at;
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
    this.count = grown(this.count, capacity);
    this.sum = grown(this.sum, capacity);
    this.activeSince = grown(this.activeSince, capacity);
    this.firstAt = grown(this.firstAt, capacity).fill(Number.POSITIVE_INFINITY, before);
    this.lastAt = grown(this.lastAt, capacity).fill(Number.NEGATIVE_INFINITY, before);
    this.lifeCount = grown(this.lifeCount, capacity);
    this.lifeSum = grown(this.lifeSum, capacity);
    this.decayedCount.grow(capacity);
    this.outNext = grown(this.outNext, capacity);
    this.outPrev = grown(this.outPrev, capacity);
    this.inNext = grown(this.inNext, capacity);
    this.inPrev = grown(this.inPrev, capacity);
  }
}
