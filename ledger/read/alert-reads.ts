import type { Alert } from '../../scoring/rings/model.ts';
import type { Page, PageRequest } from '../model.ts';
import type { Sql } from '../sql-pool.ts';
import { type AlertRow, alertColumns, decodeAlert, loadAlerts } from './load-alerts.ts';
import { decodeCursor, pageOf } from './page-cursor.ts';

const order = 'order by raised_seq desc, id desc limit $3';
const newestStatement = {
  name: 'alert-newest',
  text: `select ${alertColumns} from alert where (raised_seq, id) < ($1, $2) ${order}`,
};
const ofRingStatement = {
  name: 'alert-of-ring',
  text: `select ${alertColumns} from alert where ring_id = $4 and (raised_seq, id) < ($1, $2) ${order}`,
};
const openStatement = {
  name: 'alert-open',
  text: `select ${alertColumns} from alert where status = 'OPEN' and (raised_seq, raised_ordinal) > ($1, $2)
    and case when ring_id is null then last_at > $4
      else exists (select from ring where ring.id = alert.ring_id and ring.status in ('OPEN', 'DORMANT')) end
    order by raised_seq, raised_ordinal limit $3`,
};
const closedStatement = {
  name: 'alert-closed-of-rings',
  text: `select ${alertColumns} from alert where status = 'CLOSED' and ring_id = any($1::text[])`,
};
const transactionsStatement = {
  name: 'alert-transactions',
  text: `select seq, ordinal, transaction_id from alert_event
    where alert_id = $1 and transaction_id is not null and (seq, ordinal) > ($2, $3) order by seq, ordinal limit $4`,
};

interface TransactionRow {
  readonly seq: number;
  readonly ordinal: number;
  readonly transaction_id: string;
}

export async function alertsById(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Alert>> {
  if (ids.length === 0) return new Map();
  return new Map((await loadAlerts(sql, ids)).map((row) => [row.id, decodeAlert(row)]));
}

/** Newest first; only those of a ring, when given. */
export async function alertPage(
  sql: Sql,
  page: PageRequest & { readonly ringId?: string },
): Promise<Page<Alert>> {
  const values = [...decodeCursor(page.cursor, [Number.MAX_SAFE_INTEGER, '']), page.limit + 1];
  const rows =
    page.ringId === undefined
      ? await sql.rows<AlertRow>(newestStatement, values)
      : await sql.rows<AlertRow>(ofRingStatement, [...values, page.ringId]);
  return pageOf(rows, page.limit, (row) => [row.raised_seq, row.id], decodeAlert);
}

/**
 * The alerts that can still change, in the order in which they were raised, read in pages: open ones of a ring that is open or
 * dormant, open ones on an account with news after `newsAfter` (epoch milliseconds), and the closed ones of the rings of `closed`.
 */
export async function unfinishedAlerts(
  sql: Sql,
  newsAfter: number,
  closed: readonly string[],
  pageSize: number,
): Promise<Alert[]> {
  const found = await openAlerts(sql, newsAfter, pageSize);
  for (let start = 0; start < closed.length; start += pageSize) {
    found.push(...(await sql.rows<AlertRow>(closedStatement, [closed.slice(start, start + pageSize)])));
  }
  return found
    .sort((a, b) => a.raised_seq - b.raised_seq || a.raised_ordinal - b.raised_ordinal)
    .map(decodeAlert);
}

async function openAlerts(sql: Sql, newsAfter: number, pageSize: number): Promise<AlertRow[]> {
  const found: AlertRow[] = [];
  for (;;) {
    const last = found.at(-1);
    const rows = await sql.rows<AlertRow>(openStatement, [
      last?.raised_seq ?? -1,
      last?.raised_ordinal ?? -1,
      pageSize,
      newsAfter,
    ]);
    found.push(...rows);
    if (rows.length < pageSize) return found;
  }
}

/** The flagged transactions of an alert in the order in which they were added. */
export async function alertTransactions(sql: Sql, alertId: string, page: PageRequest): Promise<Page<string>> {
  const key = decodeCursor(page.cursor, [-1, -1]);
  const rows = await sql.rows<TransactionRow>(transactionsStatement, [alertId, ...key, page.limit + 1]);
  return pageOf(
    rows,
    page.limit,
    ({ seq, ordinal }) => [seq, ordinal],
    (row) => row.transaction_id,
  );
}
