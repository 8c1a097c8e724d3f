import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, IMemberAssignment } from 'kafkajs';
import { present } from '../../base/assert.ts';
import { AnelError, isAnelError, messageOf } from '../../base/errors.ts';
import type { PositionOf } from '../source.ts';
import type { KafkaAdmin, Watermarks } from './kafka-admin.ts';
import { OffsetCommits } from './offset-commits.ts';
import { partitionName } from './partition-name.ts';
import { PartitionQueue, type TakenMessages } from './partition-queue.ts';
import { type ConsumerOptions, runConsumer } from './run-consumer.ts';

export interface SessionOptions extends ConsumerOptions {
  readonly admin: KafkaAdmin;
  readonly clusterId: string;
  readonly positionOf: PositionOf;
  readonly batchMax: number;
  /** Where reading ends by the name of a partition; null to go on for ever. */
  readonly ends: ReadonlyMap<string, number> | null;
}

/**
 * One reading of the input topics as a member of the consumer group: fetches ahead of its one reader into a bounded queue for each assigned
 * partition, and pauses a partition while its queue is full. kafkajs goes on saying that the member is there, since nothing here
 * makes it wait. The member stays in the group until `close`, so that what was handed out can still be committed.
 */
export class ConsumerSession {
  readonly #options: SessionOptions;
  readonly #commits: OffsetCommits;
  readonly #closing = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #consumer: Consumer | null = null;
  /** By name; null before the first assignment. */
  #queues: Map<string, PartitionQueue> | null = null;
  #turn = 0;
  #isEnded = false;
  #failure: { readonly error: unknown } | null = null;
  #wake: () => void = () => {};

