import type { SequencedEvent } from '../../graph/model/event.ts';
import type { StoredTransfer } from '../../graph/store.ts';
import { targetsOf } from '../../test/naive/streams.arbitrary.ts';
import type { EventStore } from './store-window.ts';

/** A log in memory in the place of a store, of which so many events are stored. */
export function eventLog(events: readonly SequencedEvent[], stored = events.length): EventStore {
  const targets = targetsOf(events);
  return {
    async *eventsAfter(afterSeq, pageSize) {
      for (let start = afterSeq; start < stored; start += pageSize)
        yield events.slice(start, Math.min(stored, start + pageSize));
    },
    transfers: async (ids) =>
      new Map(ids.map((id) => [id, { ...targets.get(id) } as unknown as StoredTransfer] as const)),
  };
}
