import type { PoolUse } from '../base/pool-use.ts';
import type {
  GraphEvent,
  IdentifierKind,
  LabelVerdict,
  SequencedEvent,
  TransferEvent,
} from './model/event.ts';

/** What became of one event of a batch. `duplicate` has the sequence number that it was first stored with. */
export type StoreOutcome =
  | { readonly status: 'stored'; readonly seq: number }
  | { readonly status: 'duplicate'; readonly seq: number }
  | {
      readonly status: 'refused';
      readonly code: 'ID_CONFLICT' | 'REVERSAL_TARGET_UNKNOWN';
      readonly message: string;
    };

/** An account as the graph store knows it. */
export interface StoredAccount {
  /** The account key: see `accountKey`. */
  readonly id: string;
  readonly bank: string | null;
  readonly country: string | null;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  readonly communityId: string | null;
  readonly ringId: string | null;
  readonly pagerank: number | null;
  /** The verdict of its newest label by sequence number, and when that was confirmed; null without one. */
  readonly label: LabelVerdict | null;
  readonly labelledAt: number | null;
}

/** A transfer as the graph store knows it. */
export interface StoredTransfer {
  readonly seq: number;
  readonly event: TransferEvent;
  readonly from: string;
  readonly to: string;
  readonly score: number | null;
  readonly reversedAt: number | null;
}

/** An account's use of an identifier, summed over all events that showed it. */
export interface IdentifierLink {
  readonly account: string;
  readonly kind: IdentifierKind;
  readonly id: string;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly count: number;
}

/** Bounds of a read that walks. Each is a hard cap; reaching one sets `truncated` in the answer. */
export interface WalkLimits {
  /** Steps from the centre, 1 .. 4. */
  readonly hops: number;
  readonly nodesMax: number;
  /** The most recent transfers of one account that are followed, per direction. */
  readonly degreeMax: number;
  /** Only transfers with from <= at <= until, when given. */
  readonly fromAt?: number;
  readonly untilAt?: number;
}

/** The surroundings of an account: accounts and transfers without repetition, accounts by distance then id, transfers by seq. */
export interface Neighbourhood {
  readonly accounts: readonly StoredAccount[];
  readonly transfers: readonly StoredTransfer[];
  readonly identifiers: readonly IdentifierLink[];
  readonly truncated: boolean;
}

export interface PathLimits {
  readonly hopsMax: number;
  readonly pathsMax: number;
  /** Accounts that may be expanded in the search. */
  readonly nodesMax: number;
  readonly degreeMax: number;
}

/** Changes that the analysis writes back to nodes and relationships. Absent keys stay as they are. */
export interface Annotations {
  readonly accounts?: readonly {
    readonly id: string;
    readonly communityId?: string | null;
    readonly ringId?: string | null;
    readonly pagerank?: number;
  }[];
  readonly transfers?: readonly { readonly id: string; readonly score: number }[];
  /** Ends of memberships; one that is not stored is passed over. Written before `memberships`. */
  readonly endings?: readonly { readonly ringId: string; readonly account: string; readonly until: number }[];
  /** At most one for an account and a ring. One that is open in the store keeps its `since`, one that had ended begins anew. */
  readonly memberships?: readonly {
    readonly ringId: string;
    readonly account: string;
    readonly role: string;
    readonly since: number;
    readonly until: number | null;
  }[];
}

/** That an account is, or was, a member of a ring. */
export interface Membership {
  readonly account: string;
  readonly role: string;
  readonly since: number;
  /** Null while it lasts. */
  readonly until: number | null;
}

/** Who writes to a graph store. */
export interface GraphOwner {
  /** The ledger that the store belongs to, for good: see `Ledger.ledgerId`. */
  readonly ledgerId: string;
  /** A fencing token: rises with every owner of that ledger. */
  readonly epoch: number;
}

