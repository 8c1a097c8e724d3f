import type { OpenState } from '../model.ts';
import type { Sql } from '../sql-pool.ts';
import { unfinishedAlerts } from './alert-reads.ts';
import { loadEvidence } from './load-evidence.ts';
import { unfinishedRings } from './ring-reads.ts';

/** What trackers resume from, inside of one snapshot: see `Ledger.openState`. */
export async function readOpenState(
  sql: Sql,
  newsAfter: number,
  closedAfter: number,
  pageSize: number,
): Promise<OpenState> {
  const rings = await unfinishedRings(sql, finite(closedAfter), pageSize);
  const closed = rings.filter(({ status }) => status === 'CLOSED').map(({ id }) => id);
  const ids = rings.map(({ id }) => id);
  return {
    rings,
    evidence: await loadEvidence(sql, ids),
    alerts: await unfinishedAlerts(sql, finite(newsAfter), closed, pageSize),
  };
}

/** An empty session's time is infinite; PostgreSQL has no infinite whole number, and one more has to stay in its range. */
function finite(at: number): number {
  return Math.min(Math.max(at, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}
