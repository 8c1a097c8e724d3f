import {
  type AccountRef,
  accountKey,
  type IdentifierKind,
  identifiersOf,
  type SequencedEvent,
} from '../../model/event.ts';

/** What a batch says about one account. Bank and country are the first that were named. */
export interface TouchedAccount {
  readonly id: string;
  readonly bank: string | null;
  country: string | null;
  firstAt: number;
  lastAt: number;
  /** True when it did something beside transfers, whose times no transfer carries. */
  active: boolean;
}

/** What a batch says about one account's use of one identifier. */
export interface TouchedLink {
  readonly account: string;
  readonly id: string;
  firstAt: number;
  lastAt: number;
  count: number;
}

/** Accounts sorted by key, and links by kind of identifier, sorted by account then identifier. */
export interface Touched {
  readonly accounts: readonly TouchedAccount[];
  readonly links: ReadonlyMap<IdentifierKind, readonly TouchedLink[]>;
}

/** Sums a batch up, so that each account and each link is written once however often the batch names it. */
export function touchedBy(stored: readonly SequencedEvent[]): Touched {
  const accounts = new Map<string, TouchedAccount>();
  const links = new Map<IdentifierKind, Map<string, TouchedLink>>();
  for (const { event } of stored) {
    if (event.kind === 'reversal') continue;
    const owner = event.kind === 'transfer' ? event.from : event.account;
    const active = event.kind !== 'transfer';
    touchAccount(accounts, owner, event.at, active);
    if (event.kind === 'transfer') touchAccount(accounts, event.to, event.at, active);
    if (event.kind === 'label') continue;
    for (const { kind, id } of identifiersOf(event)) {
      const ofKind = links.get(kind) ?? new Map<string, TouchedLink>();
      links.set(kind, ofKind);
      touchLink(ofKind, accountKey(owner), id, event.at);
    }
  }
  return {
    accounts: sorted(accounts),
    links: new Map([...links].map(([kind, ofKind]) => [kind, sorted(ofKind)])),
  };
}

function touchAccount(
  accounts: Map<string, TouchedAccount>,
  ref: AccountRef,
  at: number,
  active: boolean,
): void {
  const id = accountKey(ref);
  const account = accounts.get(id);
  if (account === undefined) {
    accounts.set(id, {
      id,
      bank: ref.bank ?? null,
      country: ref.country ?? null,
      firstAt: at,
      lastAt: at,
      active,
    });
    return;
  }
  if (active) account.active = true;
  account.country ??= ref.country ?? null;
  if (at < account.firstAt) account.firstAt = at;
  if (at > account.lastAt) account.lastAt = at;
}

function touchLink(links: Map<string, TouchedLink>, account: string, id: string, at: number): void {
  const key = `${account}\0${id}`;
  const link = links.get(key);
  if (link === undefined) {
    links.set(key, { account, id, firstAt: at, lastAt: at, count: 1 });
    return;
  }
  link.count += 1;
  if (at < link.firstAt) link.firstAt = at;
  if (at > link.lastAt) link.lastAt = at;
}

function sorted<T>(byKey: ReadonlyMap<string, T>): T[] {
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, value]) => value);
}
