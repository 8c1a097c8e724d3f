/** The place in the sequence that a recomputation is of: a transfer, and the session's time with it. */
export interface CommunityPoint {
  readonly seq: number;
  readonly now: number;
}

/** The communities of the graph as it was at a point. */
export interface CommunityResult {
  /** The sequence number of the point. */
  readonly asOfSeq: number;
  /**
   * The community of an account of the session, -1 for one that was in none then. Numbers mean nothing beyond this result.
   */
  communityOf(account: number): number;
}

/** Computes communities beside the stream. */
export interface CommunityJob {
  /**
   * Begins before it returns. The result is a pure function of the events up to the point, however late it is computed, and whatever came
   * since. Null when the graph was too large to be divided. One call at a time, points in the order of the sequence.
   */
  compute(point: CommunityPoint): Promise<CommunityResult | null>;
}
