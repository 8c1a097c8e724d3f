import type { KafkaMessage } from 'kafkajs';
import { assert } from '../../base/assert.ts';

/** Bytes that a message takes beside its key and value. */
const messageOverheadBytes = 200;

/** Messages that were fetched together. */
interface Block {
  readonly messages: readonly KafkaMessage[];
  /** How many of them were handed out. */
  taken: number;
  /** The offset after everything that was fetched with them, which may be more than the last message. */
  readonly end: number;
}

/** Messages of one partition for one batch. */
export interface TakenMessages {
  readonly queue: PartitionQueue;
  readonly messages: readonly KafkaMessage[];
  readonly endPosition: number;
}

/**
 * What was fetched of one assigned partition and not yet handed out, with the offsets up to which it was fetched, handed out and decided.
 * It is closed until it is known where reading begins; while it is closed nothing is fetched.
 */
export class PartitionQueue {
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  /** Reading ends here; null to go on for ever. */
  readonly end: number | null;
  /** Whether fetching was told to pause. */
  isPaused = false;
  #isOpen = false;
  #fetchedTo: number | null = null;
  #handedTo = 0;
  #acknowledged = 0;
  #blocks: Block[] = [];
  #records = 0;
  #bytes = 0;

  constructor(name: string, topic: string, partition: number, end: number | null) {
    this.name = name;
    this.topic = topic;
    this.partition = partition;
    this.end = end;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The offset at which fetching goes on, null before reading began. */
  get fetchedTo(): number | null {
    return this.#fetchedTo;
  }

  /** The position up to which everything is decided. What holds no message (a marker of a transaction) counts as decided. */
  get decidedTo(): number {
    const nothingOpen = this.#records === 0 && this.#handedTo === this.#acknowledged;
    return nothingOpen ? (this.#fetchedTo ?? 0) : this.#acknowledged;
  }

  get records(): number {
    return this.#records;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** True when everything up to the end was fetched. */
  get isAtEnd(): boolean {
    return this.#isOpen && this.end !== null && (this.#fetchedTo ?? 0) >= this.end;
  }

  /** Reading begins, or goes on, at an offset. */
  open(offset: number): void {
    assert(offset >= (this.#fetchedTo ?? 0), 'a partition is opened before what was fetched of it');
    if (this.#fetchedTo === null) {
      this.#handedTo = offset;
      this.#acknowledged = offset;
    }
    this.#fetchedTo = offset;
    this.#isOpen = true;
  }

  /** Nothing is fetched until `open`; what is queued can still be taken. */
  shut(): void {
    this.#isOpen = false;
  }

  /** Takes in what was fetched, up to `end`; messages that are already here, or beyond the end of reading, are left out. */
  push(fetched: readonly KafkaMessage[], end: number): void {
    const from = this.#fetchedTo ?? 0;
    const to = this.end ?? Number.POSITIVE_INFINITY;
    const messages = fetched.filter(({ offset }) => Number(offset) >= from && Number(offset) < to);
    if (messages.length > 0) {
      this.#blocks.push({ messages, taken: 0, end: Math.min(end, to) });
      this.#records += messages.length;
      this.#bytes += bytesOf(messages);
    }
    this.passTo(end);
  }

  /** Everything before `offset` was fetched. */
  passTo(offset: number): void {
    if (this.#fetchedTo !== null && offset > this.#fetchedTo) this.#fetchedTo = offset;
  }

  /** Hands out at most `max` messages, null when there are none. */
  take(max: number): TakenMessages | null {
    const messages: KafkaMessage[] = [];
    for (let block = this.#blocks[0]; block !== undefined && messages.length < max; block = this.#blocks[0]) {
      const part = block.messages.slice(block.taken, block.taken + max - messages.length);
      messages.push(...part);
      block.taken += part.length;
      const isDone = block.taken === block.messages.length;
      this.#handedTo = isDone ? block.end : Number(part.at(-1)?.offset) + 1;
      if (isDone) this.#blocks.shift();
    }
    if (messages.length === 0) return null;
    this.#records -= messages.length;
    this.#bytes -= bytesOf(messages);
    return { queue: this, messages, endPosition: this.#handedTo };
  }

  /** A batch that was handed out is decided. */
  acknowledge(endPosition: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, endPosition);
  }

  /** Forgets what was not handed out, and that it was fetched. */
  clear(): void {
    if (this.#fetchedTo !== null) this.#fetchedTo = this.#handedTo;
    this.#blocks = [];
    this.#records = 0;
    this.#bytes = 0;
  }
}

function bytesOf(messages: readonly KafkaMessage[]): number {
  let bytes = 0;
  for (const { key, value } of messages) {
    bytes += messageOverheadBytes + (key?.length ?? 0) + (value?.length ?? 0);
  }
  return bytes;
}
