import type { EncodedFacts } from '../facts/encode-facts.ts';
import type { Sql } from '../sql-pool.ts';
import { insertDecisions } from './insert-decisions.ts';

const ringEventStatement = {
  name: 'ring-event-insert',
  text: `insert into ring_event (seq, ordinal, audit_number, ring_id, kind, at, typology, suspicion, joined,
      left_accounts, other_ring_id, transfers_added, cause, transfers, ties, retracted)
    select seq, ordinal, $2, ring_id, kind, at, typology, suspicion, joined, left_accounts, other_ring_id, transfers_added,
      coalesce(cause, 'FLAGGED_TRANSFER'), coalesce(transfers, '[]'), coalesce(ties, '[]'), coalesce(retracted, '{}')
    from json_to_recordset($1::json) as row(seq bigint, ordinal int, ring_id text, kind text, at bigint, typology text,
      suspicion float8, joined jsonb, left_accounts text[], other_ring_id text, transfers_added bigint, cause text,
      transfers jsonb, ties jsonb, retracted bigint[])`,
};
const alertEventStatement = {
  name: 'alert-event-insert',
  text: `insert into alert_event (seq, ordinal, audit_number, alert_id, kind, at, ring_id, account, transaction_id, score,
      reasons, reference_cents, other_alert_id, threshold, cause)
    select seq, ordinal, $2, alert_id, kind, at, ring_id, account, transaction_id, score, reasons, reference_cents,
      other_alert_id, coalesce(threshold, 0), cause
    from json_to_recordset($1::json) as row(seq bigint, ordinal int, alert_id text, kind text, at bigint, ring_id text,
      account text, transaction_id text, score float8, reasons text[], reference_cents bigint, other_alert_id text,
      threshold float8, cause text)`,
};
const deadLetterStatement = {
  name: 'dead-letter-insert',
  text: `insert into dead_letter (source, position, audit_number, code, message, raw, key, headers)
    select source, position, $3, code, message, substring($2::bytea from p + 1 for n),
      substring($2::bytea from p + n + 1 for k), h::json
    from json_to_recordset($1::json) as row(source text, position bigint, code text, message text, p int, n int, k int,
      h text)`,
};
const labelStatement = {
  name: 'label-insert',
  text: `insert into label (id, audit_number, subject, subject_id, value, at, seen_at, author)
    select id, $2, subject, subject_id, value, at, seen_at, author
    from json_to_recordset($1::json) as row(id text, subject text, subject_id text, value text, at bigint,
      seen_at bigint, author text)`,
};

/** The bytes of `[]`. */
const emptyBytes = 2;

/** Inserts the facts of one commit under its audit entry, one statement a table, none for an empty list. */
export async function insertFacts(sql: Sql, facts: EncodedFacts, auditNumber: number): Promise<void> {
  const { decisions, ringEvents, alertEvents, deadLetters, deadLetterBytes, labels } = facts;
  if (decisions.json.length > emptyBytes) await insertDecisions(sql, decisions);
  if (ringEvents.length > emptyBytes) await sql.rows(ringEventStatement, [ringEvents, auditNumber]);
  if (alertEvents.length > emptyBytes) await sql.rows(alertEventStatement, [alertEvents, auditNumber]);
  if (deadLetters.length > emptyBytes)
    await sql.rows(deadLetterStatement, [deadLetters, deadLetterBytes, auditNumber]);
  if (labels.length > emptyBytes) await sql.rows(labelStatement, [labels, auditNumber]);
}
