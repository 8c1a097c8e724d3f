import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, ITopicConfig, Kafka } from 'kafkajs';
import { present } from '../../base/assert.ts';
import type { Config } from '../../base/config.ts';
import { isAnelError } from '../../base/errors.ts';
import { streamError } from './stream-error.ts';

/** Where the messages of one partition begin and end. */
export interface Watermarks {
  /** The offset of the first message that is still kept. */
  readonly low: number;
  /** The offset that the next message will get. */
  readonly high: number;
}

/**
 * Questions about the cluster and its topics. Connects when first asked, and anew after an error, since the library's admin does not
 * always find back after an outage. Everything throws STREAM_UNAVAILABLE or STREAM_FAILED.
 */
export class KafkaAdmin {
  readonly #client: Kafka;
  #connected: Promise<Admin> | null = null;

  constructor(client: Kafka) {
    this.#client = client;
  }

  /** The id that the cluster gave itself when it was made. */
  async clusterId(): Promise<string> {
    const { clusterId } = await this.#use('asking Kafka for its cluster', (admin) => admin.describeCluster());
    return present(clusterId, 'cluster id');
  }

  /** Finds the broker that looks after a consumer group, which takes the right to describe the group. */
  async findGroup(groupId: string): Promise<void> {
    await this.#use(`finding the consumer group "${groupId}"`, (admin) => admin.describeGroups([groupId]));
  }

  /** The names of all topics that this user may see. */
  async topics(): Promise<readonly string[]> {
    return await this.#use('asking Kafka for its topics', (admin) => admin.listTopics());
  }

  /** Makes one topic; false when it was there, or somebody else was quicker. The brokers may not know it yet: see `settled`. */
  async createTopic(topic: ITopicConfig): Promise<boolean> {
    return await this.#use(`making the topic "${topic.topic}"`, (admin) =>
      admin.createTopics({ topics: [topic], waitForLeaders: false }),
    );
  }

  /** Waits until the brokers answer for every partition of a topic that was just made. */
  async settled(topic: string, { retriesMax, retryBaseMs, retryMaxMs }: Config['kafka']): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.watermarks(topic);
        return;
      } catch (error) {
        if (!isAnelError(error) || !error.retryable || attempt >= retriesMax) throw error;
        await sleep(Math.min(retryMaxMs, retryBaseMs * 2 ** attempt));
      }
    }
  }

  /** The watermarks of every partition of a topic, which must exist. */
  async watermarks(topic: string): Promise<ReadonlyMap<number, Watermarks>> {
    const offsets = await this.#use(`asking Kafka for the ends of the topic "${topic}"`, (admin) =>
      admin.fetchTopicOffsets(topic),
    );
    return new Map(
      offsets.map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]),
    );
  }

  async close(): Promise<void> {
    const connected = this.#connected;
    this.#connected = null;
    await disconnect(connected);
  }

  async #use<T>(attempt: string, task: (admin: Admin) => Promise<T>): Promise<T> {
    this.#connected ??= this.#connect();
    const connected = this.#connected;
    try {
      return await task(await connected);
    } catch (error) {
      if (this.#connected === connected) this.#connected = null;
      await disconnect(connected);
      throw streamError(attempt, error);
    }
  }

  async #connect(): Promise<Admin> {
    const admin = this.#client.admin();
    await admin.connect();
    return admin;
  }
}

/** Failing to say goodbye changes nothing: the broker notices by itself. */
async function disconnect(connected: Promise<Admin> | null): Promise<void> {
  await connected?.then((admin) => admin.disconnect()).catch(() => {});
}
