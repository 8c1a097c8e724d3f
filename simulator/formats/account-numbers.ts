import { assert } from '../../base/assert.ts';

/** Numbers accounts from 0 in the order in which they appear, for layouts that know accounts by number. */
export class AccountNumbers {
  readonly #numbers = new Map<string, number>();

  get count(): number {
    return this.#numbers.size;
  }

  /** The number of an account key, a new one at its first appearance. */
  of(key: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }

  /** The number, as text, of an account that appeared before. */
  known(key: string): string {
    const number = this.#numbers.get(key);
    assert(number !== undefined, `account "${key}" has no number`);
    return String(number);
  }
}
