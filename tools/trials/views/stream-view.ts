import {
  type Admin,
  type EachBatchPayload,
  type IHeaders,
  Kafka,
  logLevel,
  Partitioners,
  type Producer,
} from 'kafkajs';
import type { Config } from '../../../base/config.ts';

/** A message as it is in a topic. */
export interface TopicMessage {
  readonly partition: number;
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

/** Looks at the topics through plain clients of its own. */
export class StreamView {
  readonly #client: Kafka;
  #admin: Promise<Admin> | null = null;

  constructor({ brokers }: Config['kafka']) {
    this.#client = new Kafka({
      brokers,
      clientId: 'anel-trial',
      logLevel: logLevel.NOTHING,
      retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1000 },
    });
  }

  /** A producer that chooses partitions by the key as Java's does; to be connected and disconnected by the caller. */
  producer(): Producer {
    return this.#client.producer({
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
  }

  /** How many messages some topics have had, over all partitions; null while no broker answers. */
  async produced(topics: readonly string[]): Promise<number | null> {
    try {
      this.#admin ??= this.#connectedAdmin();
      const admin = await this.#admin;
      const offsets = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
      return offsets.flat().reduce((sum, { high }) => sum + Number(high), 0);
    } catch {
      const admin = this.#admin;
      this.#admin = null;
      await admin?.then((one) => one.disconnect()).catch(() => {});
      return null;
    }
  }

  /** Everything that is in a topic without gaps now, by partition and offset. */
  async read(topic: string): Promise<readonly TopicMessage[]> {
    const total = (await this.produced([topic])) ?? 0;
    if (total === 0) return [];
    const groupId = `anel-trial-reads-${topic}`;
    const consumer = this.#client.consumer({ groupId, maxWaitTimeInMs: 50 });
    await consumer.connect();
    try {
      await consumer.subscribe({ topic, fromBeginning: true });
      const found: TopicMessage[] = [];
      await new Promise<void>((resolve, reject) => {
        const eachBatch = async ({ batch }: EachBatchPayload) => {
          for (const { offset, key, value, headers = {} } of batch.messages)
            found.push({ partition: batch.partition, offset: Number(offset), key, value, headers });
          if (found.length >= total) resolve();
        };
        consumer.run({ autoCommit: false, eachBatch }).catch(reject);
      });
      return found.sort((a, b) => a.partition - b.partition || a.offset - b.offset);
    } finally {
      await consumer.disconnect();
    }
  }

  async close(): Promise<void> {
    await this.#admin?.then((admin) => admin.disconnect());
  }

  async #connectedAdmin(): Promise<Admin> {
    const admin = this.#client.admin();
    await admin.connect();
    return admin;
  }
}
