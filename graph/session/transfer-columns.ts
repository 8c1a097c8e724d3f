import type { AccountColumns } from './account-columns.ts';
import { grown, nextCapacity } from './columns.ts';

const startCapacity = 4096;
const none = -1;

/** A transfer as the window holds it, by its numbers. */
export interface WindowTransfer {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly seq: number;
  readonly cents: number;
  /** The pair's row, -1 for a self-transfer. */
  readonly pair: number;
}

/**
 * The transfers of the longest window in typed arrays, 54 bytes each: a row is a slot, which is reused after its transfer
 * left. Every account's outgoing and incoming transfers form lists ordered by (at, seq). Self-transfers are in neither, but
 * in a list of their own, newest arrival first, which runs through `outNext` and `outPrev` from `selfHead`.
 */
export class TransferColumns {
  from = new Int32Array(startCapacity);
  to = new Int32Array(startCapacity);
  at = new Float64Array(startCapacity);
  /** 0 for a free slot. */
  seq = new Float64Array(startCapacity);
  cents = new Float64Array(startCapacity);
  pair = new Int32Array(startCapacity);
  /** Bit w is set while the transfer is in window w; 0 for a free slot. */
  inWindows = new Uint8Array(startCapacity);
  /** 1 while the transfer is in the lists of its accounts. */
  linked = new Uint8Array(startCapacity);
  outNext = new Int32Array(startCapacity);
  outPrev = new Int32Array(startCapacity);
  inNext = new Int32Array(startCapacity);
  inPrev = new Int32Array(startCapacity);
  /** Taken slots: the transfers of the longest window, reversed ones until they would have left it. */
  size = 0;
  /** Slots that were ever used: every transfer is in a slot below this number. */
  used = 0;
  #free = none;
  readonly #accounts: AccountColumns;
  readonly #transfersMax: number;

  constructor(accounts: AccountColumns, transfersMax: number) {
    this.#accounts = accounts;
    this.#transfersMax = transfersMax;
  }

  /** Writes a transfer into a free slot and links it into the lists of its accounts. Returns the slot. */
  add(transfer: WindowTransfer): number {
    const slot = this.#take();
    this.from[slot] = transfer.from;
    this.to[slot] = transfer.to;
    this.at[slot] = transfer.at;
    this.seq[slot] = transfer.seq;
    this.cents[slot] = transfer.cents;
    this.pair[slot] = transfer.pair;
    this.linked[slot] = 1;
    if (transfer.from === transfer.to) {
      this.#linkSelf(slot, transfer.from);
    } else {
      this.#linkOut(slot, transfer.from);
      this.#linkIn(slot, transfer.to);
    }
    return slot;
  }

  /** Takes a transfer out of its lists, if it is in them; the slot stays taken until `release`. */
  unlink(slot: number): void {
    if (this.linked[slot] === 0) return;
    this.linked[slot] = 0;
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
  }

  /** Gives the slot back. */
  release(slot: number): void {
    this.seq[slot] = 0;
    this.outNext[slot] = this.#free;
    this.#free = slot;
    this.size -= 1;
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
      ' or shorten session.windowMs',
    );
    this.from = grown(this.from, capacity);
    this.to = grown(this.to, capacity);
    this.at = grown(this.at, capacity);
    this.seq = grown(this.seq, capacity);
    this.cents = grown(this.cents, capacity);
    this.pair = grown(this.pair, capacity);
    this.inWindows = grown(this.inWindows, capacity);
    this.linked = grown(this.linked, capacity);
    this.outNext = grown(this.outNext, capacity);
    this.outPrev = grown(this.outPrev, capacity);
    this.inNext = grown(this.inNext, capacity);
    this.inPrev = grown(this.inPrev, capacity);
  }
}
