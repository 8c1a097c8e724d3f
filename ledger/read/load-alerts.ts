import type { Alert, AlertStatus } from '../../scoring/rings/model.ts';
import type { Sql } from '../sql-pool.ts';

/** A row of the alert table. */
export interface AlertRow {
  readonly id: string;
  readonly status: AlertStatus;
  readonly ring_id: string | null;
  readonly account: string;
  readonly score: number;
  readonly reasons: readonly string[];
  readonly raised_seq: number;
  readonly raised_ordinal: number;
  readonly raised_at: number;
  readonly last_seq: number;
  readonly last_at: number;
  readonly transaction_count: number;
  readonly reference_cents: number;
  readonly threshold: number;
  readonly merged_into: string | null;
}

export const alertColumns = `id, status, ring_id, account, score, reasons, raised_seq, raised_ordinal, raised_at, last_seq,
  last_at, transaction_count, reference_cents, threshold, merged_into`;

const statement = {
  name: 'alert-by-id',
  text: `select ${alertColumns} from alert where id = any($1::text[])`,
};

/** The rows of the alerts that exist among `ids`, in no order. */
export function loadAlerts(sql: Sql, ids: readonly string[]): Promise<AlertRow[]> {
  return sql.rows<AlertRow>(statement, [ids]);
}

export function decodeAlert(row: AlertRow): Alert {
  return {
    id: row.id,
    status: row.status,
    ringId: row.ring_id,
    account: row.account,
    score: row.score,
    reasons: row.reasons,
    raisedSeq: row.raised_seq,
    raisedAt: row.raised_at,
    lastSeq: row.last_seq,
    lastAt: row.last_at,
    transactionCount: row.transaction_count,
    referenceCents: row.reference_cents,
    threshold: row.threshold,
    mergedInto: row.merged_into,
  };
}

/** The inverse of `decodeAlert`; `raisedOrdinal` is the ordinal of the RAISED event. */
export function alertRow(alert: Alert, raisedOrdinal: number): AlertRow {
  return {
    id: alert.id,
    status: alert.status,
    ring_id: alert.ringId,
    account: alert.account,
    score: alert.score,
    reasons: alert.reasons,
    raised_seq: alert.raisedSeq,
    raised_ordinal: raisedOrdinal,
    raised_at: alert.raisedAt,
    last_seq: alert.lastSeq,
    last_at: alert.lastAt,
    transaction_count: alert.transactionCount,
    reference_cents: alert.referenceCents,
    threshold: alert.threshold,
    merged_into: alert.mergedInto,
  };
}
