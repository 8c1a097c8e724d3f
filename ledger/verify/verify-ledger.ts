import type { Config } from '../../base/config.ts';
import type { LedgerVerification } from '../model.ts';
import type { Sql } from '../sql-pool.ts';
import { readState, type StateRow } from '../write/state.ts';
import { ProblemList } from './problem-list.ts';
import { type AuditChecked, verifyAudit } from './verify-audit.ts';
import { type ProjectionsChecked, verifyProjections } from './verify-projections.ts';

interface TotalsRow {
  readonly decisions: number;
  readonly allowed: number;
  readonly reviewed: number;
  readonly rejected: number;
  readonly ring_events: number;
  readonly alert_events: number;
  readonly dead_letters: number;
  readonly stray_labels: number;
  readonly journal_rows: number;
  readonly journal_entries: number;
}

const totalsStatement = {
  name: 'verify-totals',
  text: `select (select count(*) from decision) as decisions,
      (select count(*) from decision where verdict = 'ALLOW') as allowed,
      (select count(*) from decision where verdict = 'REVIEW') as reviewed,
      (select count(*) from decision where verdict = 'REJECT') as rejected,
      (select count(*) from ring_event) as ring_events,
      (select count(*) from alert_event) as alert_events,
      (select count(*) from dead_letter) as dead_letters,
      (select count(*) from label where audit_number not in (select number from audit)) as stray_labels,
      (select count(*) from journal) as journal_rows,
      (select count(*) from audit where last_seq >= first_seq and last_seq >= (select journal_from from ledger_state))
        as journal_entries`,
};

/**
 * Checks the whole ledger inside of one snapshot: the audit chain and all that it covers, the projections against
 * their events, the counts, and that there is nothing that no entry covers. Reads every row once.
 */
export async function verifyLedger(
  sql: Sql,
  config: Config['ledger'],
  onProgress: (done: number, total: number) => void,
): Promise<LedgerVerification> {
  const problems = new ProblemList(config.problemsMax);
  const state = await readState(sql);
  const checked = await verifyAudit(sql, state, problems, onProgress);
  const projected = await verifyProjections(sql, problems);
  const [totals] = await sql.rows<TotalsRow>(totalsStatement, []);
  if (totals !== undefined) verifyTotals(state, totals, checked, projected, problems);
  const { decisions, ringEvents, alertEvents, auditEntries } = checked;
  return { checked: { decisions, ringEvents, alertEvents, auditEntries }, problems: problems.all };
}

function verifyTotals(
  state: StateRow,
  totals: TotalsRow,
  checked: AuditChecked,
  projected: ProjectionsChecked,
  problems: ProblemList,
): void {
  const covered: readonly (readonly [string, number, number])[] = [
    ['decision', totals.decisions, checked.decisions],
    ['ring_event', totals.ring_events, checked.ringEvents],
    ['alert_event', totals.alert_events, checked.alertEvents],
    ['dead_letter', totals.dead_letters, checked.deadLetters],
    ['label', totals.stray_labels, 0],
    ['journal', totals.journal_rows, totals.journal_entries],
  ];
  for (const [table, found, expected] of covered) {
    problems.expect(
      found === expected,
      table,
      'count',
      `table ${table} has rows that no audit entry covers (${found}, ${expected} expected)`,
    );
  }
  const counted: readonly (readonly [string, number, number])[] = [
    ['decisions', totals.decisions, state.decisions],
    ['allowed', totals.allowed, state.allowed],
    ['reviewed', totals.reviewed, state.reviewed],
    ['rejected', totals.rejected, state.rejected],
    ['dead_letters', totals.dead_letters, state.dead_letters],
    ['rings', projected.rings, state.rings],
    ['alerts', projected.alerts, state.alerts],
  ];
  for (const [name, found, expected] of counted) {
    problems.expect(
      found === expected,
      'state',
      name,
      `the ledger counts ${expected} ${name}, but holds ${found}`,
    );
  }
}
