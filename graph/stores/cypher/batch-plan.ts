import { contentHash } from '../../model/content-hash.ts';
import type { GraphEvent, SequencedEvent } from '../../model/event.ts';
import type { StoreOutcome } from '../../store.ts';

/** What a batch will do: the answer for each of its events, and the events to store, in sequence order. */
export interface BatchPlan {
  readonly outcomes: readonly StoreOutcome[];
  readonly stored: readonly SequencedEvent[];
}

/** The ids that must be looked up before a batch can be planned: its events and what they reverse, without repetition. */
export function idsToLookUp(batch: readonly GraphEvent[]): string[] {
  const ids = new Set<string>();
  for (const event of batch) {
    ids.add(event.id);
    if (event.kind === 'reversal') ids.add(event.reverses);
  }
  return [...ids];
}

/**
 * Decides what becomes of each event of a batch, by the rules of `GraphStore.append`. `known` has the stored events of
 * `idsToLookUp`; `lastSeq` is the highest number given so far. Pure; the content of two events is compared only when
 * their ids meet.
 */
export function planBatch(
  batch: readonly GraphEvent[],
  known: ReadonlyMap<string, SequencedEvent>,
  lastSeq: number,
): BatchPlan {
  const fresh = new Map<string, SequencedEvent>();
  const find = (id: string) => known.get(id) ?? fresh.get(id);
  const outcomes = batch.map((event): StoreOutcome => {
    const earlier = find(event.id);
    if (earlier !== undefined) return repeated(event, earlier);
    if (event.kind === 'reversal' && find(event.reverses)?.event.kind !== 'transfer')
      return unknownTarget(event);
    const seq = lastSeq + fresh.size + 1;
    fresh.set(event.id, { seq, event });
    return { status: 'stored', seq };
  });
  return { outcomes, stored: [...fresh.values()] };
}

function repeated(event: GraphEvent, earlier: SequencedEvent): StoreOutcome {
  if (contentHash(event) === contentHash(earlier.event)) return { status: 'duplicate', seq: earlier.seq };
  const message = `storing event "${event.id}": the id was used for other content at sequence number ${earlier.seq}; give the event an id of its own`;
  return { status: 'refused', code: 'ID_CONFLICT', message };
}

function unknownTarget(event: GraphEvent & { readonly kind: 'reversal' }): StoreOutcome {
  const message = `storing reversal "${event.id}": no transfer "${event.reverses}" is stored; send the transfer before its reversal`;
  return { status: 'refused', code: 'REVERSAL_TARGET_UNKNOWN', message };
}
