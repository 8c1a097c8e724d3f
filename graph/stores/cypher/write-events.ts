import { AnelError } from '../../../base/errors.ts';
import { accountKey, type LabelEvent, type SequencedEvent, type TransferEvent } from '../../model/event.ts';
import type { CypherDatabase, RunQuery } from './cypher-database.ts';
import { encodeEvent } from './event-body.ts';
import type { KnownAccounts } from './known-accounts.ts';
import { type Touched, type TouchedAccount, touchedBy } from './touched.ts';
import { mergeIdentifiers, writeIdentifiers } from './write-identifiers.ts';

/** How many nodes and relationships one batch made. */
export interface Made {
  readonly accounts: number;
  readonly transfers: number;
  readonly identifiers: number;
  /** The accounts that are in the store for certain once the transaction is. */
  readonly touched: readonly TouchedAccount[];
}

/**
 * Writes events that are known to be new, in the transaction of `run`. Values go as columns, not as one object a row:
 * that halves the time on the Node thread. Reads come before writes and only what changes is written, since in the
 * embedded store a MERGE with ON MATCH costs five times a look-up; writes are sent without waiting for each other.
 */
export async function writeEvents(
  run: RunQuery,
  stored: readonly SequencedEvent[],
  { transfersAreEvents, mergeIsCheap }: Pick<CypherDatabase, 'transfersAreEvents' | 'mergeIsCheap'>,
  known: KnownAccounts,
): Promise<Made> {
  const touched = touchedBy(stored);
  const sent: Promise<unknown>[] = [];
  const send: SendQuery = (...query) => {
    const result = run(...query);
    result.catch(() => {}); // thrown below, after what was asked for before it
    sent.push(result);
  };
  const transfers = stored.filter(
    (entry): entry is SequencedEvent<TransferEvent> => entry.event.kind === 'transfer',
  );
  const nodes = transfersAreEvents ? stored.filter(({ event }) => event.kind !== 'transfer') : stored;
  const sendFacts = () => {
    const rowsMax = mergeIsCheap ? transferRowsMax : transfers.length;
    for (let start = 0; start < transfers.length; start += rowsMax)
      sendTransfers(run, sent, transfers.slice(start, start + rowsMax), transfersAreEvents);
    if (nodes.length > 0) send('events-create', eventColumns(nodes));
    sendReversals(send, stored);
    sendLabels(send, stored);
  };
  try {
    const nodesMade = mergeIsCheap
      ? await mergeNodes(run, touched, known, sendFacts)
      : await writeNodes(run, send, touched, sendFacts);
    return { ...nodesMade, transfers: transfers.length, touched: touched.accounts };
  } finally {
    await Promise.all(sent);
  }
}

/** Transfers in one query to a server: it works on the first ones while the next are put into bytes here. */
const transferRowsMax = 250;

/** An account that is not there would swallow its transfers without a word: as many as were sent must be made. */
function sendTransfers(
  run: RunQuery,
  sent: Promise<unknown>[],
  transfers: readonly SequencedEvent<TransferEvent>[],
  withBodies: boolean,
): void {
  const made = run('transfers-create', transferColumns(transfers, withBodies)).then(([row]) => {
    if (row?.[0] === transfers.length) return;
    throw new AnelError(
      'GRAPH_STORE_CORRUPT',
      `storing ${transfers.length} transfers: the graph store made ${row?.[0]}, accounts that it had are gone; end this process, and restore the graph if it was changed by hand`,
    );
  });
  made.catch(() => {}); // thrown by whoever waits for all that was sent
  sent.push(made);
}

/** Accounts first, since everything else hangs on them; then what happened; then the identifiers. */
async function writeNodes(run: RunQuery, send: SendQuery, touched: Touched, sendFacts: () => void) {
  const accounts = await writeAccounts(run, send, touched.accounts);
  sendFacts();
  const identifiers = await writeIdentifiers(run, send, touched, accounts);
  return { accounts: accounts.size, identifiers };
}

/**
 * The same without an answer to wait for in between, and without the accounts that are known: of those only the times change, with
 * the transfers.
 */
async function mergeNodes(run: RunQuery, touched: Touched, known: KnownAccounts, sendFacts: () => void) {
  const unsure = touched.accounts.filter((account) => account.active || !known.has(account));
  const merging = unsure.length === 0 ? [] : run('accounts-merge', accountColumns(unsure));
  sendFacts();
  const [accounts, identifiers] = await Promise.all([merging, mergeIdentifiers(run, touched)]);
  return { accounts: accounts.length, identifiers };
}

/** Asks for a writing query and goes on: whoever gave it waits for all of them. */
export type SendQuery = (...query: Parameters<RunQuery>) => void;

