import { isDeepStrictEqual } from 'node:util';
import { assert } from '../base/assert.ts';
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import { AnelError, isAnelError } from '../base/errors.ts';
import type { PoolUse } from '../base/pool-use.ts';
import type { SequencedEvent } from '../graph/model/event.ts';
import type { Decision } from '../scoring/decision-model.ts';
import type { Alert, Ring, RingEvent, RingEvidence } from '../scoring/rings/model.ts';
import { noFacts } from './facts/encode-facts.ts';
import { sortDeadLetters, storableDeadLetter } from './facts/record-rows.ts';
import type {
  DeadLetter,
  Label,
  Ledger,
  LedgerBatch,
  LedgerCounts,
  LedgerVerification,
  OpenState,
  OutboxAge,
  Page,
  PageRequest,
  StoredOutboxMessage,
} from './model.ts';
import { alertPage, alertsById, alertTransactions } from './read/alert-reads.ts';
import { decisionPages, decisionsById, decisionsOfAccount, digestDecisions } from './read/decision-reads.ts';
import { journalPages, journalStart, pruneJournal } from './read/journal-reads.ts';
import { loadEvidence } from './read/load-evidence.ts';
import { readOpenState } from './read/open-state.ts';
import { checkLimit } from './read/page-cursor.ts';
import * as records from './read/record-reads.ts';
import { eventPageOfRing, eventsOfRing, ringEventPages, ringPage, ringsById } from './read/ring-reads.ts';
import type { Sql, SqlPool } from './sql-pool.ts';
import { verifyLedger } from './verify/verify-ledger.ts';
import { checkBatch } from './write/check-batch.ts';
import { type Commit, commitFacts, prepareCommit } from './write/commit-facts.ts';
import { releaseLease, renewLease, type TakenLease, takeLease } from './write/lease.ts';
import { ledgerId, readState } from './write/state.ts';

/** What a ledger needs beside its connections. */
export interface PostgresLedgerOptions {
  /** A connection for renewals alone: they must not wait for one that a commit or a long read holds. Closed with the ledger. */
  readonly renewing: SqlPool;
  readonly config: Config['ledger'];
  readonly clock: Clock;
  readonly outbox: boolean;
}

/** Begins a transaction whose reads see one state of the ledger. */
const snapshot = 'begin isolation level repeatable read read only';

/** The ledger on PostgreSQL. Made by `openLedger`; the contract of each method is that of `Ledger`. */
export class PostgresLedger implements Ledger {
  readonly #pool: SqlPool;
  readonly #options: PostgresLedgerOptions;
  /** Commits run one after the other in the order in which they were asked for. */
  #writing: Promise<unknown> = Promise.resolve();
  /**
   * Commits that failed and may be retried. Those that were asked for while one was under way fail with it: they
   * would leave a gap, and the caller retries them after it.
   */
  #failures = 0;
  #failure: unknown = null;
  /** The lease that this object took last, also when another one has taken it since. */
  #lease: TakenLease | null = null;

