import { AnelError } from '../../base/errors.ts';
import type { SequencedEvent } from '../../graph/model/event.ts';
import type { Sql } from '../sql-pool.ts';
import { checkEpoch } from '../write/lease.ts';
import { lockState } from '../write/state.ts';

/** One row of the journal: the events of one commit. */
export interface JournalRow {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly events: Buffer;
}

const afterStatement = {
  name: 'journal-after',
  text: 'select first_seq, last_seq, events from journal where last_seq > $1 order by first_seq limit 1',
};
const startStatement = {
  name: 'journal-start',
  text: `select greatest(s.journal_from, j.first_seq) as start
    from ledger_state s, (select first_seq from journal order by first_seq limit 1) j`,
};
const fromStatement = {
  name: 'journal-from',
  text: 'update ledger_state set journal_from = greatest(journal_from, $1)',
};
const pruneStatement = { name: 'journal-prune', text: 'delete from journal where last_seq <= $1' };

/** Events with a sequence number above `afterSeq` that the journal still holds, in pages of `pageSize`. */
export async function* journalPages(
  sql: Sql,
  afterSeq: number,
  pageSize: number,
): AsyncIterable<readonly SequencedEvent[]> {
  const start = await journalStart(sql);
  let seq = Math.max(afterSeq, (start ?? 1) - 1);
  let waiting: SequencedEvent[] = [];
  for (;;) {
    const [row] = await sql.rows<JournalRow>(afterStatement, [seq]);
    if (row === undefined) break;
    const after = seq;
    waiting = waiting.concat(decodeJournal(row).filter((event) => event.seq > after));
    seq = row.last_seq;
    for (; waiting.length >= pageSize; waiting = waiting.slice(pageSize)) yield waiting.slice(0, pageSize);
  }
  if (waiting.length > 0) yield waiting;
}

/** Reads a row of the journal. Throws LEDGER_CORRUPT when it is not what was written. */
export function decodeJournal({ first_seq: first, last_seq: last, events }: JournalRow): SequencedEvent[] {
  const parsed = parse(events);
  if (
    parsed !== null &&
    parsed.length === last - first + 1 &&
    parsed.every(({ seq }, i) => seq === first + i)
  )
    return parsed;
  throw new AnelError(
    'LEDGER_CORRUPT',
    `tried to read the journal from ${first} to ${last}, which is damaged; restore the ledger from a backup`,
  );
}

function parse(bytes: Buffer): SequencedEvent[] | null {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return Array.isArray(value) ? (value as SequencedEvent[]) : null;
  } catch {
    return null;
  }
}

export async function journalStart(sql: Sql): Promise<number | null> {
  const [row] = await sql.rows<{ start: number }>(startStatement, []);
  return row?.start ?? null;
}

/**
 * Drops events up to `throughSeq` inside of a transaction; a row that also holds later ones stays until they are dropped. Throws
 * SUPERSEDED: see `checkEpoch`.
 */
export async function pruneJournal(sql: Sql, throughSeq: number, epoch: number | null): Promise<void> {
  checkEpoch(await lockState(sql), epoch);
  await sql.rows(fromStatement, [throughSeq + 1]);
  await sql.rows(pruneStatement, [throughSeq]);
}
