import { Partitioners } from 'kafkajs';
import type { Config } from '../../base/config.ts';
import type { Log } from '../../base/log.ts';
import { openKafkaClient, retryOptions } from './open-kafka-client.ts';
import { streamError } from './stream-error.ts';

/** Messages in one request to the brokers. */
const requestMax = 1000;

/** A message for an input topic: messages of one key stay in order. */
export interface SentMessage {
  readonly key: string;
  readonly value: string;
}

/** Sends messages to topics that exist, for those who make traffic: simulations and benchmarks. */
export interface MessageSender {
  /** Resolves when every replica in sync has them. Throws STREAM_UNAVAILABLE or STREAM_FAILED. */
  send(topic: string, messages: readonly SentMessage[]): Promise<void>;
  close(): Promise<void>;
}

/** Connects at once. Throws CONFIG_INVALID, STREAM_UNAVAILABLE or STREAM_FAILED. */
export async function openMessageSender(options: {
  readonly config: Config['kafka'];
  readonly log: Log;
}): Promise<MessageSender> {
  const { config, log } = options;
  const client = await openKafkaClient(config, log);
  const producer = client.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    idempotent: true,
    maxInFlightRequests: 1,
    retry: retryOptions(config),
  });
  const attempt = async (what: string, task: () => Promise<unknown>) => {
    await task().catch((error: unknown) => {
      throw streamError(what, error);
    });
  };
  await attempt('connecting to Kafka to send messages', () => producer.connect());
  return {
    send: async (topic, messages) => {
      for (let start = 0; start < messages.length; start += requestMax) {
        const slice = messages.slice(start, start + requestMax);
        await attempt(`sending to topic "${topic}"`, () => producer.send({ topic, messages: slice }));
      }
    },
    close: () => producer.disconnect(),
  };
}
