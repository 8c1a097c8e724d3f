import { assert } from '../../base/assert.ts';
import type { Clock } from '../../base/clock.ts';
import type { SequencedEvent } from '../../graph/model/event.ts';
import type { Decision } from '../../scoring/decision-model.ts';
import { type AuditEntry, auditHash, eventsDigest } from '../facts/audit-chain.ts';
import { type EncodedFacts, encodeFacts, type Facts } from '../facts/encode-facts.ts';
import type { OutboxMessage, SourcePosition } from '../model.ts';
import type { Sql } from '../sql-pool.ts';
import { insertFacts } from './insert-facts.ts';
import { unknownDeadLetters } from './known-dead-letters.ts';
import { checkEpoch } from './lease.ts';
import { outboxMessages } from './outbox-messages.ts';
import { projectAlerts } from './project-alerts.ts';
import { projectRings } from './project-rings.ts';
import { lockState, type StateRow, writeState } from './state.ts';

/** What one transaction of the ledger writes. */
export interface Commit {
  readonly events: readonly SequencedEvent[];
  readonly facts: Facts;
  readonly positions: readonly SourcePosition[];
}

/** A commit in the bytes that are sent and digested, made before its turn comes. */
export interface PreparedCommit extends Commit {
  readonly journal: Buffer;
  readonly journalDigest: Buffer;
  readonly encoded: EncodedFacts;
  /** Tells a commit from every other one: over its events and its facts. */
  readonly digest: Buffer;
}

/** How a commit is written. */
export interface CommitOptions {
  readonly clock: Clock;
  /** Whether messages for a publisher are written with it. */
  readonly outbox: boolean;
  /** The epoch of a writer that took the lease, null for one that did not: see `checkEpoch`. */
  readonly epoch: number | null;
}

/** Encodes a commit. This is the work that needs no connection: about 10 µs a decision of 40 features. */
export function prepareCommit(commit: Commit): PreparedCommit {
  const journal = Buffer.from(JSON.stringify(commit.events));
  const journalDigest = eventsDigest(journal);
  const encoded = encodeFacts(commit.facts);
  return {
    ...commit,
    journal,
    journalDigest,
    encoded,
    digest: eventsDigest(Buffer.concat([journalDigest, encoded.digest])),
  };
}

