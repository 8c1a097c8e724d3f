import { present } from '../../base/assert.ts';
import type { Sql } from '../sql-pool.ts';

/** The one row of ledger_state: where the ledger ends, and its counts. */
export interface StateRow {
  readonly last_seq: number;
  readonly journal_from: number;
  readonly audit_number: number;
  readonly audit_hash: Buffer;
  readonly audit_digest: Buffer;
  readonly decisions: number;
  readonly allowed: number;
  readonly reviewed: number;
  readonly rejected: number;
  readonly alerts: number;
  readonly rings: number;
  readonly dead_letters: number;
  /** Of the scorer that took the lease last; 0 when none ever did. */
  readonly epoch: number;
}

const columns = `last_seq, journal_from, audit_number, audit_hash, audit_digest, decisions, allowed, reviewed, rejected,
  alerts, rings, dead_letters, epoch`;

const readStatement = { name: 'state', text: `select ${columns} from ledger_state where id = 1` };
const idStatement = { name: 'ledger-id', text: 'select ledger_id from ledger_state where id = 1' };
const lockStatement = { name: 'state-lock', text: `${readStatement.text} for update` };
const writeStatement = {
  name: 'state-write',
  text: `update ledger_state set last_seq = $1, audit_number = $2, audit_hash = $3, audit_digest = $4, decisions = $5,
    allowed = $6, reviewed = $7, rejected = $8, alerts = $9, rings = $10, dead_letters = $11 where id = 1`,
};

export async function readState(sql: Sql): Promise<StateRow> {
  const [row] = await sql.rows<StateRow>(readStatement, []);
  return present(row, 'the row of ledger_state');
}

/** A UUID that this ledger got when its schema was made. */
export async function ledgerId(sql: Sql): Promise<string> {
  const [row] = await sql.rows<{ ledger_id: string }>(idStatement, []);
  return present(row, 'the row of ledger_state').ledger_id;
}

/** Reads the state and keeps every other writer out until the transaction ends. */
export async function lockState(sql: Sql): Promise<StateRow> {
  const [row] = await sql.rows<StateRow>(lockStatement, []);
  return present(row, 'the row of ledger_state');
}

export async function writeState(sql: Sql, state: StateRow): Promise<void> {
  const end = [state.last_seq, state.audit_number, state.audit_hash, state.audit_digest];
  const verdicts = [state.decisions, state.allowed, state.reviewed, state.rejected];
  await sql.rows(writeStatement, [...end, ...verdicts, state.alerts, state.rings, state.dead_letters]);
}
