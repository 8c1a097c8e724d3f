import type { SequencedEvent } from '../../model/event.ts';

/** What was read of a batch's ids before its turn to be written came. */
export interface EarlyLook {
  readonly known: Promise<ReadonlyMap<string, SequencedEvent>>;
  /** The last number that this object had written when the read began. */
  readonly sinceSeq: number;
  readonly generation: number;
}

/** Batches that were written lately and are remembered: more than are ever on their way at once. */
const batchesMax = 8;

/**
 * Lets the ids of a batch be looked up beside the writing of the batch before it. What that one stores is remembered here, so that
 * the early answer and the memory together are what a read behind the lock would find. When somebody else has written meanwhile,
 * the early answer is worth nothing, and the caller reads again.
 */
export class LookAhead {
  #batches: { readonly lastSeq: number; readonly events: readonly SequencedEvent[] }[] = [];
  #lastSeq = -1;
  #generation = 0;

  /** Begins a look; `read` is called at once. */
  begin(read: () => Promise<ReadonlyMap<string, SequencedEvent>>): EarlyLook {
    const known = read();
    known.catch(() => {}); // whoever needs it is told
    return { known, sinceSeq: this.#lastSeq, generation: this.#generation };
  }

  /** The events of the ids that are stored now, behind the lock at `lastSeq`; null when the early look does not tell. */
  async settle(look: EarlyLook, lastSeq: number): Promise<ReadonlyMap<string, SequencedEvent> | null> {
    if (lastSeq !== this.#lastSeq) this.#forget(lastSeq);
    if (look.generation !== this.#generation) return null;
    const later = this.#batches.filter((batch) => batch.lastSeq > look.sinceSeq);
    if (later.length === batchesMax) return null;
    const known = new Map(await look.known);
    for (const { events } of later) for (const stored of events) known.set(stored.event.id, stored);
    return known;
  }

  /** Remembers what was committed. */
  committed(events: readonly SequencedEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    this.#lastSeq = last.seq;
    this.#batches.push({ lastSeq: last.seq, events });
    if (this.#batches.length > batchesMax) this.#batches.shift();
  }

  #forget(lastSeq: number): void {
    this.#generation += 1;
    this.#lastSeq = lastSeq;
    this.#batches = [];
  }
}
