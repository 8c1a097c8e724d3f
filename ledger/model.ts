import type { Code } from '../base/error-codes.ts';
import type { PoolUse } from '../base/pool-use.ts';
import type { Envelope } from '../graph/model/envelope.ts';
import type { SequencedEvent } from '../graph/model/event.ts';
import type { Decision } from '../scoring/decision-model.ts';
import type { Alert, AlertEvent, Ring, RingEvent, RingEvidence } from '../scoring/rings/model.ts';

/** A record that could not become an event, kept with everything that is needed to repair and resend it. */
export interface DeadLetter {
  /** The source that it came from, for example `file:<digest>`. */
  readonly source: string;
  /** Its place there: the line number of a file (from 1), the offset of a topic. Unique within the source. */
  readonly position: number;
  readonly code: Code;
  /** Names the field, the value and what was expected. */
  readonly message: string;
  /** The original bytes. */
  readonly raw: Uint8Array;
  /** What travelled beside them; null where records have none, as in a file. */
  readonly envelope: Envelope | null;
}

/** How far a source was consumed: all records below `position` are decided or dead. */
export interface SourcePosition {
  readonly source: string;
  readonly position: number;
}

/** A message for the publisher, written with the facts that it announces and removed when it was acknowledged. */
export interface OutboxMessage {
  readonly topic: 'decisions' | 'alerts' | 'dead-letters';
  /** The transaction id, the alert id, or source and position of the dead letter. */
  readonly key: string;
  /** JSON with fixed keys in a fixed order: see `outboxMessages`. */
  readonly payload: string;
}

export interface StoredOutboxMessage extends OutboxMessage {
  /** Rises in the order of writing; consumers drop repeats by it. Unique within this ledger: see `Ledger.ledgerId`. */
  readonly id: number;
}

/** How much waits for the publisher. */
export interface OutboxAge {
  readonly messages: number;
  /** How long the oldest message has been waiting, 0 when none is. */
  readonly oldestMs: number;
}

/** Everything that one batch of the pipeline learned. Written in one SQL transaction: all of it or nothing. */
export interface LedgerBatch {
  /** Every event of the batch in sequence order: exactly lastSeq+1 .. lastSeq+n, n may be 0. */
  readonly events: readonly SequencedEvent[];
  /** One per transfer among the events, in sequence order. */
  readonly decisions: readonly Decision[];
  readonly ringEvents: readonly RingEvent[];
  readonly alertEvents: readonly AlertEvent[];
  readonly deadLetters: readonly DeadLetter[];
  readonly positions: readonly SourcePosition[];
}

/** A confirmed truth about a transaction, an account or a ring, with both times. */
export interface Label {
  readonly id: string;
  readonly subject: 'TRANSACTION' | 'ACCOUNT' | 'RING';
  readonly subjectId: string;
  readonly value: 'FRAUD' | 'LEGITIMATE';
  readonly at: number;
  readonly seenAt: number;
  readonly author: string;
}

/** A page of a list. `cursor` is opaque, null for the first page; the order of each list is fixed and total. */
export interface PageRequest {
  readonly cursor: string | null;
  /** 1 .. ledger.pageMax. */
  readonly limit: number;
}

export interface Page<T> {
  readonly items: readonly { readonly cursor: string; readonly value: T }[];
  readonly hasNext: boolean;
}

export interface LedgerCounts {
  readonly decisions: number;
  readonly allow: number;
  readonly review: number;
  readonly reject: number;
  readonly alerts: number;
  readonly rings: number;
  readonly deadLetters: number;
  readonly lastSeq: number;
}

/** What the trackers of rings and alerts resume from: see `Ledger.openState`. */
export interface OpenState {
  readonly rings: readonly Ring[];
  /** One entry for each of the rings. */
  readonly evidence: ReadonlyMap<string, RingEvidence>;
  readonly alerts: readonly Alert[];
}

/** What `verify` found. Empty `problems` = the ledger is whole. */
export interface LedgerVerification {
  readonly checked: { decisions: number; ringEvents: number; alertEvents: number; auditEntries: number };
  /** One sentence each, at most ledger.problemsMax. */
  readonly problems: readonly { readonly kind: string; readonly subject: string; readonly message: string }[];
}

/** The relational record of all decisions. The one adapter is PostgreSQL; see `openLedger`. */
export interface Ledger {
  /** A stable id of this ledger (UUID), other than that of every other one: ids of messages are unique within it. */
  ledgerId(): Promise<string>;

