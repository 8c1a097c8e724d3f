import type { Message } from 'kafkajs';
import type { PositionOf, Source, SourceBatch } from '../source.ts';

/** For tests: a transfer as a message with the given key. */
export function transferMessage(id: string, key: string): Message {
  const ends = { from: { account: key }, to: { account: 'sink' } };
  const money = { amount: '1.00', currency: 'EUR', format: 'ACH' };
  const value = JSON.stringify({ id, at: '2026-01-05T08:30:00.000Z', ...ends, ...money });
  return { key, value, headers: { 'schema-id': 'anel.transaction.v1' } };
}

/** For tests: a list of transfers `t0`, `t1`… whose keys come round. */
export function transferMessages(count: number, keys = 16): Message[] {
  return Array.from({ length: count }, (_, place) => transferMessage(`t${place}`, `k${place % keys}`));
}

/** For tests: a reader that goes on until it is told to stop, and remembers everything. */
export class TestReader {
  readonly batches: SourceBatch[] = [];
  /** Records in them. */
  count = 0;
  readonly #source: Source;
  readonly #aborting = new AbortController();
  readonly #running: Promise<void>;
  #changed: () => void = () => {};

  /** `each` is done with every batch before the next is asked for. */
  constructor(
    source: Source,
    positionOf: PositionOf = async () => 0,
    each: (batch: SourceBatch) => Promise<void> = async () => {},
    batchMax = 100,
  ) {
    this.#source = source;
    this.#running = this.#run(positionOf, each, batchMax);
    this.#running.catch(() => this.#changed());
  }

  /** Waits, batch by batch, until something holds; ends with the reader's error when it fails first. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      const changed = new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
      await Promise.race([changed, this.#running.then(() => Promise.reject(new Error('the source ended')))]);
    }
  }

  /** Waits for the source to end; with the reader's error when it failed. */
  async ended(): Promise<void> {
    await this.#running;
  }

  async stop(): Promise<void> {
    this.#aborting.abort();
    await this.#running;
  }

  /** The positions that were read of each partition, in the order in which they came. */
  positions(): Map<string, number[]> {
    const found = new Map<string, number[]>();
    for (const { source, records } of this.batches) {
      const ofPartition = found.get(source) ?? [];
      for (const { position } of records) ofPartition.push(position);
      found.set(source, ofPartition);
    }
    return found;
  }

  /** The ids of all events. */
  ids(): string[] {
    const records = this.batches.flatMap((batch) => batch.records);
    return records.flatMap(({ decoded }) => (decoded.status === 'event' ? [decoded.event.id] : []));
  }

  async #run(
    positionOf: PositionOf,
    each: (batch: SourceBatch) => Promise<void>,
    batchMax: number,
  ): Promise<void> {
    for await (const batch of this.#source.batches(positionOf, batchMax, this.#aborting.signal)) {
      this.batches.push(batch);
      this.count += batch.records.length;
      this.#changed();
      await each(batch);
      this.#changed();
    }
  }
}

/** For tests: 0, 1, 2… below a bound. */
export function upTo(bound: number): number[] {
  return Array.from({ length: bound }, (_, place) => place);
}

/** For tests: a source whose reader's position is that of one topic; the others are read from their beginning. */
export function onlyOf(source: Source, topic: string): Source {
  return {
    id: source.id,
    total: source.total,
    batches: (positionOf, batchMax, signal) =>
      source.batches(
        async (name) => (name.includes(`/${topic}/`) ? await positionOf(name) : 0),
        batchMax,
        signal,
      ),
    acknowledge: (batch) => source.acknowledge(batch),
    close: () => source.close(),
  };
}
