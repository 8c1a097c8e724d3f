import { StampSet } from '../motifs/stamps.ts';

/**
 * Numbers the accounts of one search, counting from 0 in the order in which they are met, so that a search keeps its state in short
 * arrays. Emptied in O(1), amortised. One search at a time.
 */
export class AccountSlots {
  readonly #met = new StampSet();
  #slotOf = new Int32Array(0);
  #accounts: number[] = [];

  /** Accounts that were met: the slots are 0 .. size-1. */
  get size(): number {
    return this.#accounts.length;
  }

  /** Empties it and makes room for accounts below `accountCount`. */
  clear(accountCount: number): void {
    this.#met.clear(accountCount);
    if (accountCount > this.#slotOf.length) this.#slotOf = new Int32Array(accountCount * 2);
    this.#accounts.length = 0;
  }

  /** The slot of an account, given now when it is met for the first time. */
  meet(account: number): number {
    if (this.#met.has(account)) return this.#slotOf[account]!;
    this.#met.add(account);
    this.#slotOf[account] = this.#accounts.length;
    return this.#accounts.push(account) - 1;
  }

  account(slot: number): number {
    return this.#accounts[slot]!;
  }
}
