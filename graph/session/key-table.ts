import { present } from '../../base/assert.ts';
import { AnelError } from '../../base/errors.ts';

/**
 * Gives each distinct string a number, counting from 0 in the order of first appearance. O(1) either way.
 * Throws SESSION_TOO_LARGE past `keysMax`, which names the configuration key `limitName`.
 */
export class KeyTable {
  readonly #indexOf = new Map<string, number>();
  readonly #keys: string[] = [];
  readonly #keysMax: number;
  readonly #limitName: string;

  constructor(keysMax: number, limitName: string) {
    this.#keysMax = keysMax;
    this.#limitName = limitName;
  }

  get size(): number {
    return this.#keys.length;
  }

  /** The number of a key, given now when it is new. */
  intern(key: string): number {
    const known = this.#indexOf.get(key);
    if (known !== undefined) return known;
    const index = this.#keys.length;
    if (index >= this.#keysMax) {
      throw new AnelError(
        'SESSION_TOO_LARGE',
        `session: ${index} keys reach the limit ${this.#limitName}, and keys are kept for life; raise it`,
      );
    }
    this.#indexOf.set(key, index);
    this.#keys.push(key);
    return index;
  }

  /** The number of a key, or -1 when it was never seen. */
  find(key: string): number {
    return this.#indexOf.get(key) ?? -1;
  }

  key(index: number): string {
    return present(this.#keys[index], `key ${index}`);
  }
}
