import { withRetry } from '../../app/engine/retry.ts';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import type { GraphEvent } from '../../graph/model/event.ts';
import type { GraphStore } from '../../graph/store.ts';
import { decodeEvent } from '../../ingest/validate/decode-event.ts';

/** Batches that are on their way to the store at once: one is written while the next is decoded. */
const underWayMax = 2;

const retrying = { limits: parseConfig({}).ingest, clock: systemClock };

/**
 * Appends batches of decoded events in order, at most two on their way, and again after an error that passes, as the engine does: the
 * first batch on a server that was just started may exceed its deadline. Answers how many events.
 */
export async function appendAll(
  store: GraphStore,
  batches: AsyncIterable<readonly GraphEvent[]> | Iterable<readonly GraphEvent[]>,
): Promise<number> {
  const underWay: Promise<unknown>[] = [];
  let events = 0;
  for await (const batch of batches) {
    events += batch.length;
    const writing = withRetry(retrying, () => store.append(batch));
    writing.catch(() => {}); // thrown when its turn comes
    underWay.push(writing);
    if (underWay.length >= underWayMax) await underWay.shift();
  }
  await Promise.all(underWay);
  return events;
}

/** Decodes texts as a source does. */
export function* decodedBatches(batches: readonly (readonly string[])[]): Generator<GraphEvent[]> {
  for (const batch of batches) {
    yield batch.map((text) => {
      const decoded = decodeEvent(JSON.parse(text));
      if (decoded.status === 'bad') throw new Error(`the simulation made a bad event: ${decoded.message}`);
      return decoded.event;
    });
  }
}
