import { setTimeout as pause } from 'node:timers/promises';
import type { Producer } from 'kafkajs';
import type { Config } from '../../../base/config.ts';
import type { Random } from '../../../base/random.ts';
import type { StreamView } from '../views/stream-view.ts';
import type { PlannedMessage } from './planned-message.ts';

/** What a feed sends, where, and how it chooses the size of a request and the pause after it. */
export interface FeedOptions {
  readonly plan: readonly PlannedMessage[];
  readonly stream: StreamView;
  readonly topics: Config['kafka']['topics'];
  readonly random: Random;
  readonly signal: AbortSignal;
}

const chunkMax = 60;
const pauseMaxMs = 25;
const retryMs = 200;

/**
 * Produces a plan in its order, as far as it is allowed to. A request that fails is made again until the broker takes it, which keeps the order
 * and may double it: a producer without idempotence does no better.
 */
export class TrafficFeed {
  readonly #options: FeedOptions;
  readonly #running: Promise<void>;
  #producer: Producer | null = null;
  #allowed = 0;
  #sent = 0;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#running = this.#run();
    this.#running.catch(() => {}); // told to whoever waits for the end
  }

  /** How many messages of the plan were sent. */
  get sent(): number {
    return this.#sent;
  }

  /** How many may be sent. */
  get allowed(): number {
    return this.#allowed;
  }

  /** Lets the messages before a place of the plan be sent; all of them when there are fewer. */
  allow(end: number): void {
    this.#allowed = Math.max(this.#allowed, Math.min(end, this.#options.plan.length));
  }

  /** Allows everything; resolves when it was sent. Rejects when the signal aborts. */
  async finish(): Promise<void> {
    this.allow(Number.POSITIVE_INFINITY);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { plan, random, signal } = this.#options;
    try {
      while (this.#sent < plan.length) {
        const end = Math.min(this.#allowed, this.#sent + random.between(1, chunkMax));
        if (end > this.#sent) await this.#send(plan.slice(this.#sent, end));
        this.#sent = end;
        await pause(random.below(pauseMaxMs), undefined, { signal });
      }
    } finally {
      this.#discard();
    }
  }

  async #send(messages: readonly PlannedMessage[]): Promise<void> {
    const { signal } = this.#options;
    for (;;) {
      try {
        await this.#sendOnce(messages);
        return;
      } catch {
        signal.throwIfAborted();
        this.#discard();
        await pause(retryMs, undefined, { signal });
      }
    }
  }

  /** Topic by topic: a request keeps order within a partition only. */
  async #sendOnce(messages: readonly PlannedMessage[]): Promise<void> {
    const { topics, stream } = this.#options;
    const producer = this.#producer ?? stream.producer();
    if (this.#producer === null) {
      this.#producer = producer;
      await producer.connect();
    }
    const topicMessages = [...new Set(messages.map(({ topic }) => topic))].map((topic) => ({
      topic: topics[topic],
      messages: messages
        .filter((message) => message.topic === topic)
        .map(({ key, value, headers }) => ({ key, value, headers })),
    }));
    await producer.sendBatch({ topicMessages, acks: -1 });
  }

  /** Waits for nothing: with the broker away, saying goodbye takes as long as the client has retries. */
  #discard(): void {
    this.#producer?.disconnect().catch(() => {});
    this.#producer = null;
  }
}
