import { grown, nextCapacity } from './columns.ts';
import { PairBuckets } from './pair-buckets.ts';
import type { WindowAccounts } from './window-accounts.ts';

const startCapacity = 4096;
const none = -1;
/** Bit of `state` that is set while the transfer is in the lists; the bits below it are the windows that it is in. */
const linkedBit = 0x80;

/** How many windows there may be: their bits share a byte with another one. */
export const windowsMax = 7;

/** A transfer as the window holds it, by its numbers. */
export interface WindowTransfer {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly seq: number;
  readonly cents: number;
}

/**
 * The transfers of the longest window in typed arrays, 57 bytes each: a row is a slot, which is reused after its transfer
 * left. Three doubly linked lists run through them, each ordered by (at, seq): the outgoing and the incoming transfers of an account, and the
 * transfers of an ordered pair. Self-transfers are in none of these, but in a list of their own, newest arrival first, which
 * runs through `outNext` and `outPrev` from `selfHead`.
 */
export class WindowTransfers {
  from = new Int32Array(startCapacity);
  to = new Int32Array(startCapacity);
  at = new Float64Array(startCapacity);
  /** 0 for a free slot. */
  seq = new Float64Array(startCapacity);
  cents = new Float64Array(startCapacity);
  outNext = new Int32Array(startCapacity);
  outPrev = new Int32Array(startCapacity);
  inNext = new Int32Array(startCapacity);
  inPrev = new Int32Array(startCapacity);
  /** The next newer transfer of the same pair, -1 for its newest. */
  pairNewer = new Int32Array(startCapacity);
  pairOlder = new Int32Array(startCapacity);
  /** Taken slots: the transfers of the longest window, reversed ones until they would have left it. */
  size = 0;
  /** Slots that were ever used: every transfer is in a slot below this number. */
  used = 0;
  readonly pairs = new PairBuckets();
  #state = new Uint8Array(startCapacity);
  #free = none;
  readonly #accounts: WindowAccounts;
  readonly #transfersMax: number;

  constructor(accounts: WindowAccounts, transfersMax: number) {
    this.#accounts = accounts;
    this.#transfersMax = transfersMax;
  }

  /** Bytes of all columns. */
  get bytes(): number {
    return this.from.length * 57 + this.pairs.bytes;
  }

  /** Slots that there is room for before the next growth. */
  get capacity(): number {
    return this.from.length;
  }

  /** Writes a transfer into a free slot and links it into its lists. Returns the slot. O(1), out of order O(newer transfers of its accounts). */
  add(transfer: WindowTransfer): number {
    const slot = this.#take();
    this.from[slot] = transfer.from;
    this.to[slot] = transfer.to;
    this.at[slot] = transfer.at;
    this.seq[slot] = transfer.seq;
    this.cents[slot] = transfer.cents;
    this.#state[slot] = linkedBit;
    if (transfer.from === transfer.to) {
      this.#linkSelf(slot, transfer.from);
    } else {
      this.#linkOut(slot, transfer.from);
      this.#linkIn(slot, transfer.to);
      this.#linkPair(slot);
    }
    return slot;
  }

