import { type Kafka, type Message, Partitioners, type Producer, type TopicMessages } from 'kafkajs';
import type { Config } from '../../base/config.ts';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { PublishedMessage, PublishedTopic, Publisher } from '../publisher.ts';
import { openKafkaClient, retryOptions } from './open-kafka-client.ts';
import { bytesOf, idOf, outgoingMessage } from './outgoing-message.ts';
import { streamError } from './stream-error.ts';

export interface KafkaPublisherOptions {
  readonly config: Config['kafka'];
  readonly log: Log;
  /** Part of the id of every message: two ledgers that publish to one cluster do not repeat each other. */
  readonly ledgerId: string;
}

/**
 * Publishes to the three output topics, which must exist, with an idempotent producer: every replica in sync has a message before it counts
 * as written, and the retries of the client neither double nor reorder. After an error the next call has a new producer; what it
 * repeats may be there twice, with the same id.
 *
 * Connects at once: throws CONFIG_INVALID, STREAM_UNAVAILABLE or STREAM_FAILED.
 */
export async function openKafkaPublisher(options: KafkaPublisherOptions): Promise<Publisher> {
  const client = await openKafkaClient(options.config, options.log);
  const publisher = new KafkaPublisher(client, options);
  await publisher.connect();
  return publisher;
}

class KafkaPublisher implements Publisher {
  readonly #client: Kafka;
  readonly #options: KafkaPublisherOptions;
  #producer: Producer | null = null;
  /** The last call: one after the other, or a retry could overtake. */
  #last: Promise<void> = Promise.resolve();

  constructor(client: Kafka, options: KafkaPublisherOptions) {
    this.#client = client;
    this.#options = options;
  }

  async connect(): Promise<void> {
    try {
      await this.#connected();
    } catch (error) {
      throw streamError('connecting to Kafka to publish', error);
    }
  }

  async publish(messages: readonly PublishedMessage[]): Promise<void> {
    const mine = this.#last.then(() => this.#publishAll(messages));
    this.#last = mine.catch(() => {});
    await mine;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#discard();
  }

  async #publishAll(messages: readonly PublishedMessage[]): Promise<void> {
    for (const request of this.#requests(messages)) await this.#send(request);
  }

  /** After any error the next request gets a new producer: one that has lost count of its messages never recovers. */
  async #send(topicMessages: TopicMessages[]): Promise<void> {
    try {
      const producer = await this.#connected();
      const timeout = this.#options.config.requestTimeoutMs;
      await producer.sendBatch({ topicMessages, acks: -1, timeout });
    } catch (error) {
      await this.#discard();
      throw streamError('publishing to Kafka', error);
    }
  }

  async #connected(): Promise<Producer> {
    if (this.#producer !== null) return this.#producer;
    const producer = this.#client.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner,
      retry: retryOptions(this.#options.config),
    });
    this.#producer = producer;
    try {
      await producer.connect();
    } catch (error) {
      await this.#discard();
      throw error;
    }
    return producer;
  }

  async #discard(): Promise<void> {
    const producer = this.#producer;
    this.#producer = null;
    await producer?.disconnect().catch((error: unknown) => {
      this.#options.log.debug({ error: messageOf(error) }, 'a Kafka producer did not close cleanly');
    });
  }

  /** One request a list: what a partition gets in one request is one batch, which the brokers limit as a whole. */
  *#requests(messages: readonly PublishedMessage[]): Generator<TopicMessages[]> {
    const { config, ledgerId } = this.#options;
    const names: Readonly<Record<PublishedTopic, string>> = {
      decisions: config.topics.decisions,
      alerts: config.topics.alerts,
      'dead-letters': config.topics.deadLetters,
    };
    let byTopic = new Map<string, Message[]>();
    let bytes = 0;
    for (const message of messages) {
      const outgoing = outgoingMessage(message, ledgerId, config.messageBytesMax);
      const size = bytesOf(outgoing);
      if (bytes > 0 && bytes + size > config.messageBytesMax) {
        yield topicMessages(byTopic);
        byTopic = new Map();
        bytes = 0;
      }
      const topic = names[message.topic];
      const ofTopic = byTopic.get(topic) ?? [];
      ofTopic.push(outgoing);
      byTopic.set(topic, ofTopic);
      bytes += size;
    }
    if (bytes > 0) yield topicMessages(byTopic);
  }
}

function topicMessages(byTopic: ReadonlyMap<string, Message[]>): TopicMessages[] {
  return [...byTopic].map(([topic, messages]) => ({ topic, messages }));
}

/**
 * The partition by the key as the Java client chooses it, and by the id for a message without a key. A retry must choose the same
 * again, or the idempotent producer loses count; the default would go round.
 */
const createPartitioner: typeof Partitioners.DefaultPartitioner = () => {
  const byKey = Partitioners.DefaultPartitioner();
  return (args) =>
    byKey({ ...args, message: { ...args.message, key: args.message.key ?? idOf(args.message) } });
};
