import type { GraphEvent } from '../../graph/model/event.ts';

/**
 * Tells the first record of an event from its repeats while a source is read in its order. Records were numbered in that order when
 * they were stored, so a transfer that is not newer than one before it is a repeat, and so it is known in a later run too. Other
 * kinds of events have no decision to read their number from: their ids are remembered, the only memory that grows.
 */
export class FirstRecords {
  readonly #otherIds = new Set<string>();
  #highestSeq = 0;

  /** True for the first record; `seq` is the number that the transfer was first stored with, null for other kinds. */
  isFirst(event: GraphEvent, seq: number | null): boolean {
    if (event.kind === 'transfer' && seq !== null) {
      if (seq <= this.#highestSeq) return false;
      this.#highestSeq = seq;
      return true;
    }
    const before = this.#otherIds.size;
    this.#otherIds.add(event.id);
    return this.#otherIds.size > before;
  }
}
