import { accountKey, type LabelEvent, type LabelVerdict } from '../graph/model/event.ts';
import type { StoredAccount } from '../graph/store.ts';

interface Standing {
  readonly verdict: LabelVerdict;
  readonly at: number;
}

/** Remembers the newest label of each account while the log is read once in sequence order. Holds the accounts that were labelled. */
export class NewestLabels {
  readonly #standings = new Map<string, Standing>();

  add({ account, verdict, at }: LabelEvent): void {
    this.#standings.set(accountKey(account), { verdict, at });
  }

  /** The keys of the accounts that were labelled, in the order of their first label. */
  accounts(): readonly string[] {
    return [...this.#standings.keys()];
  }

  /** What differs between the newest label of an account in the log and what the graph says of it; null when they agree. */
  difference(key: string, stored: StoredAccount | undefined): string | null {
    if (stored === undefined) return 'the account was labelled and is not in the graph';
    const standing = this.#standings.get(key);
    const [verdict, at] = [standing?.verdict ?? null, standing?.at ?? null];
    if (stored.label === verdict && stored.labelledAt === at) return null;
    return `its newest label is ${shown(verdict, at)}, the graph has ${shown(stored.label, stored.labelledAt)}`;
  }
}

function shown(verdict: LabelVerdict | null, at: number | null): string {
  return verdict === null ? 'none' : `"${verdict}" of ${at}`;
}
