import { present } from '../../base/assert.ts';
import type { GraphEvent, ReversalEvent, SequencedEvent } from '../model/event.ts';
import type { GraphStore } from '../store.ts';
import type { Arrival, ReversalTarget, Session } from './session.ts';

/** The reversed transfers of a run of events, read from the store in one query: what `applyEvent` needs to place reversals. */
export async function readReversalTargets(
  store: Pick<GraphStore, 'transfers'>,
  items: readonly SequencedEvent[],
): Promise<ReadonlyMap<string, ReversalTarget>> {
  const ids: string[] = [];
  for (const { event } of items) if (event.kind === 'reversal') ids.push(event.reverses);
  return ids.length === 0 ? new Map() : store.transfers(ids);
}

/** Applies any event to the session. Answers the arrival of a transfer, null for every other kind. */
export function applyEvent(
  session: Session,
  item: SequencedEvent<GraphEvent>,
  targets: ReadonlyMap<string, ReversalTarget>,
): Arrival | null {
  const { event } = item;
  switch (event.kind) {
    case 'transfer':
      return session.applyTransfer({ seq: item.seq, event });
    case 'reversal':
      session.applyReversal(
        item as SequencedEvent<ReversalEvent>,
        present(targets.get(event.reverses), 'reversed transfer'),
      );
      return null;
    case 'authentication':
    case 'log':
      session.applyActivity({ seq: item.seq, event });
      return null;
    case 'label':
      session.applyLabel({ seq: item.seq, event });
      return null;
  }
}

/** Called after each event that a session replays, so that what follows the session (its structure) is rebuilt alike; awaited before the next. */
export type ReplayObserver = (arrival: Arrival | null, item: SequencedEvent) => Promise<void> | void;

/**
 * Fills an empty session from the store: replays every event up to and including `throughSeq` in sequence order, in pages.
 * The whole log is replayed and not just the window, since what is remembered beyond the window must be the same bits as
 * before a restart.
 */
export async function replaySession(
  store: GraphStore,
  session: Session,
  throughSeq: number,
  pageSize: number,
  observe: ReplayObserver = () => {},
): Promise<void> {
  if (throughSeq === 0) return;
  for await (const page of store.eventsAfter(0, pageSize)) {
    const targets = await readReversalTargets(store, page);
    for (const item of page) {
      if (item.seq > throughSeq) return;
      await observe(applyEvent(session, item, targets), item);
    }
  }
}
