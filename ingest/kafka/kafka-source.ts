import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { PositionOf, Source, SourceBatch } from '../source.ts';
import { ConsumerSession, type SessionOptions } from './consumer-session.ts';
import { decodeMessage, type InputRole, inputRoles, type MessagePlace } from './decode-message.ts';
import { KafkaAdmin } from './kafka-admin.ts';
import { openKafkaClient } from './open-kafka-client.ts';
import { partitionName } from './partition-name.ts';
import type { TakenMessages } from './partition-queue.ts';

/** How many messages of one assigned partition are not decided yet. */
export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  readonly lag: number;
}

/** The input topics as a source. Each topic partition is a partition of the source, and its offsets are the positions. */
export interface KafkaSource extends Source {
  /** The lag of every assigned partition, empty before the first assignment. Throws STREAM_UNAVAILABLE or STREAM_FAILED. */
  lag(): Promise<readonly PartitionLag[]>;
  /** What waits to be read, over all partitions: it is bounded by `kafka.queueMax` and `kafka.queueBytesMax`. */
  waiting(): { readonly records: number; readonly bytes: number };
}

/**
 * Opens the three input topics, which must exist. Reading begins at the positions that `batches` is given, whatever the group has
 * committed; what is acknowledged is committed to the group, for other tools to see. The order is that of the offsets within a
 * partition; between partitions there is none.
 *
 * With `untilEnd`, reading ends where each partition ends now, and `total` is the number of offsets until there; else it never ends
 * and `total` is null. While no broker answers, the batches wait. They throw STREAM_FAILED when that does not help, and when a
 * partition has lost messages that were read already. One reading at a time: a second call of `batches` ends the first.
 *
 * Throws CONFIG_INVALID, STREAM_UNAVAILABLE when no broker answers now, or STREAM_FAILED.
 */
export async function openKafkaSource(options: {
  readonly config: Config['kafka'];
  readonly log: Log;
  readonly untilEnd?: boolean;
  /** With a clock, every batch says how long it took to decode. */
  readonly clock?: Clock;
}): Promise<KafkaSource> {
  const { config, log, untilEnd = false, clock = null } = options;
  const client = await openKafkaClient(config, log);
  const admin = new KafkaAdmin(client);
  try {
    const clusterId = await admin.clusterId();
    const roles = new Map(inputRoles.map((role) => [config.topics[role], role]));
    await assertTopics(admin, [...roles.keys()]);
    await admin.findGroup(config.groupId);
    const extent = untilEnd ? await extentOf(admin, clusterId, [...roles.keys()]) : null;
    const session = { client, config, log, admin, clusterId, topics: [...roles.keys()] };
    return new OpenKafkaSource(session, roles, extent, clock);
  } catch (error) {
    await admin.close();
    throw error;
  }
}

/** What is in the topics: where every partition ends by its name, and how many offsets that is. */
interface Extent {
  readonly ends: ReadonlyMap<string, number>;
  readonly total: number;
}

class OpenKafkaSource implements KafkaSource {
  readonly id: string;
  readonly total: number | null;
  readonly #options: Omit<SessionOptions, 'positionOf' | 'batchMax' | 'ends'>;
  readonly #roles: ReadonlyMap<string, InputRole>;
  readonly #extent: Extent | null;
  readonly #clock: Clock | null;
  #session: ConsumerSession | null = null;

  constructor(
    options: Omit<SessionOptions, 'positionOf' | 'batchMax' | 'ends'>,
    roles: ReadonlyMap<string, InputRole>,
    extent: Extent | null,
    clock: Clock | null,
  ) {
    this.#clock = clock;
    this.id = `kafka:${options.clusterId}`;
    this.total = extent?.total ?? null;
    this.#options = options;
    this.#roles = roles;
    this.#extent = extent;
  }

  async *batches(positionOf: PositionOf, batchMax: number, signal: AbortSignal): AsyncGenerator<SourceBatch> {
    await this.#session?.close();
    const ends = this.#extent?.ends ?? null;
    const session = new ConsumerSession({ ...this.#options, positionOf, batchMax, ends });
    this.#session = session;
    session.start();
    try {
      for (let taken = await session.next(signal); taken !== null; taken = await session.next(signal)) {
        yield this.#batch(taken);
      }
    } finally {
      session.endReading();
    }
  }

  async acknowledge(batch: SourceBatch): Promise<void> {
    this.#session?.acknowledge(batch.source, batch.endPosition);
  }

  async lag(): Promise<readonly PartitionLag[]> {
    const partitions = this.#session?.partitions() ?? [];
    const lags: PartitionLag[] = [];
    for (const topic of new Set(partitions.map((one) => one.topic))) {
      const marks = await this.#options.admin.watermarks(topic);
      for (const { partition, decidedTo } of partitions.filter((one) => one.topic === topic)) {
        const high = marks.get(partition)?.high ?? decidedTo;
        lags.push({ topic, partition, lag: Math.max(0, high - decidedTo) });
      }
    }
    return lags;
  }

  waiting(): { records: number; bytes: number } {
    const partitions = this.#session?.partitions() ?? [];
    return {
      records: partitions.reduce((sum, one) => sum + one.records, 0),
      bytes: partitions.reduce((sum, one) => sum + one.bytes, 0),
    };
  }

  async close(): Promise<void> {
    await this.#session?.close();
    await this.#options.admin.close();
  }

  #batch({ queue, messages, endPosition }: TakenMessages): SourceBatch {
    const { topic, partition } = queue;
    const { messageBytesMax } = this.#options.config;
    const role = this.#roles.get(topic) as InputRole;
    const place: MessagePlace = { role, topic, partition, messageBytesMax };
    const startUs = this.#clock?.monotonicUs() ?? 0;
    const records = messages.map((message) => decodeMessage(place, message));
    const batch = { source: queue.name, records, endPosition };
    return this.#clock === null ? batch : { ...batch, decodeUs: this.#clock.monotonicUs() - startUs };
  }
}

async function assertTopics(admin: KafkaAdmin, topics: readonly string[]): Promise<void> {
  const existing = new Set(await admin.topics());
  const missing = topics.filter((topic) => !existing.has(topic)).map((topic) => `"${topic}"`);
  if (missing.length === 0) return;
  const message = `opening the topics ${missing.join(', ')} failed: they do not exist, or the user may not see them; make them as docs/kafka.md describes`;
  throw new AnelError('STREAM_FAILED', message);
}

async function extentOf(admin: KafkaAdmin, clusterId: string, topics: readonly string[]): Promise<Extent> {
  const ends = new Map<string, number>();
  let total = 0;
  for (const topic of topics) {
    for (const [partition, { low, high }] of await admin.watermarks(topic)) {
      ends.set(partitionName(clusterId, topic, partition), high);
      total += high - low;
    }
  }
  return { ends, total };
}