export interface GraphCounts {
  readonly accounts: number;
  readonly transfers: number;
  readonly identifiers: number;
  readonly lastSeq: number;
}

/**
 * The property graph, the durable home of every event. One writer at a time: calls of the writing methods are queued
 * in the order in which they were made. Reads see committed state only and may run beside a write.
 *
 * Every method rejects with an AnelError: GRAPH_STORE_UNAVAILABLE (retryable), GRAPH_STORE_CORRUPT, GRAPH_STORE_FAILED or
 * SUPERSEDED.
 */
export interface GraphStore {
  /**
   * Makes this object the owner: from now on a write of an owner with a lower epoch is refused with SUPERSEDED and changes nothing,
   * whenever it was begun. Every writing transaction takes the lock before it reads the epoch, so no write can slip between.
   * SUPERSEDED when a higher epoch is there already, STORES_MISMATCH when the store belongs to another ledger. An object that
   * never claimed writes unchecked.
   */
  claim(owner: GraphOwner): Promise<void>;

  /**
   * Stores a batch in one transaction: all of it or, on error, nothing. Answers in the order of the batch. Sequence
   * numbers follow the order of the batch, without gaps, for `stored` only. Same id and same content (see `contentHash`,
   * `seenAt` apart) = `duplicate`, also within the batch; same id with other content, or a reversal of a transfer that
   * is neither stored nor earlier in the batch = `refused`, and the rest of the batch is stored.
   * At most `batchMax` events (config graph.batchMax), else an assertion.
   */
  append(batch: readonly GraphEvent[]): Promise<readonly StoreOutcome[]>;

  /**
   * Puts events back with the sequence numbers that they had: heals a store whose tail was lost. The numbers must follow
   * `lastSeq` without a gap, in order; what is already there is skipped.
   */
  restore(events: readonly SequencedEvent[]): Promise<void>;

  /** The highest sequence number in the store, 0 when empty. */
  lastSeq(): Promise<number>;

  /** Makes everything stored so far survive a power cut; resolves to the highest sequence number that is then safe. */
  checkpoint(): Promise<number>;

  /**
   * Events with seq > afterSeq in sequence order, in pages of at most `pageSize`. Every kind of event, as it was
   * stored, reversed transfers included (their reversal follows later in the sequence).
   */
  eventsAfter(afterSeq: number, pageSize: number): AsyncIterable<readonly SequencedEvent[]>;

  transfer(id: string): Promise<StoredTransfer | null>;
  /** The transfers that exist, keyed by id; unknown ids are absent. At most `graph.readMax` ids. */
  transfers(ids: readonly string[]): Promise<ReadonlyMap<string, StoredTransfer>>;
  account(id: string): Promise<StoredAccount | null>;
  /** The accounts that exist, keyed by id; unknown ids are absent. */
  accounts(ids: readonly string[]): Promise<ReadonlyMap<string, StoredAccount>>;
  /** The latest transfers of an account, newest first. */
  transfersOf(account: string, limit: number): Promise<readonly StoredTransfer[]>;
  identifiersOf(account: string, limit: number): Promise<readonly IdentifierLink[]>;
  accountsUsing(kind: IdentifierKind, id: string, limit: number): Promise<readonly IdentifierLink[]>;
  /** Who is or was a member of a ring: each account with its last membership, by since, then by account. */
  membershipsOf(ringId: string, limit: number): Promise<readonly Membership[]>;
  /** Null when the account does not exist. */
  neighbourhood(account: string, limits: WalkLimits): Promise<Neighbourhood | null>;
  /** Directed simple paths of transfers from one account to another, shortest first, then by account ids. */
  paths(from: string, to: string, limits: PathLimits): Promise<readonly (readonly StoredTransfer[])[]>;

  annotate(annotations: Annotations): Promise<void>;
  counts(): Promise<GraphCounts>;
  /** How the connections to the store are used; null for a store without any. */
  poolUse(): PoolUse | null;
  close(): Promise<void>;
}
