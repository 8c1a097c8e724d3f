/** Where a message goes. */
export type PublishedTopic = 'decisions' | 'alerts' | 'dead-letters';

/** One message of the ledger's outbox. */
export interface PublishedMessage {
  readonly topic: PublishedTopic;
  /** Its id in the outbox: the same message has the same id whenever it is published. */
  readonly id: number;
  /** Messages of one key stay in order: the transaction's id for decisions, the alert's id for alerts, the place for dead letters. */
  readonly key: string;
  /** JSON. */
  readonly payload: string;
}

/** Where decisions, alerts and dead letters go. */
export interface Publisher {
  /**
   * Resolves when all messages are written durably. Messages of one key are written in their order, over all calls. After an error the
   * same messages may be published again, and some of them may then be there twice. Throws STREAM_UNAVAILABLE, which is
   * retryable, or STREAM_FAILED.
   */
  publish(messages: readonly PublishedMessage[]): Promise<void>;
  close(): Promise<void>;
}
