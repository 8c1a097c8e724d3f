import {
  accountKey,
  type IdentifierKind,
  identifierLabels,
  type LabelVerdict,
  type SequencedEvent,
  type TransferEvent,
} from '../../model/event.ts';
import type { IdentifierLink, Membership, StoredAccount, StoredTransfer } from '../../store.ts';
import type { CypherRow, RunQuery } from './cypher-database.ts';
import { decodeEvent } from './event-body.ts';

const kindOfLabel = new Map(
  Object.entries(identifierLabels).map(([kind, label]) => [label as string, kind as IdentifierKind]),
);

/** The stored events among `ids`, keyed by id. */
export async function readEvents(
  run: RunQuery,
  ids: readonly string[],
): Promise<Map<string, SequencedEvent>> {
  const rows = await run('events-by-id', { ids });
  return new Map(
    rows.map(([id, seq, body]) => [
      id as string,
      { seq: seq as number, event: decodeEvent(id as string, body as string) },
    ]),
  );
}

/** The transfers among `ids`, keyed by id, in the order of `ids`. */
export async function readTransfers(
  run: RunQuery,
  ids: readonly string[],
): Promise<Map<string, StoredTransfer>> {
  const found = new Map<string, StoredTransfer>();
  if (ids.length === 0) return found;
  for (const [id, seq, body, score, reversedAt] of await run('events-by-id', { ids })) {
    const event = decodeEvent(id as string, body as string);
    if (event.kind !== 'transfer') continue;
    found.set(
      event.id,
      storedTransfer(event, seq as number, score as number | null, reversedAt as number | null),
    );
  }
  return found;
}

/** One page of the sequence: the events first .. first + size - 1 that exist, in order. */
export async function readPage(run: RunQuery, first: number, size: number): Promise<SequencedEvent[]> {
  const rows = await run('events-by-seq', { first, last: first + size - 1 });
  return rows.map(([seq, id, body]) => ({
    seq: seq as number,
    event: decodeEvent(id as string, body as string),
  }));
}

/** The accounts among `ids`, keyed by id. */
export async function readAccounts(
  run: RunQuery,
  ids: readonly string[],
): Promise<Map<string, StoredAccount>> {
  if (ids.length === 0) return new Map();
  const rows = await run('accounts-by-id', { ids });
  return new Map(rows.map((row) => [row[0] as string, accountOf(row)]));
}

/** The links of each of `accounts` to identifiers, at most `limit` per account, the most recently used first. */
export async function readLinks(
  run: RunQuery,
  accounts: readonly string[],
  limit: number,
): Promise<IdentifierLink[]> {
  if (accounts.length === 0) return [];
  const rows = await run('links-of-accounts', { ids: accounts, limit });
  return rows.map(([account, label, id, firstAt, lastAt, count]) => ({
    account: account as string,
    kind: kindOfLabel.get(label as string) as IdentifierKind,
    id: id as string,
    firstAt: firstAt as number,
    lastAt: lastAt as number,
    count: count as number,
  }));
}

/** The accounts that used one identifier, the most recent use first, then by account. */
export async function readUsers(
  run: RunQuery,
  kind: IdentifierKind,
  id: string,
  limit: number,
): Promise<IdentifierLink[]> {
  const rows = await run('links-of-identifier', { id, limit }, identifierLabels[kind]);
  return rows.map(([account, firstAt, lastAt, count]) => ({
    account: account as string,
    kind,
    id,
    firstAt: firstAt as number,
    lastAt: lastAt as number,
    count: count as number,
  }));
}

/** Who is or was a member of a ring, by since, then by account. */
export async function readMemberships(run: RunQuery, ringId: string, limit: number): Promise<Membership[]> {
  const rows = await run('memberships-of-ring', { id: ringId, limit });
  return rows.map(([account, role, since, until]) => ({
    account: account as string,
    role: role as string,
    since: since as number,
    until: (until ?? null) as number | null,
  }));
}

function storedTransfer(
  event: TransferEvent,
  seq: number,
  score: number | null,
  reversedAt: number | null,
): StoredTransfer {
  return { seq, event, from: accountKey(event.from), to: accountKey(event.to), score, reversedAt };
}

function accountOf(row: CypherRow): StoredAccount {
  return {
    id: row[0] as string,
    bank: row[1] as string | null,
    country: row[2] as string | null,
    firstSeenAt: row[3] as number,
    lastSeenAt: row[4] as number,
    communityId: row[5] as string | null,
    ringId: row[6] as string | null,
    pagerank: row[7] as number | null,
    label: row[8] as LabelVerdict | null,
    labelledAt: row[9] as number | null,
  };
}