  constructor(options: SessionOptions) {
    this.#options = options;
    const { config, log } = options;
    this.#commits = new OffsetCommits(config.commitEveryMs, log, ({ topic, partition }) =>
      this.#isAssigned(topic, partition),
    );
  }

  /** Joins the group. What goes wrong is thrown by `next`. */
  start(): void {
    const handlers = {
      joined: (consumer: Consumer, assignment: IMemberAssignment) => this.#joined(consumer, assignment),
      fetched: (payload: EachBatchPayload) => this.#fetched(payload),
      passed: (topic: string, partition: number, offset: number) => this.#passed(topic, partition, offset),
    };
    this.#running = runConsumer(this.#options, handlers, this.#closing.signal).catch((error: unknown) =>
      this.#fail(error),
    );
  }

  /** The next messages of a partition, the partitions in turn; null at the end, after an abort and after `close`. For one reader. */
  async next(signal: AbortSignal): Promise<TakenMessages | null> {
    const wake = () => this.#wake();
    signal.addEventListener('abort', wake);
    try {
      for (;;) {
        if (this.#failure !== null) throw this.#failure.error;
        if (signal.aborted || this.#isEnded) return null;
        const taken = this.#take();
        if (taken !== null) return taken;
        if (this.#isDone()) return null;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  /** A batch that was handed out is decided. Nothing happens when its partition is no longer assigned. */
  acknowledge(name: string, endPosition: number): void {
    const queue = this.#queues?.get(name);
    if (queue === undefined) return;
    queue.acknowledge(endPosition);
    this.#commits.add({ topic: queue.topic, partition: queue.partition, offset: endPosition });
  }

  /** The assigned partitions in which reading has begun. */
  partitions(): readonly PartitionQueue[] {
    return this.#all().filter(({ fetchedTo }) => fetchedTo !== null);
  }

  /** Hands out nothing more and fetches nothing more, but stays in the group for what is not yet acknowledged. */
  endReading(): void {
    this.#isEnded = true;
    for (const queue of this.#all()) queue.clear();
    this.#steer(this.#all());
    this.#wake();
  }

  /** Commits what was acknowledged and leaves the group. */
  async close(): Promise<void> {
    this.endReading();
    await this.#commits.flush();
    this.#closing.abort();
    this.#commits.close();
    await this.#running;
  }

  #all(): PartitionQueue[] {
    return [...(this.#queues?.values() ?? [])];
  }

  #find(topic: string, partition: number): PartitionQueue | undefined {
    return this.#queues?.get(partitionName(this.#options.clusterId, topic, partition));
  }

  #isAssigned(topic: string, partition: number): boolean {
    return this.#find(topic, partition) !== undefined;
  }

  /** A partition that was kept goes on where it was fetched to; a new one waits until the ledger has told its position. */
  #joined(consumer: Consumer, assignment: IMemberAssignment): void {
    const { clusterId, ends } = this.#options;
    const fresh: PartitionQueue[] = [];
    const queues = new Map<string, PartitionQueue>();
    for (const [topic, partitions] of Object.entries(assignment)) {
      for (const partition of partitions) {
        const name = partitionName(clusterId, topic, partition);
        const kept = this.#queues?.get(name);
        const queue = kept ?? new PartitionQueue(name, topic, partition, ends?.get(name) ?? null);
        if (kept === undefined) fresh.push(queue);
        queues.set(name, queue);
      }
    }
    this.#consumer = consumer;
    this.#queues = queues;
    for (const queue of queues.values()) this.#resume(queue);
    void this.#begin(fresh);
    this.#wake();
  }

  /** The consumer has forgotten where it was, and remembers pauses of earlier assignments. */
  #resume(queue: PartitionQueue): void {
    if (queue.isOpen) this.#seek(queue);
    queue.isPaused = this.#shouldPause(queue, this.#waitingBytes());
    this.#flow(queue);
  }

  #fetched({ batch, isStale, resolveOffset, commitOffsetsIfNecessary }: EachBatchPayload): void {
    this.#commits.use(commitOffsetsIfNecessary);
    const queue = this.#find(batch.topic, batch.partition);
    if (this.#isEnded || queue === undefined || !queue.isOpen || isStale()) return;
    const expected = present(queue.fetchedTo, 'offset of an open partition');
    const high = Number(batch.highWatermark);
    if (high < expected) {
      this.#fail(shortened(queue, expected, high));
      return;
    }
    // Not in the types of kafkajs: the offset that was asked for. Beyond ours it was fetched under an earlier assignment, or kafkajs
    // went to the first message that the brokers still have.
    const { fetchedOffset } = batch as unknown as { fetchedOffset: string };
    if (Number(fetchedOffset) > expected) {
      queue.shut();
      this.#steer([queue]);
      void this.#begin([queue]);
      return;
    }
    queue.push(batch.messages, Number(batch.lastOffset()) + 1);
    resolveOffset(batch.lastOffset());
    this.#steer([queue]);
    this.#wake();
  }

  #passed(topic: string, partition: number, offset: number): void {
    const queue = this.#find(topic, partition);
    if (queue?.isOpen) queue.passTo(offset);
    this.#wake();
  }

  /** Opens queues at their positions: the ledger's, or what was fetched already. Tries again until it can. */
  async #begin(queues: readonly PartitionQueue[]): Promise<void> {
    const { config, log } = this.#options;
    const { signal } = this.#closing;
    for (let waitMs = config.retryBaseMs; queues.length > 0 && !signal.aborted; waitMs *= 2) {
      try {
        return await this.#openAll(queues);
      } catch (error) {
        if (!isAnelError(error) || !error.retryable) return this.#fail(error);
        log.warn({ error: messageOf(error) }, 'the position of a partition is not known yet; trying again');
        await sleep(Math.min(waitMs, config.retryMaxMs), undefined, { signal }).catch(() => {});
      }
    }
  }

  async #openAll(queues: readonly PartitionQueue[]): Promise<void> {
    const { admin, positionOf } = this.#options;
    const marks = new Map<string, ReadonlyMap<number, Watermarks>>();
    for (const queue of queues) {
      const ofTopic = marks.get(queue.topic) ?? (await admin.watermarks(queue.topic));
      marks.set(queue.topic, ofTopic);
      const position = queue.fetchedTo ?? (await positionOf(queue.name));
      this.#open(queue, position, present(ofTopic.get(queue.partition), 'watermarks'));
    }
  }

  #open(queue: PartitionQueue, position: number, { low, high }: Watermarks): void {
    if (this.#queues?.get(queue.name) !== queue || queue.isOpen) return;
    if (position > high) {
      this.#fail(shortened(queue, position, high));
      return;
    }
    if (position > 0 && low > position) {
      const fields = { partition: queue.name, position, first: low };
      this.#options.log.error(fields, 'messages were deleted by the brokers before they were read');
    }
    queue.open(Math.max(position, low));
    this.#seek(queue);
    this.#steer([queue]);
    this.#wake();
  }

  #take(): TakenMessages | null {
    const queues = this.#all();
    for (let step = 0; step < queues.length; step += 1) {
      const place = (this.#turn + step) % queues.length;
      const taken = queues[place]?.take(this.#options.batchMax) ?? null;
      if (taken === null) continue;
      this.#turn = place + 1;
      this.#steer(queues);
      return taken;
    }
    return null;
  }

  #isDone(): boolean {
    if (this.#options.ends === null || this.#queues === null) return false;
    return this.#all().every((queue) => queue.isAtEnd && queue.records === 0);
  }

  /** Pauses or resumes the partitions for which that has changed. */
  #steer(queues: readonly PartitionQueue[]): void {
    const bytes = this.#waitingBytes();
    for (const queue of queues) {
      const shouldPause = this.#shouldPause(queue, bytes);
      if (shouldPause === queue.isPaused) continue;
      queue.isPaused = shouldPause;
      this.#flow(queue);
    }
  }

  /** A paused partition goes on when half of the limit is free, so that it does not pause and resume with every batch. */
  #shouldPause(queue: PartitionQueue, waitingBytes: number): boolean {
    if (this.#isEnded || !queue.isOpen || queue.isAtEnd) return true;
    const { queueMax, queueBytesMax } = this.#options.config;
    const share = queue.isPaused ? 0.5 : 1;
    const recordsMax = queueMax * this.#options.batchMax;
    return queue.records >= recordsMax * share || waitingBytes >= queueBytesMax * share;
  }

  #waitingBytes(): number {
    return this.#all().reduce((sum, queue) => sum + queue.bytes, 0);
  }

  #flow({ topic, partition, isPaused }: PartitionQueue): void {
    const partitions = [{ topic, partitions: [partition] }];
    this.#tell((consumer) => (isPaused ? consumer.pause(partitions) : consumer.resume(partitions)));
  }

  #seek({ topic, partition, fetchedTo }: PartitionQueue): void {
    this.#tell((consumer) => consumer.seek({ topic, partition, offset: String(fetchedTo) }));
  }

  /** A consumer that has failed cannot be told; the next one is told everything when it joins. */
  #tell(what: (consumer: Consumer) => void): void {
    try {
      if (this.#consumer !== null) what(this.#consumer);
    } catch (error) {
      this.#options.log.debug({ error: messageOf(error) }, 'the Kafka consumer is not running');
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }
}

/** Offsets never shrink, except when messages that were read already are lost: what comes at those offsets is something else. */
function shortened(queue: PartitionQueue, position: number, high: number): AnelError {
  const { topic, partition } = queue;
  const found = `it ends at ${high}, but up to ${position} was read`;
  const message = `reading the topic "${topic}" partition ${partition} failed: ${found}; it was made anew or has lost messages: give kafka.topics another name, or reset the position of "${queue.name}"`;
  return new AnelError('STREAM_FAILED', message);
}
