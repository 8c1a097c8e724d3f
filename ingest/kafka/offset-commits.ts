import type { Offsets } from 'kafkajs';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';

/** Tells Kafka some positions, once, under the assignment that is in force when it is called. */
export type Commit = (offsets: Offsets) => Promise<void>;

/** A position of one partition that is to be told to Kafka. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/**
 * Collects decided positions and commits the last of each partition together, once in `everyMs`. A commit that fails is logged and made
 * again with the next: the positions only spare repeats and feed the lag that other tools show.
 */
export class OffsetCommits {
  readonly #everyMs: number;
  readonly #log: Log;
  readonly #isAssigned: (position: Position) => boolean;
  #commit: Commit | null = null;
  #pending = new Map<string, Position>();
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();

  /** `isAssigned` is asked right before a commit: a position of a partition that was lost is dropped. */
  constructor(everyMs: number, log: Log, isAssigned: (position: Position) => boolean) {
    this.#everyMs = everyMs;
    this.#log = log;
    this.#isAssigned = isAssigned;
  }

  /** How to commit from now on; null while nobody can, and then it waits. */
  use(commit: Commit | null): void {
    this.#commit = commit;
    if (this.#pending.size > 0) this.#schedule();
  }

  add(position: Position): void {
    this.#pending.set(keyOf(position), position);
    this.#schedule();
  }

  /** Commits what waits, now. Never rejects. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#running = this.#running.then(() => this.#commitPending());
    await this.#running;
  }

  /** Ends the timer; what waits is not committed. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#pending.clear();
  }

  #schedule(): void {
    if (this.#commit !== null) this.#timer ??= setTimeout(() => void this.flush(), this.#everyMs);
  }

  async #commitPending(): Promise<void> {
    if (this.#commit === null) return;
    const positions = [...this.#pending.values()].filter(this.#isAssigned);
    this.#pending.clear();
    if (positions.length === 0) return;
    try {
      await this.#commit({ topics: byTopic(positions) });
    } catch (error) {
      this.#log.warn(
        { error: messageOf(error) },
        'Kafka did not take the decided positions; sent again later',
      );
      for (const position of positions) {
        if (!this.#pending.has(keyOf(position))) this.add(position);
      }
    }
  }
}

function keyOf({ topic, partition }: Position): string {
  return `${topic}/${partition}`;
}

function byTopic(positions: readonly Position[]): Offsets['topics'] {
  return [...new Set(positions.map(({ topic }) => topic))].map((topic) => ({
    topic,
    partitions: positions
      .filter((position) => position.topic === topic)
      .map(({ partition, offset }) => ({ partition, offset: String(offset) })),
  }));
}
