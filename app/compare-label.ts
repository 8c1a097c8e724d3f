import { accountKey, type LabelEvent } from '../graph/model/event.ts';
import type { StoredAccount } from '../graph/store.ts';

/** What the graph says of the newest label of an account. Its id and source are not here: an older Anel did not write them. */
type Standing = Pick<StoredAccount, 'label' | 'labelledAt' | 'labelUntil' | 'labelPattern'>;

const unlabelled: Standing = { label: null, labelledAt: null, labelUntil: null, labelPattern: null };

/** Remembers the newest label of each account while the log is read once in sequence order. Holds the accounts that were labelled. */
export class NewestLabels {
  readonly #standings = new Map<string, Standing>();

  add({ account, verdict, at, until, pattern }: LabelEvent): void {
    const terms = { labelUntil: until ?? null, labelPattern: pattern ?? null };
    this.#standings.set(accountKey(account), { label: verdict, labelledAt: at, ...terms });
  }

  /** The keys of the accounts that were labelled, in the order of their first label. */
  accounts(): readonly string[] {
    return [...this.#standings.keys()];
  }

  /** What differs between the newest label of an account in the log and what the graph says of it; null when they agree. */
  difference(key: string, stored: StoredAccount | undefined): string | null {
    if (stored === undefined) return 'the account was labelled and is not in the graph';
    const [expected, found] = [shown(this.#standings.get(key) ?? unlabelled), shown(stored)];
    return expected === found ? null : `its newest label is ${expected}, the graph has ${found}`;
  }
}

function shown({ label, labelledAt, labelUntil, labelPattern }: Standing): string {
  if (label === null) return 'none';
  const end = labelUntil === null ? '' : ` until ${labelUntil}`;
  return `"${label}" of ${labelledAt}${end}${labelPattern === null ? '' : ` for ${labelPattern}`}`;
}