const journalStatement = {
  name: 'journal-insert',
  text: 'insert into journal (first_seq, last_seq, events) values ($1, $2, $3)',
};
const auditStatement = {
  name: 'audit-insert',
  text: `insert into audit (number, first_seq, last_seq, facts, at, events_digest, digest, previous, hash)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};
const positionStatement = {
  name: 'position-upsert',
  text: `insert into source_position as known (source, position) select * from unnest($1::text[], $2::bigint[])
    on conflict (source) do update set position = greatest(known.position, excluded.position)`,
};
const outboxStatement = {
  name: 'outbox-insert',
  text: `insert into outbox (topic, key, payload, at)
    select topic, key, payload, $2 from rows from (json_to_recordset($1::json) as (topic text, key text, payload text))
      with ordinality as row(topic, key, payload, place) order by place`,
};

/**
 * Writes one commit inside of a transaction. Holds the lock of the state first, so that commits are one after the
 * other whoever makes them, and checks there that the events follow the last sequence number without a gap. A retry of
 * the commit before (its answer was lost with the connection) is recognised by its digest and changes nothing but the positions. Throws
 * SUPERSEDED.
 */
export async function commitFacts(
  sql: Sql,
  commit: PreparedCommit,
  { clock, outbox, epoch }: CommitOptions,
): Promise<void> {
  const state = await lockState(sql);
  checkEpoch(state, epoch);
  // Before the digest, which does not cover them: the same dead letter may come from further on.
  await writePositions(sql, commit.positions);
  if (state.audit_digest.equals(commit.digest)) return;
  const { facts, encoded } = await withoutKnownLetters(sql, commit);
  const first = commit.events[0]?.seq ?? state.last_seq + 1;
  assert(first === state.last_seq + 1, `the events from ${first} on do not follow ${state.last_seq}`);
  const lastSeq = state.last_seq + commit.events.length;
  checkCauses(facts, lastSeq);
  if (commit.events.length === 0 && encoded.count === 0) return;
  const entry: AuditEntry = {
    number: state.audit_number + 1,
    firstSeq: first,
    lastSeq,
    facts: encoded.count,
    at: clock.nowMs(),
    eventsDigest: commit.journalDigest,
    digest: encoded.digest,
    previous: state.audit_hash,
  };
  const hash = auditHash(entry);
  await insertFacts(sql, encoded, entry.number);
  if (commit.events.length > 0) await sql.rows(journalStatement, [first, lastSeq, commit.journal]);
  const ringsBorn = await projectRings(sql, facts.ringEvents);
  const alertChanges = await projectAlerts(sql, facts.alertEvents);
  if (outbox) await writeOutbox(sql, outboxMessages(facts, alertChanges), entry.at);
  await writeAudit(sql, entry, hash);
  await writeState(sql, {
    ...addCounts(state, facts, ringsBorn),
    last_seq: lastSeq,
    audit_number: entry.number,
    audit_hash: hash,
    audit_digest: commit.digest,
  });
}

/** The facts without dead letters that are stored already: a source may deliver a record again. */
async function withoutKnownLetters(
  sql: Sql,
  { facts, encoded }: PreparedCommit,
): Promise<{ readonly facts: Facts; readonly encoded: EncodedFacts }> {
  const deadLetters = await unknownDeadLetters(sql, facts.deadLetters);
  if (deadLetters.length === facts.deadLetters.length) return { facts, encoded };
  const fewer = { ...facts, deadLetters };
  return { facts: fewer, encoded: encodeFacts(fewer) };
}

/** Ring and alert events are caused by transfers that are decided, in this commit or before. */
function checkCauses({ ringEvents, alertEvents }: Facts, lastSeq: number): void {
  for (const list of [ringEvents, alertEvents]) {
    let [seq, ordinal] = [0, -1];
    for (const event of list) {
      const rises = event.seq > seq || (event.seq === seq && event.ordinal > ordinal);
      assert(rises, `event (${event.seq}, ${event.ordinal}) comes after (${seq}, ${ordinal})`);
      assert(
        event.seq <= lastSeq,
        `event (${event.seq}, ${event.ordinal}) is caused by a transfer after ${lastSeq}`,
      );
      ({ seq, ordinal } = event);
    }
  }
}

async function writePositions(sql: Sql, positions: readonly SourcePosition[]): Promise<void> {
  if (positions.length === 0) return;
  await sql.rows(positionStatement, [
    positions.map(({ source }) => source),
    positions.map(({ position }) => position),
  ]);
}

async function writeOutbox(sql: Sql, messages: readonly OutboxMessage[], at: number): Promise<void> {
  if (messages.length > 0) await sql.rows(outboxStatement, [JSON.stringify(messages), at]);
}

async function writeAudit(sql: Sql, entry: AuditEntry, hash: Buffer): Promise<void> {
  const { number, firstSeq, lastSeq, facts, at, eventsDigest: events, digest, previous } = entry;
  await sql.rows(auditStatement, [number, firstSeq, lastSeq, facts, at, events, digest, previous, hash]);
}

function addCounts(
  state: StateRow,
  { decisions, alertEvents, deadLetters }: Facts,
  ringsBorn: number,
): StateRow {
  const count = (verdict: Decision['verdict']) =>
    decisions.filter((decision) => decision.verdict === verdict).length;
  return {
    ...state,
    decisions: state.decisions + decisions.length,
    allowed: state.allowed + count('ALLOW'),
    reviewed: state.reviewed + count('REVIEW'),
    rejected: state.rejected + count('REJECT'),
    alerts: state.alerts + alertEvents.filter(({ kind }) => kind === 'RAISED').length,
    rings: state.rings + ringsBorn,
    dead_letters: state.dead_letters + deadLetters.length,
  };
}