  /** Takes a transfer out of its lists, if it is in them; the slot stays taken until `release`. */
  unlink(slot: number): void {
    if ((this.#state[slot]! & linkedBit) === 0) return;
    this.#state[slot]! &= ~linkedBit;
    const from = this.from[slot]!;
    const to = this.to[slot]!;
    if (from === to) {
      this.#unlinkSelf(slot, from);
      return;
    }
    const { outHead, outTail, inHead, inTail } = this.#accounts;
    const nextOut = this.outNext[slot]!;
    const prevOut = this.outPrev[slot]!;
    if (nextOut === none) outTail[from] = prevOut;
    else this.outPrev[nextOut] = prevOut;
    if (prevOut === none) outHead[from] = nextOut;
    else this.outNext[prevOut] = nextOut;
    const nextIn = this.inNext[slot]!;
    const prevIn = this.inPrev[slot]!;
    if (nextIn === none) inTail[to] = prevIn;
    else this.inPrev[nextIn] = prevIn;
    if (prevIn === none) inHead[to] = nextIn;
    else this.inNext[prevIn] = nextIn;
    this.#unlinkPair(slot, from, to);
  }

  /** Gives the slot back. */
  release(slot: number): void {
    this.seq[slot] = 0;
    this.outNext[slot] = this.#free;
    this.#free = slot;
    this.size -= 1;
  }

  /** Notes that a transfer is in a window. */
  enterWindow(slot: number, window: number): void {
    this.#state[slot]! |= 1 << window;
  }

  /** Notes that a transfer is no longer in a window; false when it was not. */
  leaveWindow(slot: number, window: number): boolean {
    const bit = 1 << window;
    if ((this.#state[slot]! & bit) === 0) return false;
    this.#state[slot]! &= ~bit;
    return true;
  }

  isIn(slot: number, window: number): boolean {
    return (this.#state[slot]! & (1 << window)) !== 0;
  }

  /** False for a free slot and for a reversed transfer. */
  isLinked(slot: number): boolean {
    return (this.#state[slot]! & linkedBit) !== 0;
  }

  /** True when no other transfer of the same pair is in the window: a pair counts once among an account's counterparties. */
  isOnlyOfPair(slot: number, window: number): boolean {
    const newer = this.pairNewer[slot]!;
    const older = this.pairOlder[slot]!;
    return !(newer !== none && this.isIn(newer, window)) && !(older !== none && this.isIn(older, window));
  }

  /** True when no newer transfer of the same pair is in the window; the transfer itself is in it. */
  isNewestIn(slot: number, window: number): boolean {
    const newer = this.pairNewer[slot]!;
    return newer === none || !this.isIn(newer, window);
  }

  /** The newest transfer of an ordered pair of different accounts, -1 when the longest window has none. O(1). */
  newestOf(from: number, to: number): number {
    return this.pairs.find(this, from, to);
  }

  /**
   * The slot of a transfer by its sender and sequence number, `self` telling in which list it is; -1 when it is not in the
   * window. O(transfers of the sender).
   */
  find(from: number, self: boolean, seq: number): number {
    const { selfHead, outTail } = this.#accounts;
    const next = self ? this.outNext : this.outPrev;
    let slot = self ? selfHead[from]! : outTail[from]!;
    while (slot !== none && this.seq[slot] !== seq) slot = next[slot]!;
    return slot;
  }

  /** True when transfer `a` comes before `b` in (at, seq) order. */
  before(a: number, b: number): boolean {
    const atA = this.at[a]!;
    const atB = this.at[b]!;
    return atA < atB || (atA === atB && this.seq[a]! < this.seq[b]!);
  }

  #linkSelf(slot: number, account: number): void {
    const { selfHead } = this.#accounts;
    const next = selfHead[account]!;
    this.outPrev[slot] = none;
    this.outNext[slot] = next;
    if (next !== none) this.outPrev[next] = slot;
    selfHead[account] = slot;
  }

  #unlinkSelf(slot: number, account: number): void {
    const next = this.outNext[slot]!;
    const prev = this.outPrev[slot]!;
    if (next !== none) this.outPrev[next] = prev;
    if (prev === none) this.#accounts.selfHead[account] = next;
    else this.outNext[prev] = next;
  }

  #linkOut(slot: number, account: number): void {
    const { outHead, outTail } = this.#accounts;
    let prev = outTail[account]!;
    while (prev !== none && this.before(slot, prev)) prev = this.outPrev[prev]!;
    const next = prev === none ? outHead[account]! : this.outNext[prev]!;
    this.outPrev[slot] = prev;
    this.outNext[slot] = next;
    if (prev === none) outHead[account] = slot;
    else this.outNext[prev] = slot;
    if (next === none) outTail[account] = slot;
    else this.outPrev[next] = slot;
  }

  #linkIn(slot: number, account: number): void {
    const { inHead, inTail } = this.#accounts;
    let prev = inTail[account]!;
    while (prev !== none && this.before(slot, prev)) prev = this.inPrev[prev]!;
    const next = prev === none ? inHead[account]! : this.inNext[prev]!;
    this.inPrev[slot] = prev;
    this.inNext[slot] = next;
    if (prev === none) inHead[account] = slot;
    else this.inNext[prev] = slot;
    if (next === none) inTail[account] = slot;
    else this.inPrev[next] = slot;
  }

  #linkPair(slot: number): void {
    let newer = none;
    let older = this.pairs.find(this, this.from[slot]!, this.to[slot]!);
    while (older !== none && this.before(slot, older)) {
      newer = older;
      older = this.pairOlder[older]!;
    }
    this.pairNewer[slot] = newer;
    this.pairOlder[slot] = older;
    if (older !== none) this.pairNewer[older] = slot;
    if (newer === none) this.pairs.put(this, slot);
    else this.pairOlder[newer] = slot;
  }

  #unlinkPair(slot: number, from: number, to: number): void {
    const newer = this.pairNewer[slot]!;
    const older = this.pairOlder[slot]!;
    if (older !== none) this.pairNewer[older] = newer;
    if (newer !== none) this.pairOlder[newer] = older;
    else if (older !== none) this.pairs.put(this, older);
    else this.pairs.remove(this, from, to);
  }

  #take(): number {
    if (this.#free !== none) {
      const slot = this.#free;
      this.#free = this.outNext[slot]!;
      this.size += 1;
      return slot;
    }
    if (this.used === Math.min(this.from.length, this.#transfersMax)) this.#grow();
    this.size += 1;
    this.used += 1;
    return this.used - 1;
  }

  #grow(): void {
    const capacity = nextCapacity(
      this.from.length,
      this.used + 1,
      this.#transfersMax,
      'session.transfersMax',
      ' or shorten session.longestWindowMs',
    );
    this.from = grown(this.from, capacity);
    this.to = grown(this.to, capacity);
    this.at = grown(this.at, capacity);
    this.seq = grown(this.seq, capacity);
    this.cents = grown(this.cents, capacity);
    this.outNext = grown(this.outNext, capacity);
    this.outPrev = grown(this.outPrev, capacity);
    this.inNext = grown(this.inNext, capacity);
    this.inPrev = grown(this.inPrev, capacity);
    this.pairNewer = grown(this.pairNewer, capacity);
    this.pairOlder = grown(this.pairOlder, capacity);
    this.#state = grown(this.#state, capacity);
  }
}