  /**
   * Takes the one lease of the active scorer: when nobody holds it, when it ran out (by the clock of the database server), or
   * when `holder` holds it already, which is a restart. Answers the new epoch, which rises with every taking, or null
   * while another holder's lease runs. From then on `commit` and `pruneJournal` of this object throw SUPERSEDED and write
   * nothing once somebody else took the lease. May wait for a commit that is under way, at most as long as the lease's
   * holder could be silent (`ledger.leaseMs`).
   */
  takeLease(holder: string, leaseMs: number): Promise<number | null>;
  /** Lets the lease run for `leaseMs` from now. False when this object does not hold it (any more). Waits for no commit. */
  renewLease(leaseMs: number): Promise<boolean>;
  /** Gives the lease back so that a standby can take it at once; nothing when it is not ours. */
  releaseLease(): Promise<void>;

  /** Throws LEDGER_UNAVAILABLE (retryable) or SUPERSEDED; nothing is written then. */
  commit(batch: LedgerBatch): Promise<void>;

  /** The highest sequence number that is decided, 0 when empty. */
  lastSeq(): Promise<number>;
  position(source: string): Promise<number>;

  /** The journal: events that the graph store may not yet have on disk, in sequence order, in pages. */
  journalAfter(afterSeq: number, pageSize: number): AsyncIterable<readonly SequencedEvent[]>;
  /** The lowest sequence number that the journal still holds, null when it is empty. */
  journalStart(): Promise<number | null>;
  /** Drops journal entries up to a sequence number that the graph store has checkpointed. */
  pruneJournal(throughSeq: number): Promise<void>;

  decision(transactionId: string): Promise<Decision | null>;
  /** The decisions that exist, keyed by transaction id. At most ledger.readMax ids. */
  decisions(transactionIds: readonly string[]): Promise<ReadonlyMap<string, Decision>>;
  /** Sequence order, in pages; for replay comparison and export. */
  decisionsAfter(afterSeq: number, pageSize: number): AsyncIterable<readonly Decision[]>;
  decisionsOfAccount(account: string, page: PageRequest): Promise<Page<Decision>>;
  /** SHA-256 over all decisions in sequence order, latencies excluded: equal for equal decisions. */
  decisionsDigest(): Promise<string>;

  /** Newest first. */
  alerts(page: PageRequest & { readonly ringId?: string }): Promise<Page<Alert>>;
  alert(id: string): Promise<Alert | null>;
  alertsById(ids: readonly string[]): Promise<ReadonlyMap<string, Alert>>;
  alertTransactions(alertId: string, page: PageRequest): Promise<Page<string>>;
  /** Newest change first. */
  rings(page: PageRequest & { readonly account?: string }): Promise<Page<Ring>>;
  ring(id: string): Promise<Ring | null>;
  ringsById(ids: readonly string[]): Promise<ReadonlyMap<string, Ring>>;
  /** All events of a ring, in order. */
  ringEvents(ringId: string): Promise<readonly RingEvent[]>;
  /** Newest first. */
  ringEventPage(ringId: string, page: PageRequest): Promise<Page<RingEvent>>;
  /** Every ring event with seq > afterSeq, in order, in pages. */
  ringEventsAfter(afterSeq: number, pageSize: number): AsyncIterable<readonly RingEvent[]>;
  /**
   * What speaks for each of these rings: the fold of its events (`foldEvidence`), empty where nothing does or there is no such
   * ring. At most ledger.readMax ids.
   */
  ringEvidence(ringIds: readonly string[]): Promise<ReadonlyMap<string, RingEvidence>>;
  /**
   * What trackers resume from. Rings, in order of birth: every one that is OPEN or DORMANT, and those that are CLOSED with their
   * last event after `closedAfter`; the evidence of each of them. Alerts, in the order in which they were raised: the open ones that
   * can still be extended, which are those of open or dormant rings and those on accounts with news after `newsAfter`, and the
   * closed ones of these closed rings. Both times are epoch milliseconds.
   */
  openState(newsAfter: number, closedAfter: number): Promise<OpenState>;

  addLabel(label: Label): Promise<void>;
  labels(subject: Label['subject'], subjectId: string): Promise<readonly Label[]>;

  /** In order of position. */
  deadLetters(source: string, page: PageRequest): Promise<Page<DeadLetter>>;
  deadLetterCount(source: string): Promise<number>;

  outbox(limit: number): Promise<readonly StoredOutboxMessage[]>;
  acknowledgeOutbox(throughId: number): Promise<void>;
  /** For a metric. Cost: counts what waits. */
  outboxAge(): Promise<OutboxAge>;

  counts(): Promise<LedgerCounts>;
  poolUse(): PoolUse;
  verify(onProgress?: (done: number, total: number) => void): Promise<LedgerVerification>;
  close(): Promise<void>;
}
