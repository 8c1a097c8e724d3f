import type { Config } from '../../base/config.ts';
import { partitionName } from './partition-name.ts';
import { PartitionQueue, type TakenMessages } from './partition-queue.ts';

export interface QueueOptions {
  readonly clusterId: string;
  readonly batchMax: number;
  /** Where reading ends by the name of a partition; null to go on for ever. */
  readonly ends: ReadonlyMap<string, number> | null;
  readonly config: Pick<Config['kafka'], 'queueMax' | 'queueBytesMax'>;
}

/** The queues of the partitions that are assigned, from which messages are taken in turn, and the limits of what may wait in them. */
export class AssignedQueues {
  readonly #options: QueueOptions;
  /** By name; null before the first assignment. */
  #queues: Map<string, PartitionQueue> | null = null;
  #turn = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Keeps the queues of partitions that stay, forgets those of others, and answers the new ones, which are shut. */
  assign(partitions: Readonly<Record<string, readonly number[]>>): PartitionQueue[] {
    const { clusterId, ends } = this.#options;
    const fresh: PartitionQueue[] = [];
    const queues = new Map<string, PartitionQueue>();
    for (const [topic, ofTopic] of Object.entries(partitions)) {
      for (const partition of ofTopic) {
        const name = partitionName(clusterId, topic, partition);
        const kept = this.#queues?.get(name);
        const queue = kept ?? new PartitionQueue(name, topic, partition, ends?.get(name) ?? null);
        if (kept === undefined) fresh.push(queue);
        queues.set(name, queue);
      }
    }
    this.#queues = queues;
    return fresh;
  }

  all(): PartitionQueue[] {
    return [...(this.#queues?.values() ?? [])];
  }

  named(name: string): PartitionQueue | undefined {
    return this.#queues?.get(name);
  }

  of(topic: string, partition: number): PartitionQueue | undefined {
    return this.named(partitionName(this.#options.clusterId, topic, partition));
  }

  /** At most a batch of the next partition that has something; null when none has. */
  take(): TakenMessages | null {
    const queues = this.all();
    for (let step = 0; step < queues.length; step += 1) {
      const place = (this.#turn + step) % queues.length;
      const taken = queues[place]?.take(this.#options.batchMax) ?? null;
      if (taken === null) continue;
      this.#turn = place + 1;
      return taken;
    }
    return null;
  }

  /** True when every assigned partition was handed out up to its end. */
  isDone(): boolean {
    if (this.#options.ends === null || this.#queues === null) return false;
    return this.all().every((queue) => queue.isAtEnd && queue.records === 0);
  }

  /**
   * Those of the given queues that have to be paused or may go on, with that. One that is paused goes on when half of a limit is free, so that it
   * does not pause and resume with every batch.
   */
  changes(queues: readonly PartitionQueue[]): { queue: PartitionQueue; shouldPause: boolean }[] {
    const bytes = this.all().reduce((sum, queue) => sum + queue.bytes, 0);
    return queues
      .map((queue) => ({ queue, shouldPause: this.#shouldPause(queue, bytes) }))
      .filter(({ queue, shouldPause }) => shouldPause !== queue.isPaused);
  }

  #shouldPause(queue: PartitionQueue, waitingBytes: number): boolean {
    if (!queue.isOpen || queue.isAtEnd) return true;
    const { config, batchMax } = this.#options;
    const share = queue.isPaused ? 0.5 : 1;
    const isFull = queue.records >= config.queueMax * batchMax * share;
    return isFull || waitingBytes >= config.queueBytesMax * share;
  }
}
