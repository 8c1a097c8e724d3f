import { type AuditEntry, auditHash } from '../facts/audit-chain.ts';
import { type DecisionRow, decisionColumns, decisionTables, decodeDecision } from '../facts/decision-rows.ts';
import { encodeRows } from '../facts/encode-facts.ts';
import {
  type AlertEventRow,
  alertEventColumns,
  type RingEventRow,
  ringEventColumns,
} from '../facts/event-rows.ts';
import {
  type DeadLetterRow,
  deadLetterColumns,
  decodeDeadLetter,
  type LabelRow,
  labelColumns,
  sortDeadLetters,
} from '../facts/record-rows.ts';
import type { JournalRow } from '../read/journal-reads.ts';
import type { Sql } from '../sql-pool.ts';
import type { StateRow } from '../write/state.ts';
import type { ProblemList } from './problem-list.ts';
import { verifyJournal } from './verify-journal.ts';

/** A row of audit. */
export interface AuditRow {
  readonly number: number;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly facts: number;
  readonly at: number;
  readonly events_digest: Buffer;
  readonly digest: Buffer;
  readonly previous: Buffer;
  readonly hash: Buffer;
}

/** How many rows of each kind were checked. */
export interface AuditChecked {
  decisions: number;
  ringEvents: number;
  alertEvents: number;
  deadLetters: number;
  auditEntries: number;
}

/** Entries that are read at once. */
const entriesPage = 100;

const entriesStatement = {
  name: 'verify-entries',
  text: `select number, first_seq, last_seq, facts, at, events_digest, digest, previous, hash from audit
    where number > $1 order by number limit $2`,
};
const decisionStatement = {
  name: 'verify-decisions',
  text: `select ${decisionColumns} from ${decisionTables} where d.seq between $1 and $2 order by d.seq`,
};
const ringStatement = {
  name: 'verify-ring-events',
  text: `select ${ringEventColumns} from ring_event where audit_number = $1 order by seq, ordinal`,
};
const alertStatement = {
  name: 'verify-alert-events',
  text: `select ${alertEventColumns} from alert_event where audit_number = $1 order by seq, ordinal`,
};
const deadLetterStatement = {
  name: 'verify-dead-letters',
  text: `select ${deadLetterColumns} from dead_letter where audit_number = $1`,
};
const labelStatement = {
  name: 'verify-labels',
  text: `select ${labelColumns} from label where audit_number = $1 order by id`,
};
const journalStatement = {
  name: 'verify-journal',
  text: 'select first_seq, last_seq, events from journal where first_seq = $1',
};

/**
 * Walks the chain of audit entries: each must follow the one before and hash to what it says, the facts that it covers
 * must digest to what was committed, and the journal, as far as it reaches, must be what the decisions are about.
 */
export async function verifyAudit(
  sql: Sql,
  state: StateRow,
  problems: ProblemList,
  onProgress: (done: number, total: number) => void,
): Promise<AuditChecked> {
  const checked = { decisions: 0, ringEvents: 0, alertEvents: 0, deadLetters: 0, auditEntries: 0 };
  let last: Pick<AuditRow, 'number' | 'last_seq' | 'hash'> = {
    number: 0,
    last_seq: 0,
    hash: Buffer.alloc(0),
  };
  for (;;) {
    const page = await sql.rows<AuditRow>(entriesStatement, [last.number, entriesPage]);
    for (const row of page) {
      verifyLink(last, row, problems);
      await verifyFacts(sql, row, state, checked, problems);
      last = row;
      checked.auditEntries += 1;
    }
    onProgress(checked.auditEntries, Math.max(state.audit_number, checked.auditEntries));
    if (page.length < entriesPage) break;
  }
  const isEnd = last.number === state.audit_number && last.hash.equals(state.audit_hash);
  problems.expect(
    isEnd,
    'audit',
    `entry ${last.number}`,
    `the audit ends with entry ${last.number}, not with entry ${state.audit_number} as committed last`,
  );
  problems.expect(
    last.last_seq === state.last_seq,
    'state',
    'last_seq',
    `the ledger ends at ${state.last_seq}, its audit at ${last.last_seq}`,
  );
  return checked;
}

function verifyLink(
  last: Pick<AuditRow, 'number' | 'last_seq' | 'hash'>,
  row: AuditRow,
  problems: ProblemList,
): void {
  const subject = `entry ${row.number}`;
  const expected = last.number + 1;
  problems.expect(
    row.number === expected,
    'audit',
    subject,
    `audit entry ${row.number} follows entry ${last.number}`,
  );
  problems.expect(
    row.previous.equals(last.hash),
    'audit',
    subject,
    `audit entry ${row.number} does not chain to the entry before`,
  );
  problems.expect(
    auditHash(entryOf(row)).equals(row.hash),
    'audit',
    subject,
    `audit entry ${row.number} was changed: its hash does not fit`,
  );
  problems.expect(
    row.first_seq === last.last_seq + 1,
    'audit',
    subject,
    `audit entry ${row.number} starts at ${row.first_seq}, after ${last.last_seq}`,
  );
}

function entryOf(row: AuditRow): AuditEntry {
  const { number, facts, at, digest, previous } = row;
  return {
    number,
    firstSeq: row.first_seq,
    lastSeq: row.last_seq,
    facts,
    at,
    eventsDigest: row.events_digest,
    digest,
    previous,
  };
}

async function verifyFacts(
  sql: Sql,
  entry: AuditRow,
  state: StateRow,
  checked: AuditChecked,
  problems: ProblemList,
): Promise<void> {
  const { number, first_seq: first, last_seq: last } = entry;
  const decisions = last < first ? [] : await sql.rows<DecisionRow>(decisionStatement, [first, last]);
  const ringEvents = await sql.rows<RingEventRow>(ringStatement, [number]);
  const alertEvents = await sql.rows<AlertEventRow>(alertStatement, [number]);
  const deadLetters = await sql.rows<DeadLetterRow>(deadLetterStatement, [number]);
  const labels = await sql.rows<LabelRow>(labelStatement, [number]);
  const journal = last < state.journal_from ? [] : await sql.rows<JournalRow>(journalStatement, [first]);
  checked.decisions += decisions.length;
  checked.ringEvents += ringEvents.length;
  checked.alertEvents += alertEvents.length;
  checked.deadLetters += deadLetters.length;
  const subject = `entry ${number}`;
  problems.attempt('facts', subject, () => {
    const decoded = decisions.map(decodeDecision);
    const letters = sortDeadLetters(deadLetters.map(decodeDeadLetter));
    const encoded = encodeRows({ decisions: decoded, ringEvents, alertEvents, deadLetters: letters, labels });
    const same = encoded.count === entry.facts && encoded.digest.equals(entry.digest);
    problems.expect(same, 'facts', subject, `${described(entry)} are not what was committed`);
    if (last >= first && last >= state.journal_from) verifyJournal(entry, journal[0], decoded, problems);
  });
}

function described({ number, facts, first_seq: first, last_seq: last }: AuditRow): string {
  const range = last < first ? 'of no sequence number' : `of the sequence numbers ${first} to ${last}`;
  return `the ${facts} decisions, ring events, alert events, dead letters and labels of audit entry ${number} (${range})`;
}
