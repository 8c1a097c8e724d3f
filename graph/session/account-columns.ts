import { grown } from '../window/columns.ts';
import { WindowAccounts } from '../window/window-accounts.ts';
import { DecayingSums } from './decaying-sums.ts';

const none = -1;

/**
 * What the session knows of each account beside its windows, one row an account: what is remembered for life, and the ends of
 * its lists of active pairs. Sums are cents of the reference currency.
 */
export class AccountColumns extends WindowAccounts {
  /** Over the whole life of the session; reversals and expiry do not take away from these. */
  firstSeenAt = new Float64Array(this.capacity).fill(Number.POSITIVE_INFINITY);
  lastOutAt = new Float64Array(this.capacity).fill(Number.NEGATIVE_INFINITY);
  lastInAt = new Float64Array(this.capacity).fill(Number.NEGATIVE_INFINITY);
  lifeOutCount = new Uint32Array(this.capacity);
  lifeOutSum = new Float64Array(this.capacity);
  lifeInCount = new Uint32Array(this.capacity);
  lifeInSum = new Float64Array(this.capacity);
  lifeOutMax = new Float64Array(this.capacity);
  lifeFanOut = new Uint32Array(this.capacity);
  lifeFanIn = new Uint32Array(this.capacity);
  /** Cents sent and received, with half the weight after each half-life. */
  readonly decayedOut = new DecayingSums(this.capacity);
  readonly decayedIn = new DecayingSums(this.capacity);

  /** First rows of the account's lists of active pairs, -1 when empty. */
  pairOutHead = new Int32Array(this.capacity).fill(none);
  pairInHead = new Int32Array(this.capacity).fill(none);

  protected override growTo(capacity: number, before: number): void {
    super.growTo(capacity, before);
    this.firstSeenAt = grown(this.firstSeenAt, capacity).fill(Number.POSITIVE_INFINITY, before);
    this.lastOutAt = grown(this.lastOutAt, capacity).fill(Number.NEGATIVE_INFINITY, before);
    this.lastInAt = grown(this.lastInAt, capacity).fill(Number.NEGATIVE_INFINITY, before);
    this.lifeOutCount = grown(this.lifeOutCount, capacity);
    this.lifeOutSum = grown(this.lifeOutSum, capacity);
    this.lifeInCount = grown(this.lifeInCount, capacity);
    this.lifeInSum = grown(this.lifeInSum, capacity);
    this.lifeOutMax = grown(this.lifeOutMax, capacity);
    this.lifeFanOut = grown(this.lifeFanOut, capacity);
    this.lifeFanIn = grown(this.lifeFanIn, capacity);
    this.decayedOut.grow(capacity);
    this.decayedIn.grow(capacity);
    this.pairOutHead = grown(this.pairOutHead, capacity).fill(none, before);
    this.pairInHead = grown(this.pairInHead, capacity).fill(none, before);
  }
}
