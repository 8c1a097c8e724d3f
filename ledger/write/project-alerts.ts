import { foldAlert } from '../../scoring/rings/fold.ts';
import type { Alert, AlertEvent } from '../../scoring/rings/model.ts';
import { alertColumns, alertRow, decodeAlert, loadAlerts } from '../read/load-alerts.ts';
import type { Sql } from '../sql-pool.ts';

const upsertStatement = {
  name: 'alert-upsert',
  text: `insert into alert (${alertColumns})
    select ${alertColumns} from json_to_recordset($1::json) as row(id text, status text, ring_id text, account text,
      score float8, reasons text[], raised_seq bigint, raised_ordinal int, raised_at bigint, last_seq bigint,
      last_at bigint, transaction_count bigint, reference_cents bigint, threshold float8,
      merged_into text)
    on conflict (id) do update set status = excluded.status, ring_id = excluded.ring_id, score = excluded.score,
      reasons = excluded.reasons, last_seq = excluded.last_seq, last_at = excluded.last_at,
      transaction_count = excluded.transaction_count, reference_cents = excluded.reference_cents,
      threshold = excluded.threshold, merged_into = excluded.merged_into`,
};

/** An alert event with the alert as it is after it. */
export interface AlertChange {
  readonly event: AlertEvent;
  readonly alert: Alert;
}

/** Folds alert events into the alert table. Returns what each of them made of its alert. */
export async function projectAlerts(
  sql: Sql,
  events: readonly AlertEvent[],
): Promise<readonly AlertChange[]> {
  if (events.length === 0) return [];
  const changes: AlertChange[] = [];
  const ordinals = new Map<string, number>();
  const alerts = new Map<string, Alert>();
  for (const row of await loadAlerts(sql, [...new Set(events.map(({ alertId }) => alertId))])) {
    alerts.set(row.id, decodeAlert(row));
    ordinals.set(row.id, row.raised_ordinal);
  }
  for (const event of events) {
    const before = alerts.get(event.alertId) ?? null;
    if (before === null) ordinals.set(event.alertId, event.ordinal);
    const alert = foldAlert(before, event);
    alerts.set(event.alertId, alert);
    changes.push({ event, alert });
  }
  const rows = [...alerts.values()].map((alert) => alertRow(alert, ordinals.get(alert.id) ?? 0));
  await sql.rows(upsertStatement, [JSON.stringify(rows)]);
  return changes;
}
