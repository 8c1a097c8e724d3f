/** Alerts that one commit raised. */
export interface AlertNews {
  /** The sequence number of the transfer that raised the last of them. */
  readonly seq: number;
  /** In the order in which they were raised, at least one. */
  readonly alertIds: readonly string[];
}

/**
 * Tells every process that alerts were raised, as soon as their commit is done. News may be lost, come twice or out of order: it only
 * says that it is time to look, and the ledger says what there is (see `AlertFollower`).
 */
export interface AlertBus {
  /** Never waits and never throws. Listeners of this process are told before it returns. */
  publish(news: AlertNews): void;
  /** Answers how to end it. */
  subscribe(listener: (news: AlertNews) => void): () => void;
}
