import type { Decision, Verdict } from './decision-model.ts';
import { featureSet } from './features/registry.ts';

/** The part that an account has in a transfer: `out` sends, `in` receives. */
export type TransferRole = 'out' | 'in';

/** The latest decided transfer of an account in one role. */
export interface RoleRow {
  readonly seq: number;
  readonly at: number;
  readonly transactionId: string;
  readonly score: number;
  readonly verdict: Verdict;
  readonly featureSetHash: string;
  /** By name, the whole vector of that transfer; empty when it was computed for another feature set than the running one. */
  readonly features: Readonly<Record<string, number>>;
}

/** What is known online of an account: the features of its latest transfer as sender and as receiver. */
export interface FeatureRow {
  /** Account key. */
  readonly account: string;
  /** The higher of the sequence numbers of its roles. */
  readonly updatedSeq: number;
  readonly out: RoleRow | null;
  readonly in: RoleRow | null;
}

/** The decisions of the ledger in sequence order: what a cache is rebuilt from. */
export interface DecisionLog {
  /** The highest sequence number that is decided. */
  lastSeq(): Promise<number>;
  decisionsAfter(afterSeq: number, pageSize: number): AsyncIterable<readonly Decision[]>;
}

/**
 * The online feature rows of accounts, for other systems to read. A row only moves forward: decisions may come twice, late or from two
 * processes, and the rows are the same in the end. It may be behind the ledger, never ahead of it.
 */
export interface FeatureCache {
  /** Takes committed decisions. Never waits and never throws: a row for which there is no room is dropped and counted. */
  offer(decisions: readonly Decision[]): void;
  /** The row of an account key, null when there is none. REDIS_UNAVAILABLE when it cannot be read. */
  row(account: string): Promise<FeatureRow | null>;
  /**
   * Everything up to this sequence number is in the rows. It moves after the first `rebuild` only, since nobody knows before that what an
   * earlier process left unwritten. REDIS_UNAVAILABLE when it cannot be read.
   */
  writtenSeq(): Promise<number>;
  /**
   * Writes every decision after `writtenSeq`, in pages. To be called once, after `offer` was attached to the commits; the cache does it
   * again by itself with the same log when rows were dropped or lost. Rows of a log that ends earlier are another ledger's, and
   * are removed first. REDIS_UNAVAILABLE when it could not be finished, which leaves it for the next connection.
   */
  rebuild(log: DecisionLog): Promise<void>;
  /** Waits until nothing is queued, or until it is clear that it cannot be written now. */
  settle(): Promise<void>;
  /** Rows that wait to be written. */
  readonly queued: number;
  /** Rows that were dropped for want of room since the start; they heal with the next transfer of the account and with `rebuild`. */
  readonly dropped: number;
}

/** The account keys of a decision with their roles. */
export function rolesOf(decision: Decision): readonly (readonly [TransferRole, string])[] {
  return [
    ['out', decision.from],
    ['in', decision.to],
  ];
}

/** What a decision says about an account in one of its roles. */
export function roleRow(decision: Decision): RoleRow {
  const { seq, at, transactionId, score, verdict, featureSetHash, features } = decision;
  const named = featureSetHash === featureSet.hash;
  const values = named ? featureSet.names.map((name, index) => [name, features[index] as number]) : [];
  return { seq, at, transactionId, score, verdict, featureSetHash, features: Object.fromEntries(values) };
}
