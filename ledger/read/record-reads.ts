import {
  type DeadLetterRow,
  deadLetterColumns,
  decodeDeadLetter,
  decodeLabel,
  type LabelRow,
  labelColumns,
} from '../facts/record-rows.ts';
import type { DeadLetter, Label, OutboxAge, Page, PageRequest, StoredOutboxMessage } from '../model.ts';
import type { Sql } from '../sql-pool.ts';
import { decodeCursor, pageOf } from './page-cursor.ts';

const labelByIdStatement = { name: 'label-by-id', text: `select ${labelColumns} from label where id = $1` };
const labelStatement = {
  name: 'label-of-subject',
  text: `select ${labelColumns} from label where subject = $1 and subject_id = $2 order by seen_at, id`,
};
const deadLetterStatement = {
  name: 'dead-letter-page',
  text: `select ${deadLetterColumns} from dead_letter where source = $1 and position > $2 order by position limit $3`,
};
const deadLetterCountStatement = {
  name: 'dead-letter-count',
  text: 'select count(*) as count from dead_letter where source = $1',
};
const positionStatement = {
  name: 'position',
  text: 'select position from source_position where source = $1',
};
const outboxStatement = {
  name: 'outbox-read',
  text: `select id, topic, key, payload from (
      select id, topic, key, payload, sum(octet_length(payload)) over (order by id rows unbounded preceding) as bytes
        from outbox order by id limit $1) page
    where bytes <= $2 or bytes = octet_length(payload) order by id`,
};
const outboxAgeStatement = {
  name: 'outbox-age',
  text: 'select count(*) as messages, (select at from outbox order by id limit 1) as oldest from outbox',
};
const acknowledgeStatement = { name: 'outbox-acknowledge', text: 'delete from outbox where id <= $1' };

export async function labelById(sql: Sql, id: string): Promise<Label | null> {
  const [row] = await sql.rows<LabelRow>(labelByIdStatement, [id]);
  return row === undefined ? null : decodeLabel(row);
}

/** In the order in which they were learned. */
export async function labelsOf(
  sql: Sql,
  subject: Label['subject'],
  subjectId: string,
): Promise<readonly Label[]> {
  return (await sql.rows<LabelRow>(labelStatement, [subject, subjectId])).map(decodeLabel);
}

export async function deadLetterPage(sql: Sql, source: string, page: PageRequest): Promise<Page<DeadLetter>> {
  const [after] = decodeCursor(page.cursor, [-1]);
  const rows = await sql.rows<DeadLetterRow>(deadLetterStatement, [source, after, page.limit + 1]);
  return pageOf(rows, page.limit, ({ position }) => [position], decodeDeadLetter);
}

export async function deadLetterCount(sql: Sql, source: string): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(deadLetterCountStatement, [source]);
  return row?.count ?? 0;
}

/** 0 for a source that was never seen. */
export async function sourcePosition(sql: Sql, source: string): Promise<number> {
  const [row] = await sql.rows<{ position: number }>(positionStatement, [source]);
  return row?.position ?? 0;
}

/** The first messages, at most `limit` and with payloads of at most `bytesMax`; one that is longer comes alone. */
export function outboxMessagesStored(
  sql: Sql,
  limit: number,
  bytesMax: number,
): Promise<StoredOutboxMessage[]> {
  return sql.rows<StoredOutboxMessage>(outboxStatement, [limit, bytesMax]);
}

/** How many messages wait, and how long the oldest one does at `nowMs`. */
export async function outboxAge(sql: Sql, nowMs: number): Promise<OutboxAge> {
  const [row] = await sql.rows<{ messages: number; oldest: number | null }>(outboxAgeStatement, []);
  const oldest = row?.oldest ?? nowMs;
  return { messages: row?.messages ?? 0, oldestMs: Math.max(0, nowMs - oldest) };
}

export async function removeOutboxMessages(sql: Sql, throughId: number): Promise<void> {
  await sql.rows(acknowledgeStatement, [throughId]);
}
