import type { Ring, RingEvent } from '../../scoring/rings/model.ts';
import { decodeRingEvent, type RingEventRow, ringEventColumns } from '../facts/event-rows.ts';
import type { PlacedRing } from '../facts/placed-ring.ts';
import type { Page, PageRequest } from '../model.ts';
import type { Sql } from '../sql-pool.ts';
import { completeRings, loadRings, type RingRow, ringColumns } from './load-rings.ts';
import { decodeCursor, pageOf } from './page-cursor.ts';

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
const eventsStatement = {
  name: 'ring-events',
  text: `select ${ringEventColumns} from ring_event where ring_id = $1 order by seq, ordinal`,
};

const eventsAfterStatement = {
  name: 'ring-events-after',
  text: `select ${ringEventColumns} from ring_event where seq > $1 order by seq
    fetch first $2 rows with ties`,
};

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

/** Every ring that is OPEN or DORMANT in order of birth, read in pages. */
export async function aliveRings(sql: Sql, pageSize: number): Promise<Ring[]> {
  const found: PlacedRing[] = [];
  for (;;) {
    const last = found.at(-1);
    const rows = await sql.rows<RingRow>(aliveStatement, [
      last?.ring.bornSeq ?? -1,
      last?.bornOrdinal ?? -1,
      pageSize,
    ]);
    found.push(...(await completeRings(sql, rows)).values());
    if (rows.length < pageSize) return found.map(({ ring }) => ring);
  }
}

export async function eventsOfRing(sql: Sql, ringId: string): Promise<readonly RingEvent[]> {
  return (await sql.rows<RingEventRow>(eventsStatement, [ringId])).map(decodeRingEvent);
}
