import { present } from '../../base/assert.ts';
import type { Source, SourceBatch, SourceRecord } from '../../ingest/source.ts';
import type { Ledger } from '../../ledger/model.ts';
import type { Decision } from '../../scoring/decision-model.ts';
import { type IngestedBatch, ingestSource } from '../engine/ingest-source.ts';
import type { Service } from '../open-service.ts';
import { Tally } from './tally.ts';

/** Told after each batch: records done of records in total. */
export type ScoreProgress = (done: number, total: number | null, tally: Tally) => void;

export interface ScoreOptions {
  /** Stops after this many records of the source. */
  readonly limit: number | null;
  readonly signal: AbortSignal;
  readonly onProgress: ScoreProgress;
  /** Gets every decision of the source in order, those of an earlier run included. */
  readonly onDecision: (decision: Decision) => void | Promise<void>;
}

export interface ScoreResult {
  readonly tally: Tally;
  /** Records that an earlier run had finished. */
  readonly resumedFrom: number;
  /** Records of this run, and how long they took. */
  readonly processed: number;
  readonly elapsedMs: number;
}

/**
 * Scores a source to its end: first recalls from the ledger what an earlier run finished, then processes the rest. The tally
 * is the same whether it was done in one run or in several.
 */
export async function scoreSource(
  service: Service,
  source: Source,
  options: ScoreOptions,
): Promise<ScoreResult> {
  const tally = new Tally();
  const finished = await service.ledger.position(source.id);
  const total = Math.min(source.total ?? Number.POSITIVE_INFINITY, options.limit ?? Number.POSITIVE_INFINITY);
  const limits = { ...options, total: Number.isFinite(total) ? total : null };
  if (finished > 0) await recall(service, source, Math.min(finished, total), tally, limits);
  const startUs = service.clock.monotonicUs();
  const before = tally.counts.records;
  if (finished < total) await run(service, source, finished, tally, limits);
  const elapsedMs = (service.clock.monotonicUs() - startUs) / 1000;
  return { tally, resumedFrom: before, processed: tally.counts.records - before, elapsedMs };
}

type Limits = ScoreOptions & { readonly total: number | null };

async function run(
  service: Service,
  source: Source,
  from: number,
  tally: Tally,
  limits: Limits,
): Promise<void> {
  const { ingest } = service.config;
  const limited = limits.total === null ? source : limitedTo(source, limits.total);
  const { batchMax, queueMax } = ingest;
  for await (const ingested of ingestSource(service.engine, limited, {
    from,
    batchMax,
    queueMax,
    signal: limits.signal,
  })) {
    await count(ingested, tally, limits);
    limits.onProgress(tally.counts.records, limits.total, tally);
  }
}

async function count({ batch, outcome }: IngestedBatch, tally: Tally, limits: Limits): Promise<void> {
  const decided = new Map(outcome.decisions.map((decision) => [decision.seq, decision]));
  let place = 0;
  for (const record of batch.records) {
    tally.counts.records += 1;
    if (record.decoded.status === 'bad') {
      tally.counts.deadLetters += 1;
      continue;
    }
    const result = present(outcome.outcomes[place], 'outcome');
    place += 1;
    if (result.status === 'refused') {
      tally.counts.deadLetters += 1;
      continue;
    }
    const decision = decided.get(result.seq);
    decided.delete(result.seq);
    await countEvent(
      record,
      decision ?? null,
      result.status === 'stored' || decision !== undefined,
      tally,
      limits,
    );
  }
}

async function countEvent(
  { decoded }: SourceRecord,
  decision: Decision | null,
  first: boolean,
  tally: Tally,
  limits: Limits,
): Promise<void> {
  if (decoded.status !== 'event') return;
  const { counts } = tally;
  if (!first) counts.duplicates += 1;
  else if (decoded.event.kind === 'reversal') counts.reversals += 1;
  else if (decoded.event.kind !== 'transfer') counts.activities += 1;
  else {
    counts.transactions += 1;
    tally.decision(present(decision, 'decision'), decoded.truth?.fraud ?? null);
    await limits.onDecision(present(decision, 'decision'));
  }
}

/** Counts what is already in the ledger, without processing it again. */
async function recall(
  service: Service,
  source: Source,
  until: number,
  tally: Tally,
  limits: Limits,
): Promise<void> {
  const dead = await deadPositions(service.ledger, source.id, service.config.ledger.pageMax);
  let highestSeq = 0;
  for await (const batch of limitedTo(source, until).batches(
    0,
    service.config.ingest.batchMax,
    limits.signal,
  )) {
    const decisions = await service.ledger.decisions(transferIds(batch));
    for (const record of batch.records) {
      tally.counts.records += 1;
      if (record.decoded.status === 'bad' || dead.has(record.position)) {
        tally.counts.deadLetters += 1;
        continue;
      }
      const decision = decisions.get(record.decoded.event.id) ?? null;
      // Records were first decided in the order of the source, so one that was decided before its predecessor is a repeat.
      const first = decision === null || decision.seq > highestSeq;
      highestSeq = Math.max(highestSeq, decision?.seq ?? 0);
      await countEvent(record, decision, first, tally, limits);
    }
    limits.onProgress(tally.counts.records, limits.total, tally);
  }
}

async function deadPositions(ledger: Ledger, source: string, pageMax: number): Promise<ReadonlySet<number>> {
  const positions = new Set<number>();
  let cursor: string | null = null;
  for (;;) {
    const page = await ledger.deadLetters(source, { cursor, limit: pageMax });
    for (const { value } of page.items) positions.add(value.position);
    cursor = page.items.at(-1)?.cursor ?? null;
    if (!page.hasNext) return positions;
  }
}

function transferIds(batch: SourceBatch): string[] {
  const ids: string[] = [];
  for (const { decoded } of batch.records) {
    if (decoded.status === 'event' && decoded.event.kind === 'transfer') ids.push(decoded.event.id);
  }
  return [...new Set(ids)];
}

/** The source cut after `until` records in delivery order. */
function limitedTo(source: Source, until: number): Source {
  async function* batches(from: number, batchMax: number, signal: AbortSignal) {
    for await (const batch of source.batches(from, batchMax, signal)) {
      if (batch.endPosition < until) {
        yield batch;
        continue;
      }
      const records = batch.records.slice(0, batch.records.length - (batch.endPosition - until));
      if (records.length > 0) yield { ...batch, records, endPosition: until };
      return;
    }
  }
  return { id: source.id, total: until, batches, close: () => source.close() };
}
