import { foldAlert } from '../../scoring/rings/fold.ts';
import type { Alert, AlertEvent } from '../../scoring/rings/model.ts';
import { alertColumns, alertRow, decodeAlert, loadAlerts } from '../read/load-alerts.ts';
import type { Sql } from '../sql-pool.ts';

const upsertStatement = {
  name: 'alert-upsert',
  text: `insert into alert (${alertColumns})
    select ${alertColumns} from json_to_recordset($1::json) as row(id text, status text, ring_id text, account text,
      score float8, reasons text[], raised_seq bigint, raised_ordinal int, raised_at bigint, last_seq bigint,
      last_at bigint, transaction_count bigint, reference_cents bigint, merged_into text)
    on conflict (id) do update set status = excluded.status, ring_id = excluded.ring_id, score = excluded.score,
      reasons = excluded.reasons, last_seq = excluded.last_seq, last_at = excluded.last_at,
      transaction_count = excluded.transaction_count, reference_cents = excluded.reference_cents,
      merged_into = excluded.merged_into`,
};

/** Folds alert events into the alert table. Returns the number of alerts that were raised. */
export async function projectAlerts(sql: Sql, events: readonly AlertEvent[]): Promise<number> {
  if (events.length === 0) return 0;
  const ordinals = new Map<string, number>();
  const alerts = new Map<string, Alert>();
  for (const row of await loadAlerts(sql, [...new Set(events.map(({ alertId }) => alertId))])) {
    alerts.set(row.id, decodeAlert(row));
    ordinals.set(row.id, row.raised_ordinal);
  }
  for (const event of events) {
    const before = alerts.get(event.alertId) ?? null;
    if (before === null) ordinals.set(event.alertId, event.ordinal);
    alerts.set(event.alertId, foldAlert(before, event));
  }
  const rows = [...alerts.values()].map((alert) => alertRow(alert, ordinals.get(alert.id) ?? 0));
  await sql.rows(upsertStatement, [JSON.stringify(rows)]);
  return events.filter(({ kind }) => kind === 'RAISED').length;
}
