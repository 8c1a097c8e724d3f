import { openWorkerRunner } from '../algorithms/worker/open-runner.ts';
import { systemClock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import { contentHash } from '../graph/model/content-hash.ts';
import { accountKey, type GraphEvent, type SequencedEvent } from '../graph/model/event.ts';
import { applyEvent } from '../graph/session/replay-session.ts';
import type { ReversalTarget } from '../graph/session/session.ts';
import type { Source, Truth } from '../ingest/source.ts';
import { openFeatureState } from '../scoring/features/feature-state.ts';
import { computeVector } from '../scoring/features/registry.ts';

/** One row of the feature table: the vector that a live decision about this transfer would have used. */
export interface FeatureRow {
  readonly id: string;
  readonly at: number;
  readonly seq: number;
  readonly truth: Truth | null;
  readonly vector: Float64Array;
}

/** What was read but gives no row. */
export interface FeatureTableCounts {
  rows: number;
  deadLetters: number;
  duplicates: number;
}

/**
 * Computes the feature vectors of a source without any store: the session and the features are those of the live path, and
 * repeated ids, conflicts and unknown reversals are left out as the graph store would. Remembers every id that it saw.
 */
export async function* featureRows(
  source: Source,
  config: Config,
  counts: FeatureTableCounts,
  signal: AbortSignal,
): AsyncGenerator<FeatureRow> {
  const runner = openWorkerRunner(config.algorithms);
  const { session, structure, context } = openFeatureState(config, { runner, clock: systemClock });
  const seen = new SeenEvents();
  try {
    for await (const batch of source.batches(async () => 0, config.ingest.batchMax, signal)) {
      for (const { decoded } of batch.records) {
        const item = decoded.status === 'event' ? seen.admit(decoded.event, counts) : null;
        if (decoded.status === 'bad') counts.deadLetters += 1;
        if (item === null || decoded.status === 'bad') continue;
        const arrival = applyEvent(session, item, seen.targets);
        if (arrival === null) continue;
        context.begin(arrival);
        counts.rows += 1;
        yield {
          id: item.event.id,
          at: item.event.at,
          seq: item.seq,
          truth: decoded.truth ?? null,
          vector: computeVector(context),
        };
        await structure.observeTransfer();
      }
    }
  } finally {
    await runner.close();
  }
}

/** Stands in for the graph store's memory of ids where there is no store. */
class SeenEvents {
  readonly targets = new Map<string, ReversalTarget>();
  readonly #hashes = new Map<string, string>();
  #seq = 0;

  /** The event with its sequence number, null when the graph store would not have stored it. */
  admit(event: GraphEvent, counts: FeatureTableCounts): SequencedEvent | null {
    const hash = contentHash(event);
    const known = this.#hashes.get(event.id);
    if (known === hash) counts.duplicates += 1;
    const unknownTarget = event.kind === 'reversal' && !this.targets.has(event.reverses);
    if ((known !== undefined && known !== hash) || unknownTarget) counts.deadLetters += 1;
    if (known !== undefined || unknownTarget) return null;
    this.#hashes.set(event.id, hash);
    this.#seq += 1;
    if (event.kind === 'transfer') {
      this.targets.set(event.id, { seq: this.#seq, from: accountKey(event.from), to: accountKey(event.to) });
    }
    return { seq: this.#seq, event };
  }
}