  constructor(pool: SqlPool, options: PostgresLedgerOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  async commit({ events, positions, ...facts }: LedgerBatch): Promise<void> {
    const deadLetters = sortDeadLetters(facts.deadLetters.map(storableDeadLetter));
    const commit: Commit = { events, positions, facts: { ...noFacts, ...facts, deadLetters } };
    checkBatch(commit, this.#options.config.batchMax);
    const prepared = prepareCommit(commit);
    const failures = this.#failures;
    const goOn = () => {
      if (this.#failures !== failures) throw this.#failure;
    };
    const write = (sql: Sql) => commitFacts(sql, prepared, { ...this.#options, epoch: this.#epoch });
    await this.#write('commit a batch', write, goOn).catch((error: unknown) => {
      if (isAnelError(error) && error.retryable && this.#failures === failures) {
        this.#failures += 1;
        this.#failure = error;
      }
      throw error;
    });
  }

  addLabel(label: Label): Promise<void> {
    return this.#write(`add label "${label.id}"`, async (sql) => {
      const known = await records.labelById(sql, label.id);
      if (isDeepStrictEqual(known, label)) return;
      if (known !== null) {
        throw new AnelError(
          'ID_CONFLICT',
          `tried to add label "${label.id}", which exists with other content; use a new id`,
        );
      }
      const commit = { events: [], positions: [], facts: { ...noFacts, labels: [label] } };
      await commitFacts(sql, prepareCommit(commit), { ...this.#options, epoch: null });
    });
  }

  takeLease(holder: string, leaseMs: number): Promise<number | null> {
    // In the order of the writes, so that each one is checked with the epoch of its time.
    return this.#write('take the lease of the active scorer', (sql) => takeLease(sql, holder, leaseMs)).then(
      (taken) => {
        this.#lease = taken ?? this.#lease;
        return taken?.epoch ?? null;
      },
    );
  }

  async renewLease(leaseMs: number): Promise<boolean> {
    return this.#lease !== null && (await renewLease(this.#options.renewing, this.#lease, leaseMs));
  }

  async releaseLease(): Promise<void> {
    if (this.#lease !== null) await releaseLease(this.#pool, this.#lease);
  }

  get #epoch(): number | null {
    return this.#lease?.epoch ?? null;
  }

  /** `goOn` throws when its turn comes in vain, before it waits for a connection that may never come. */
  #write<T>(doing: string, work: (sql: Sql) => Promise<T>, goOn: () => void = () => {}): Promise<T> {
    const written = this.#writing.then(() => {
      goOn();
      return this.#pool.transaction('begin', doing, work);
    });
    this.#writing = written.catch(() => {});
    return written;
  }

  ledgerId(): Promise<string> {
    return ledgerId(this.#pool);
  }

  async lastSeq(): Promise<number> {
    return (await readState(this.#pool)).last_seq;
  }

  position(source: string): Promise<number> {
    return records.sourcePosition(this.#pool, source);
  }

  journalAfter(afterSeq: number, pageSize: number): AsyncIterable<readonly SequencedEvent[]> {
    return journalPages(this.#pool, afterSeq, checkLimit(pageSize, this.#options.config.readMax));
  }

  journalStart(): Promise<number | null> {
    return journalStart(this.#pool);
  }

  pruneJournal(throughSeq: number): Promise<void> {
    return this.#write('prune the journal', (sql) => pruneJournal(sql, throughSeq, this.#epoch));
  }

  async decision(transactionId: string): Promise<Decision | null> {
    return (await this.decisions([transactionId])).get(transactionId) ?? null;
  }

  decisions(transactionIds: readonly string[]): Promise<ReadonlyMap<string, Decision>> {
    return decisionsById(this.#pool, this.#checkIds(transactionIds));
  }

  decisionsAfter(afterSeq: number, pageSize: number): AsyncIterable<readonly Decision[]> {
    return decisionPages(this.#pool, afterSeq, checkLimit(pageSize, this.#options.config.readMax));
  }

  decisionsOfAccount(account: string, page: PageRequest): Promise<Page<Decision>> {
    return decisionsOfAccount(this.#pool, account, this.#checkPage(page));
  }

  decisionsDigest(): Promise<string> {
    return digestDecisions(this.#pool, this.#options.config.pageMax);
  }

  alerts(page: PageRequest & { readonly ringId?: string }): Promise<Page<Alert>> {
    return alertPage(this.#pool, this.#checkPage(page));
  }

  async alert(id: string): Promise<Alert | null> {
    return (await this.alertsById([id])).get(id) ?? null;
  }

  alertsById(ids: readonly string[]): Promise<ReadonlyMap<string, Alert>> {
    return alertsById(this.#pool, this.#checkIds(ids));
  }

  alertTransactions(alertId: string, page: PageRequest): Promise<Page<string>> {
    return alertTransactions(this.#pool, alertId, this.#checkPage(page));
  }

  rings(page: PageRequest & { readonly account?: string }): Promise<Page<Ring>> {
    return ringPage(this.#pool, this.#checkPage(page));
  }

  async ring(id: string): Promise<Ring | null> {
    return (await this.ringsById([id])).get(id) ?? null;
  }

  ringsById(ids: readonly string[]): Promise<ReadonlyMap<string, Ring>> {
    return ringsById(this.#pool, this.#checkIds(ids));
  }

  ringEvents(ringId: string): Promise<readonly RingEvent[]> {
    return eventsOfRing(this.#pool, ringId);
  }

  ringEventPage(ringId: string, page: PageRequest): Promise<Page<RingEvent>> {
    return eventPageOfRing(this.#pool, ringId, this.#checkPage(page));
  }

  ringEventsAfter(afterSeq: number, pageSize: number): AsyncIterable<readonly RingEvent[]> {
    return ringEventPages(this.#pool, afterSeq, checkLimit(pageSize, this.#options.config.readMax));
  }

  ringEvidence(ringIds: readonly string[]): Promise<ReadonlyMap<string, RingEvidence>> {
    return loadEvidence(this.#pool, this.#checkIds(ringIds));
  }

  openState(newsAfter: number, closedAfter: number): Promise<OpenState> {
    const { pageMax } = this.#options.config;
    return this.#pool.transaction(snapshot, 'read the open rings and alerts', (sql) =>
      readOpenState(sql, newsAfter, closedAfter, pageMax),
    );
  }

  labels(subject: Label['subject'], subjectId: string): Promise<readonly Label[]> {
    return records.labelsOf(this.#pool, subject, subjectId);
  }

  deadLetters(source: string, page: PageRequest): Promise<Page<DeadLetter>> {
    return records.deadLetterPage(this.#pool, source, this.#checkPage(page));
  }

  deadLetterCount(source: string): Promise<number> {
    return records.deadLetterCount(this.#pool, source);
  }

  outbox(limit: number): Promise<readonly StoredOutboxMessage[]> {
    const { readMax, outboxBytesMax } = this.#options.config;
    return records.outboxMessagesStored(this.#pool, checkLimit(limit, readMax), outboxBytesMax);
  }

  acknowledgeOutbox(throughId: number): Promise<void> {
    return records.removeOutboxMessages(this.#pool, throughId);
  }

  outboxAge(): Promise<OutboxAge> {
    return records.outboxAge(this.#pool, this.#options.clock.nowMs());
  }

  async counts(): Promise<LedgerCounts> {
    const state = await readState(this.#pool);
    const verdicts = { allow: state.allowed, review: state.reviewed, reject: state.rejected };
    const { decisions, alerts, rings, dead_letters: deadLetters, last_seq: lastSeq } = state;
    return { decisions, ...verdicts, alerts, rings, deadLetters, lastSeq };
  }

  poolUse(): PoolUse {
    return this.#pool.use();
  }

  verify(onProgress: (done: number, total: number) => void = () => {}): Promise<LedgerVerification> {
    return this.#pool.wholeTransaction(snapshot, 'verify the ledger', (sql) =>
      verifyLedger(sql, this.#options.config, onProgress),
    );
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#options.renewing.close();
    await this.#pool.close();
  }

  #checkPage<T extends PageRequest>(page: T): T {
    checkLimit(page.limit, this.#options.config.pageMax);
    return page;
  }

  #checkIds(ids: readonly string[]): readonly string[] {
    const { readMax } = this.#options.config;
    assert(ids.length <= readMax, `${ids.length} ids are more than ${readMax} in one read`);
    return ids;
  }
}