const accountColumns = (accounts: readonly TouchedAccount[]) => ({
  ids: accounts.map(({ id }) => id),
  banks: accounts.map(({ bank }) => bank),
  countries: accounts.map(({ country }) => country),
  firstAts: accounts.map(({ firstAt }) => firstAt),
  lastAts: accounts.map(({ lastAt }) => lastAt),
});

/** Returns the ids of the accounts that are made. */
async function writeAccounts(
  run: RunQuery,
  send: SendQuery,
  accounts: readonly TouchedAccount[],
): Promise<ReadonlySet<string>> {
  const ids = accounts.map(({ id }) => id);
  const known = new Map((await run('accounts-span', { ids })).map((row) => [row[0] as string, row]));
  const fresh = accounts.filter(({ id }) => !known.has(id));
  if (fresh.length > 0) send('accounts-create', accountColumns(fresh));
  const old = accounts.filter(({ id }) => known.has(id));
  const stored = (account: TouchedAccount, column: number) => known.get(account.id)?.[column] ?? null;
  const later = old.filter((account) => account.lastAt > (stored(account, 2) as number));
  sendColumn(send, 'accounts-last-seen', later, ({ lastAt }) => lastAt);
  const earlier = old.filter((account) => account.firstAt < (stored(account, 1) as number));
  sendColumn(send, 'accounts-first-seen', earlier, ({ firstAt }) => firstAt);
  const named = old.filter((account) => account.country !== null && stored(account, 3) === null);
  sendColumn(send, 'accounts-country', named, ({ country }) => country);
  return new Set(fresh.map(({ id }) => id));
}

function sendColumn(
  send: SendQuery,
  name: string,
  accounts: readonly TouchedAccount[],
  value: (account: TouchedAccount) => string | number | null,
): void {
  if (accounts.length === 0) return;
  send(name, { ids: accounts.map(({ id }) => id), values: accounts.map(value) });
}

function eventColumns(events: readonly SequencedEvent[]) {
  return {
    ids: events.map(({ event }) => event.id),
    seqs: events.map(({ seq }) => seq),
    bodies: events.map(({ event }) => encodeEvent(event)),
  };
}

function transferColumns(transfers: readonly SequencedEvent<TransferEvent>[], withBodies: boolean) {
  return {
    ids: transfers.map(({ event }) => event.id),
    seqs: transfers.map(({ seq }) => seq),
    froms: transfers.map(({ event }) => accountKey(event.from)),
    tos: transfers.map(({ event }) => accountKey(event.to)),
    ats: transfers.map(({ event }) => event.at),
    seenAts: transfers.map(({ event }) => event.seenAt),
    amounts: transfers.map(({ event }) => event.amountMinor),
    currencies: transfers.map(({ event }) => event.currency),
    formats: transfers.map(({ event }) => event.format),
    deviceIds: columnOrNull(transfers, 'device'),
    ips: columnOrNull(transfers, 'ip'),
    ...(withBodies ? { bodies: transfers.map(({ event }) => encodeEvent(event)) } : null),
  };
}

/** A column that none of the transfers has is null as a whole: an element of null is null too. */
function columnOrNull(transfers: readonly SequencedEvent<TransferEvent>[], key: 'device' | 'ip') {
  return transfers.some(({ event }) => event[key] !== undefined)
    ? transfers.map(({ event }) => event[key] ?? null)
    : null;
}

/** Marks the reversed transfers. The first reversal of a transfer counts: later ones are stored and change nothing. */
function sendReversals(send: SendQuery, stored: readonly SequencedEvent[]): void {
  const ats = new Map<string, number>();
  for (const { event } of stored) {
    if (event.kind === 'reversal' && !ats.has(event.reverses)) ats.set(event.reverses, event.at);
  }
  if (ats.size > 0) send('events-reverse', { ids: [...ats.keys()], ats: [...ats.values()] });
}

/** Writes the newest label of each account onto it: the last one in the batch, since batches come in sequence order. */
function sendLabels(send: SendQuery, stored: readonly SequencedEvent[]): void {
  const newest = new Map<string, LabelEvent>();
  for (const { event } of stored) if (event.kind === 'label') newest.set(accountKey(event.account), event);
  if (newest.size === 0) return;
  const labels = [...newest.values()];
  send('accounts-label', {
    ids: [...newest.keys()],
    verdicts: labels.map(({ verdict }) => verdict),
    ats: labels.map(({ at }) => at),
    labelIds: labels.map(({ id }) => id),
    sources: labels.map(({ source }) => source ?? null),
    untils: labels.map(({ until }) => until ?? null),
    patterns: labels.map(({ pattern }) => pattern ?? null),
  });
}
