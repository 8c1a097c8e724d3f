/** The marks are 32 bits wide. */
const stampMax = 2 ** 31 - 1;

/**
 * A set of accounts that is emptied in O(1), amortised: an account is in it while its mark equals the current stamp. One is shared by
 * the motif searches of a session, one search at a time.
 */
export class StampSet {
  #marks = new Int32Array(1024);
  #stamp: number;

  /** `stamp`: where the counting starts. */
  constructor(stamp = 0) {
    this.#stamp = stamp;
  }

  /** Empties the set and makes room for accounts below `accountCount`. */
  clear(accountCount: number): void {
    if (accountCount > this.#marks.length) this.#marks = new Int32Array(accountCount * 2);
    if (this.#stamp === stampMax) {
      this.#marks.fill(0);
      this.#stamp = 0;
    }
    this.#stamp += 1;
  }

  add(account: number): void {
    this.#marks[account] = this.#stamp;
  }

  remove(account: number): void {
    this.#marks[account] = 0;
  }

  has(account: number): boolean {
    return this.#marks[account] === this.#stamp;
  }
}
