/** What is decided about a transaction. */
export type Verdict = 'ALLOW' | 'REVIEW' | 'REJECT';

/** The hashes of everything that a decision depends on beside the log of events. */
export interface ScoringVersion {
  readonly featureSetHash: string;
  readonly modelHash: string;
  readonly ruleSetHash: string;
}

/** One decision: exactly one per stored transfer, a pure function of the log up to `seq` and the scoring version. */
export interface Decision extends ScoringVersion {
  readonly seq: number;
  readonly transactionId: string;
  readonly at: number;
  readonly seenAt: number;
  /** Account keys. */
  readonly from: string;
  readonly to: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly verdict: Verdict;
  /** 0 .. 1. */
  readonly score: number;
  /** Reason codes, most important first, without repetition; empty for a plain ALLOW. */
  readonly reasons: readonly string[];
  /** In the order of the feature set that `featureSetHash` names. */
  readonly features: Float64Array;
  /** True when the event came later than the allowed lateness. */
  readonly late: boolean;
  readonly ringId: string | null;
  readonly alertId: string | null;
  /** Time from the start of the feature computation to the decision, the only part that differs between replays. */
  readonly latencyUs: number;
}
