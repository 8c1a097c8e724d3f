import type { Ring, RingEvent } from '../../scoring/rings/model.ts';
import { decodeRingEvent, type RingEventRow, ringEventColumns } from '../facts/event-rows.ts';
import type { PlacedRing } from '../facts/placed-ring.ts';
import type { Page, PageRequest } from '../model.ts';
import type { Sql, Statement } from '../sql-pool.ts';
import { completeRings, loadRings, type RingRow, ringColumns } from './load-rings.ts';
import { type CursorKey, decodeCursor, pageOf } from './page-cursor.ts';

const newestStatement = {
  name: 'ring-newest',
  text: `select ${ringColumns} from ring where (last_seq, id) < ($1, $2) order by last_seq desc, id desc limit $3`,
};
const ofAccountStatement = {
  name: 'ring-of-account',
  text: `select ${ringColumns} from ring
    where id in (select ring_id from ring_member where account = $4) and (last_seq, id) < ($1, $2)
    order by last_seq desc, id desc limit $3`,
};
const aliveStatement = {
  name: 'ring-alive',
  text: `select ${ringColumns} from ring where status in ('OPEN', 'DORMANT') and (born_seq, born_ordinal) > ($1, $2)
    order by born_seq, born_ordinal limit $3`,
};
const closedStatement = {
  name: 'ring-closed',
  text: `select ${ringColumns} from ring where status = 'CLOSED' and (last_at, id) > ($1, $2)
    order by last_at, id limit $3`,
};
const eventsStatement = {
  name: 'ring-events',
  text: `select ${ringEventColumns} from ring_event where ring_id = $1 order by seq, ordinal`,
};
const eventPageStatement = {
  name: 'ring-event-page',
  text: `select ${ringEventColumns} from ring_event where ring_id = $1 and (seq, ordinal) < ($2, $3)
    order by seq desc, ordinal desc limit $4`,
};

const eventsAfterStatement = {
  name: 'ring-events-after',
  text: `select ${ringEventColumns} from ring_event where seq > $1 order by seq
    fetch first $2 rows with ties`,
};

/** The largest number of PostgreSQL's type integer. */
const ordinalMax = 2 ** 31 - 1;

export async function ringsById(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Ring>> {
  if (ids.length === 0) return new Map();
  const placed = await loadRings(sql, ids);
  return new Map([...placed].map(([id, { ring }]) => [id, ring]));
}

/** Newest change first; only rings that `account` is a present member of, when given. */
export async function ringPage(
  sql: Sql,
  page: PageRequest & { readonly account?: string },
): Promise<Page<Ring>> {
  const key = decodeCursor(page.cursor, [Number.MAX_SAFE_INTEGER, '']);
  const values = [...key, page.limit + 1];
  const rows =
    page.account === undefined
      ? await sql.rows<RingRow>(newestStatement, values)
      : await sql.rows<RingRow>(ofAccountStatement, [...values, page.account]);
  const rings = [...(await completeRings(sql, rows)).values()];
  return pageOf(
    rings,
    page.limit,
    ({ ring }) => [ring.lastSeq, ring.id],
    ({ ring }) => ring,
  );
}

/** Every event of every ring after a sequence number, in order, in pages that never split a sequence number. */
export async function* ringEventPages(
  sql: Sql,
  afterSeq: number,
  pageSize: number,
): AsyncGenerator<readonly RingEvent[]> {
  for (let last = afterSeq; ; ) {
    const rows = await sql.rows<RingEventRow>(eventsAfterStatement, [last, pageSize]);
    const events = rows.map(decodeRingEvent).sort((a, b) => a.seq - b.seq || a.ordinal - b.ordinal);
    if (events.length > 0) yield events;
    if (events.length < pageSize) return;
    last = events.at(-1)?.seq ?? last;
  }
}

/**
 * The rings that can still change, in order of birth, read in pages: every one that is OPEN or DORMANT, and those that are CLOSED
 * with their last event after `closedAfter` (epoch milliseconds).
 */
export async function unfinishedRings(sql: Sql, closedAfter: number, pageSize: number): Promise<Ring[]> {
  const alive = await readAll(sql, aliveStatement, [-1, -1], pageSize, (last) => [
    last.ring.bornSeq,
    last.bornOrdinal,
  ]);
  // No id is empty: the ones after this key are exactly those of the next millisecond and later.
  const start = [closedAfter + 1, ''];
  const closed = await readAll(sql, closedStatement, start, pageSize, ({ ring }) => [ring.lastAt, ring.id]);
  const byBirth = (a: PlacedRing, b: PlacedRing) =>
    a.ring.bornSeq - b.ring.bornSeq || a.bornOrdinal - b.bornOrdinal;
  return [...alive, ...closed].sort(byBirth).map(({ ring }) => ring);
}

/** Every ring of a list, whose statement takes the key of the last ring and a limit. */
async function readAll(
  sql: Sql,
  statement: Statement,
  start: CursorKey,
  pageSize: number,
  keyOf: (last: PlacedRing) => CursorKey,
): Promise<PlacedRing[]> {
  const found: PlacedRing[] = [];
  for (;;) {
    const last = found.at(-1);
    const rows = await sql.rows<RingRow>(statement, [
      ...(last === undefined ? start : keyOf(last)),
      pageSize,
    ]);
    found.push(...(await completeRings(sql, rows)).values());
    if (rows.length < pageSize) return found;
  }
}

export async function eventsOfRing(sql: Sql, ringId: string): Promise<readonly RingEvent[]> {
  return (await sql.rows<RingEventRow>(eventsStatement, [ringId])).map(decodeRingEvent);
}

/** A page of the events of a ring, newest first. */
export async function eventPageOfRing(sql: Sql, ringId: string, page: PageRequest): Promise<Page<RingEvent>> {
  const key = decodeCursor(page.cursor, [Number.MAX_SAFE_INTEGER, ordinalMax]);
  const rows = await sql.rows<RingEventRow>(eventPageStatement, [ringId, ...key, page.limit + 1]);
  return pageOf(rows, page.limit, ({ seq, ordinal }) => [seq, ordinal], decodeRingEvent);
}
