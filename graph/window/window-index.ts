import { assert } from '../../base/assert.ts';
import { sumWithout } from './columns.ts';
import { ExpiryQueue } from './expiry-queue.ts';
import { WindowAccounts } from './window-accounts.ts';
import { type WindowTransfer, WindowTransfers, windowsMax } from './window-transfers.ts';

export interface WindowLimits {
  readonly transfersMax: number;
  readonly accountsMax: number;
}

/** Is told of every transfer that enters or leaves a window, in that order; self-transfers too. The transfer can still be read. */
export interface WindowObserver {
  entered(slot: number, window: number): void;
  /** Its time ran out, or it was reversed. */
  left(slot: number, window: number): void;
}

/**
 * The transfers of the last while, and what is counted of them in several nested windows at once: one copy of each transfer, a
 * reading head per window. Append and expiry are amortised O(1). Accounts are numbers that the caller gives, from 0 without gaps.
 *
 * A pure function of what was added and retracted, in that order. A transfer is in a window while `now - window < at`.
 */
export class WindowIndex<Accounts extends WindowAccounts = WindowAccounts> {
  readonly accounts: Accounts;
  readonly transfers: WindowTransfers;
  /** Their lengths in milliseconds, ascending. */
  readonly windows: readonly number[];
  /** Transfers in each window, reversed ones no longer. */
  readonly sizes: Float64Array;
  readonly #expiry: ExpiryQueue;
  readonly #observer: WindowObserver | null;
  #now = Number.NEGATIVE_INFINITY;

  /** `accounts` has as many windows. `observer` is optional: without one nothing is called. */
  constructor(
    windows: readonly number[],
    accounts: Accounts,
    limits: Pick<WindowLimits, 'transfersMax'>,
    observer: WindowObserver | null = null,
  ) {
    assert(windows.length > 0 && windows.length <= windowsMax, `${windows.length} windows`);
    assert(
      windows.every((length, window) => length >= (windows[window - 1] ?? 1)),
      'windows that do not ascend',
    );
    assert(accounts.windowCount === windows.length, 'accounts with another number of windows');
    this.windows = windows;
    this.sizes = new Float64Array(windows.length);
    this.accounts = accounts;
    this.transfers = new WindowTransfers(accounts, limits.transfersMax);
    this.#expiry = new ExpiryQueue(this.transfers, windows.length);
    this.#observer = observer;
  }

  /** An index on accounts of its own. */
  static of(windows: readonly number[], limits: WindowLimits): WindowIndex {
    return new WindowIndex(windows, new WindowAccounts(limits.accountsMax, windows.length), limits);
  }

  /** The newest time that was seen, -Infinity before the first. */
  get now(): number {
    return this.#now;
  }

  /** Bytes of all columns, idle room included. */
  get bytes(): number {
    return this.accounts.bytes + this.transfers.bytes + this.#expiry.bytes;
  }

  /** True when a transfer of this time would be outside of the longest window. */
  isPast(at: number): boolean {
    return at <= this.#now - this.windows[this.windows.length - 1]!;
  }

