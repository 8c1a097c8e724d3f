import type { Decision } from '../../scoring/decision-model.ts';
import { eventsDigest } from '../facts/audit-chain.ts';
import { decodeJournal, type JournalRow } from '../read/journal-reads.ts';
import type { ProblemList } from './problem-list.ts';

/** What an audit entry says about the events of its commit. */
export interface JournalledCommit {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly events_digest: Buffer;
}

/** Checks the journal row of a commit: its bytes, and that the commit's decisions are those of its transfers. */
export function verifyJournal(
  entry: JournalledCommit,
  row: JournalRow | undefined,
  decisions: readonly Decision[],
  problems: ProblemList,
): void {
  const subject = `${entry.first_seq} to ${entry.last_seq}`;
  if (row === undefined) {
    problems.add('journal', subject, `the journal lacks the events ${subject}`);
    return;
  }
  const same = row.last_seq === entry.last_seq && eventsDigest(row.events).equals(entry.events_digest);
  problems.expect(same, 'journal', subject, `the journal's events ${subject} are not what was committed`);
  if (!same) return;
  const moved = decodeJournal(row)
    .filter(({ event }) => event.kind === 'transfer')
    .map(({ seq, event }) => `${seq} ${event.id}`);
  const decided = decisions.map(({ seq, transactionId }) => `${seq} ${transactionId}`);
  const match = moved.join('\n') === decided.join('\n');
  problems.expect(
    match,
    'journal',
    subject,
    `the decisions ${subject} are not those of the journal's transfers`,
  );
}
