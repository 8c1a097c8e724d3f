import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, IMemberAssignment } from 'kafkajs';
import { present } from '../../base/assert.ts';
import { AnelError, isAnelError, messageOf } from '../../base/errors.ts';
import type { PositionOf } from '../source.ts';
import { AssignedQueues, type QueueOptions } from './assigned-queues.ts';
import type { KafkaAdmin, Watermarks } from './kafka-admin.ts';
import { OffsetCommits, type Position } from './offset-commits.ts';
import type { PartitionQueue, TakenMessages } from './partition-queue.ts';
import { type ConsumerOptions, runConsumer } from './run-consumer.ts';

export interface SessionOptions extends ConsumerOptions, Omit<QueueOptions, 'config'> {
  readonly admin: KafkaAdmin;
  readonly positionOf: PositionOf;
}

/**
 * One reading of the input topics as a member of the consumer group: fetches ahead of its one reader into a bounded queue for each assigned
 * partition, and pauses a partition while its queue is full. kafkajs goes on saying that the member is there, since nothing here
 * makes it wait. The member stays in the group until `close`, so that what was handed out can still be committed.
 */
export class ConsumerSession {
  readonly #options: SessionOptions;
  readonly #queues: AssignedQueues;
  readonly #commits: OffsetCommits;
  readonly #closing = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #consumer: Consumer | null = null;
  #isEnded = false;
  #failure: { readonly error: unknown } | null = null;
  #wake: () => void = () => {};

  constructor(options: SessionOptions) {
    this.#options = options;
    const { config, log } = options;
    this.#queues = new AssignedQueues(options);
    const isAssigned = ({ topic, partition }: Position) => this.#queues.of(topic, partition) !== undefined;
    this.#commits = new OffsetCommits(config.commitEveryMs, log, isAssigned);
  }

  /** Joins the group. What goes wrong is thrown by `next`. */
  start(): void {
    const handlers = {
      joined: (consumer: Consumer, assignment: IMemberAssignment) => this.#joined(consumer, assignment),
      fetched: (payload: EachBatchPayload) => this.#fetched(payload),
      passed: (topic: string, partition: number, offset: number) => this.#passed(topic, partition, offset),
      lost: () => this.#lost(),
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
        if (this.#queues.isDone()) return null;
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
    const queue = this.#queues.named(name);
    if (queue === undefined) return;
    queue.acknowledge(endPosition);
    this.#commits.add({ topic: queue.topic, partition: queue.partition, offset: endPosition });
  }

  /** The assigned partitions in which reading has begun. */
  partitions(): readonly PartitionQueue[] {
    return this.#queues.all().filter(({ fetchedTo }) => fetchedTo !== null);
  }

  /** Hands out nothing more and fetches nothing more, but stays in the group for what is not yet acknowledged. */
  endReading(): void {
    this.#isEnded = true;
    for (const queue of this.#queues.all()) {
      queue.clear();
      queue.shut();
    }
    this.#steer(this.#queues.all());
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

  /**
   * A partition that was kept goes on where it was fetched to; a new one waits until the ledger has told its position. The consumer has
   * forgotten where it was, and remembers pauses of earlier assignments.
   */
  #joined(consumer: Consumer, assignment: IMemberAssignment): void {
    this.#consumer = consumer;
    const fresh = this.#queues.assign(assignment);
    for (const queue of this.#queues.all()) {
      if (queue.isOpen) this.#seek(queue);
      this.#pause(queue, queue.isPaused);
    }
    this.#steer(this.#queues.all());
    void this.#begin(fresh);
    this.#wake();
  }

  #lost(): void {
    this.#consumer = null;
    this.#commits.use(null);
  }

  #fetched({ batch, isStale, resolveOffset, commitOffsetsIfNecessary }: EachBatchPayload): void {
    this.#commits.use(commitOffsetsIfNecessary);
    const queue = this.#queues.of(batch.topic, batch.partition);
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
    const queue = this.#queues.of(topic, partition);
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
      this.#open(queue, position, ofTopic.get(queue.partition) ?? unknownPartition(queue));
    }
  }

  #open(queue: PartitionQueue, position: number, { low, high }: Watermarks): void {
    if (this.#isEnded || this.#queues.named(queue.name) !== queue || queue.isOpen) return;
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
    const taken = this.#queues.take();
    if (taken !== null) this.#steer(this.#queues.all());
    return taken;
  }

  /** Pauses or resumes the partitions for which that has changed. */
  #steer(queues: readonly PartitionQueue[]): void {
    for (const { queue, shouldPause } of this.#queues.changes(queues)) this.#pause(queue, shouldPause);
  }

  #pause(queue: PartitionQueue, isPaused: boolean): void {
    queue.isPaused = isPaused;
    const partitions = [{ topic: queue.topic, partitions: [queue.partition] }];
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

/** A partition that was just added is not known to every broker yet. */
function unknownPartition({ topic, partition }: PartitionQueue): never {
  const message = `asking Kafka for the end of the topic "${topic}" partition ${partition} failed: it is not known yet; it is tried again`;
  throw new AnelError('STREAM_UNAVAILABLE', message);
}

/** Offsets never shrink, except when messages that were read already are lost: what comes at those offsets is something else. */
function shortened(queue: PartitionQueue, position: number, high: number): AnelError {
  const { topic, partition } = queue;
  const found = `it ends at ${high}, but up to ${position} was read`;
  const message = `reading the topic "${topic}" partition ${partition} failed: ${found}; it was made anew or has lost messages: give kafka.topics another name, or reset the position of "${queue.name}"`;
  return new AnelError('STREAM_FAILED', message);
}