  /**
   * Moves time forward, never back, and lets every window drop what is too old, shortest window first. Amortised O(1) per transfer.
   */
  advance(at: number): void {
    if (at <= this.#now) return;
    this.#now = at;
    const longest = this.windows.length - 1;
    for (let window = 0; window <= longest; window += 1) {
      const cutoff = at - this.windows[window]!;
      for (
        let slot = this.#expiry.next(window, cutoff);
        slot !== -1;
        slot = this.#expiry.next(window, cutoff)
      ) {
        this.#leave(slot, window);
        if (window === longest) {
          this.transfers.unlink(slot);
          this.transfers.release(slot);
        }
      }
    }
  }

  /**
   * Adds a transfer at its time, which moves time forward when it is the newest; one that is older must not be past (`isPast`).
   * Returns its slot, valid until it leaves the longest window. Throws SESSION_TOO_LARGE past a limit, and then changed nothing but time.
   */
  add(transfer: WindowTransfer): number {
    const { at, from, to } = transfer;
    this.advance(at);
    assert(!this.isPast(at), 'a transfer outside of the longest window');
    this.accounts.ensure(Math.max(from, to) + 1);
    const slot = this.transfers.add(transfer);
    const inOrder = at === this.#now;
    if (inOrder) this.#expiry.push(slot);
    for (let window = 0; window < this.windows.length; window += 1) {
      if (at <= this.#now - this.windows[window]!) continue;
      if (!inOrder) this.#expiry.pushLate(window, slot);
      this.#enter(slot, window);
    }
    return slot;
  }

  /** Takes a transfer out of all windows for good. Its slot stays taken until its time runs out. O(windows). */
  retract(slot: number): void {
    for (let window = 0; window < this.windows.length; window += 1) this.#leave(slot, window);
    this.transfers.unlink(slot);
  }

  /** Decides anew by time which transfers are in which window, and counts them, for when a counter is found to be wrong. O(accounts + transfers). Nobody is told. */
  recount(): void {
    const { accounts, transfers } = this;
    accounts.clearCounters();
    this.sizes.fill(0);
    for (let slot = 0; slot < transfers.used; slot += 1) {
      if (transfers.seq[slot] === 0 || !transfers.isLinked(slot)) continue;
      for (const [window, length] of this.windows.entries()) {
        if (transfers.at[slot]! > this.#now - length) transfers.enterWindow(slot, window);
        else transfers.leaveWindow(slot, window);
      }
    }
    for (let slot = 0; slot < transfers.used; slot += 1) {
      if (transfers.seq[slot] === 0) continue;
      for (let window = 0; window < this.windows.length; window += 1) {
        if (transfers.isIn(slot, window)) this.#count(slot, window, transfers.isNewestIn(slot, window));
      }
    }
  }

  #count(slot: number, window: number, isCounterparty: boolean): void {
    const { accounts, transfers } = this;
    const from = transfers.from[slot]! * accounts.windowCount + window;
    const to = transfers.to[slot]! * accounts.windowCount + window;
    this.sizes[window]! += 1;
    if (from === to) {
      accounts.selfCount[from]! += 1;
      return;
    }
    const cents = transfers.cents[slot]!;
    accounts.outCount[from]! += 1;
    accounts.outSum[from]! += cents;
    accounts.inCount[to]! += 1;
    accounts.inSum[to]! += cents;
    if (!isCounterparty) return;
    accounts.fanOut[from]! += 1;
    accounts.fanIn[to]! += 1;
  }

  #enter(slot: number, window: number): void {
    const { transfers } = this;
    this.#count(slot, window, transfers.isOnlyOfPair(slot, window));
    transfers.enterWindow(slot, window);
    this.#observer?.entered(slot, window);
  }

  #leave(slot: number, window: number): void {
    const { accounts, transfers } = this;
    if (!transfers.leaveWindow(slot, window)) return;
    this.sizes[window]! -= 1;
    const count = accounts.windowCount;
    const from = transfers.from[slot]! * count + window;
    const to = transfers.to[slot]! * count + window;
    if (from === to) {
      accounts.selfCount[from]! -= 1;
    } else {
      const cents = transfers.cents[slot]!;
      accounts.outCount[from]! -= 1;
      accounts.outSum[from] = sumWithout(accounts.outSum[from]!, cents, accounts.outCount[from]!);
      accounts.inCount[to]! -= 1;
      accounts.inSum[to] = sumWithout(accounts.inSum[to]!, cents, accounts.inCount[to]!);
      if (transfers.isOnlyOfPair(slot, window)) {
        accounts.fanOut[from]! -= 1;
        accounts.fanIn[to]! -= 1;
      }
    }
    this.#observer?.left(slot, window);
  }
}
