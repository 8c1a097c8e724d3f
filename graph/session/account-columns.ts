import { grown, nextCapacity } from './columns.ts';
import { windowCount } from './windows.ts';

const startCapacity = 1024;
const none = -1;

/**
 * What the session knows of each account, one row an account. Windowed columns hold `windowCount` values a row, at
 * `row * windowCount + window`. Sums are cents of the reference currency: whole numbers, so adding and subtracting is exact.
 */
export class AccountColumns {
  outCount = new Uint32Array(startCapacity * windowCount);
  outSum = new Float64Array(startCapacity * windowCount);
  inCount = new Uint32Array(startCapacity * windowCount);
  inSum = new Float64Array(startCapacity * windowCount);
  /** Distinct receivers and senders in each window. */
  fanOut = new Uint32Array(startCapacity * windowCount);
  fanIn = new Uint32Array(startCapacity * windowCount);
  selfCount = new Uint32Array(startCapacity * windowCount);

  /** Over the whole life of the session; reversals and expiry do not take away from these. */
  firstSeenAt = new Float64Array(startCapacity).fill(Number.POSITIVE_INFINITY);
  lastOutAt = new Float64Array(startCapacity).fill(Number.NEGATIVE_INFINITY);
  lastInAt = new Float64Array(startCapacity).fill(Number.NEGATIVE_INFINITY);
  lifeOutCount = new Uint32Array(startCapacity);
  lifeOutSum = new Float64Array(startCapacity);
  lifeInCount = new Uint32Array(startCapacity);
  lifeInSum = new Float64Array(startCapacity);
  lifeOutMax = new Float64Array(startCapacity);
  lifeFanOut = new Uint32Array(startCapacity);
  lifeFanIn = new Uint32Array(startCapacity);

  /** Ends of the account's transfer lists (slots) and of its lists of active pairs (pair rows); -1 when empty. */
  outHead = new Int32Array(startCapacity).fill(none);
  outTail = new Int32Array(startCapacity).fill(none);
  inHead = new Int32Array(startCapacity).fill(none);
  inTail = new Int32Array(startCapacity).fill(none);
  selfHead = new Int32Array(startCapacity).fill(none);
  pairOutHead = new Int32Array(startCapacity).fill(none);
  pairInHead = new Int32Array(startCapacity).fill(none);

  readonly #accountsMax: number;

  constructor(accountsMax: number) {
    this.#accountsMax = accountsMax;
  }

  /** Makes room for `rows` accounts. */
  ensure(rows: number): void {
    const capacity = this.outHead.length;
    if (rows <= capacity) return;
    const next = nextCapacity(capacity, rows, this.#accountsMax, 'session.accountsMax');
    this.outCount = grown(this.outCount, next * windowCount);
    this.outSum = grown(this.outSum, next * windowCount);
    this.inCount = grown(this.inCount, next * windowCount);
    this.inSum = grown(this.inSum, next * windowCount);
    this.fanOut = grown(this.fanOut, next * windowCount);
    this.fanIn = grown(this.fanIn, next * windowCount);
    this.selfCount = grown(this.selfCount, next * windowCount);
    this.firstSeenAt = grown(this.firstSeenAt, next).fill(Number.POSITIVE_INFINITY, capacity);
    this.lastOutAt = grown(this.lastOutAt, next).fill(Number.NEGATIVE_INFINITY, capacity);
    this.lastInAt = grown(this.lastInAt, next).fill(Number.NEGATIVE_INFINITY, capacity);
    this.lifeOutCount = grown(this.lifeOutCount, next);
    this.lifeOutSum = grown(this.lifeOutSum, next);
    this.lifeInCount = grown(this.lifeInCount, next);
    this.lifeInSum = grown(this.lifeInSum, next);
    this.lifeOutMax = grown(this.lifeOutMax, next);
    this.lifeFanOut = grown(this.lifeFanOut, next);
    this.lifeFanIn = grown(this.lifeFanIn, next);
    this.outHead = grown(this.outHead, next).fill(none, capacity);
    this.outTail = grown(this.outTail, next).fill(none, capacity);
    this.inHead = grown(this.inHead, next).fill(none, capacity);
    this.inTail = grown(this.inTail, next).fill(none, capacity);
    this.selfHead = grown(this.selfHead, next).fill(none, capacity);
    this.pairOutHead = grown(this.pairOutHead, next).fill(none, capacity);
    this.pairInHead = grown(this.pairInHead, next).fill(none, capacity);
  }
}
