import type { TouchedAccount } from './touched.ts';

/**
 * Accounts that are certainly in the store, and whether their country is: since an account never goes away, what is remembered here
 * stays true whoever else writes. Holds at most `accountsMax`; when it is full, the half that was not asked for lately is forgotten.
 */
export class KnownAccounts {
  readonly #halfMax: number;
  #recent = new Map<string, boolean>();
  #older = new Map<string, boolean>();

  constructor(accountsMax: number) {
    this.#halfMax = Math.max(1, Math.floor(accountsMax / 2));
  }

  /** True when nothing about the account has to be made: it is there, and its country too if this names one. */
  has({ id, country }: Pick<TouchedAccount, 'id' | 'country'>): boolean {
    const hasCountry = this.#recent.get(id) ?? this.#older.get(id);
    if (hasCountry === undefined || (country !== null && !hasCountry)) return false;
    this.#remember(id, hasCountry);
    return true;
  }

  /** Remembers accounts that were written and committed. */
  add(accounts: readonly Pick<TouchedAccount, 'id' | 'country'>[]): void {
    for (const { id, country } of accounts) {
      const hadCountry = this.#recent.get(id) ?? this.#older.get(id) ?? false;
      this.#remember(id, hadCountry || country !== null);
    }
  }

  #remember(id: string, hasCountry: boolean): void {
    if (this.#recent.size >= this.#halfMax && !this.#recent.has(id)) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(id, hasCountry);
  }
}
