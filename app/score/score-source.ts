import { present } from '../../base/assert.ts';
import type { GraphEvent } from '../../graph/model/event.ts';
import type { Decoded, PositionOf, Source, SourceBatch } from '../../ingest/source.ts';
import type { Ledger } from '../../ledger/model.ts';
import type { Decision } from '../../scoring/decision-model.ts';
import type { EngineOutcome } from '../engine/engine.ts';
import { type IngestedBatch, ingestSource } from '../engine/ingest-source.ts';
import type { Service } from '../open-service.ts';
import { FirstRecords } from './first-records.ts';
import { Tally } from './tally.ts';

type GoodRecord = Decoded & { readonly status: 'event' };

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
 * is the same whether it was done in one run or in several, however they ended.
 */
export async function scoreSource(
  service: Service,
  source: Source,
  options: ScoreOptions,
): Promise<ScoreResult> {
  const tally = new Tally();
  const finished = await service.ledger.position(source.id);
  const total = Math.min(source.total ?? Number.POSITIVE_INFINITY, options.limit ?? Number.POSITIVE_INFINITY);
  const run = {
    ...options,
    service,
    tally,
    total: Number.isFinite(total) ? total : null,
    firsts: new FirstRecords(),
  };
  if (finished > 0) await recall(source, Math.min(finished, total), run);
  const startUs = service.clock.monotonicUs();
  const before = tally.counts.records;
  if (finished < total) await processRest(source, finished, run);
  const elapsedMs = (service.clock.monotonicUs() - startUs) / 1000;
  return { tally, resumedFrom: before, processed: tally.counts.records - before, elapsedMs };
}

type Run = ScoreOptions & {
  readonly service: Service;
  readonly tally: Tally;
  readonly total: number | null;
  readonly firsts: FirstRecords;
};

async function processRest(source: Source, from: number, run: Run): Promise<void> {
  const { engine, config } = run.service;
  const { batchMax, queueMax } = config.ingest;
  const limited = run.total === null ? source : limitedTo(source, run.total);
  for await (const ingested of ingestSource(engine, limited, {
    positionOf: async () => from,
    batchMax,
    queueMax,
    signal: run.signal,
  })) {
    await count(ingested, run);
    run.onProgress(run.tally.counts.records, run.total, run.tally);
  }
}

async function count({ batch, events, outcome }: IngestedBatch, run: Run): Promise<void> {
  const decisions = await decisionsOf(events, outcome, run.service.ledger);
  let place = 0;
  for (const { decoded } of batch.records) {
    if (decoded.status === 'bad') {
      countDead(run);
      continue;
    }
    const result = present(outcome.outcomes[place], 'outcome');
    place += 1;
    if (result.status === 'refused') countDead(run);
    else await countEvent(decoded, decisions.get(decoded.event.id) ?? null, run);
  }
}

/** The decisions about a batch's transfers: those of this moment, and from the ledger those of repeats and of a start after a crash. */
async function decisionsOf(
  events: readonly GraphEvent[],
  { outcomes, decisions }: EngineOutcome,
  ledger: Ledger,
): Promise<ReadonlyMap<string, Decision>> {
  const found = new Map(decisions.map((decision) => [decision.transactionId, decision]));
  const missing = new Set<string>();
  for (const [place, { kind, id }] of events.entries()) {
    if (kind === 'transfer' && outcomes[place]?.status === 'duplicate' && !found.has(id)) missing.add(id);
  }
  if (missing.size === 0) return found;
  for (const [id, decision] of await ledger.decisions([...missing])) found.set(id, decision);
  return found;
}

function countDead({ tally }: Run): void {
  tally.counts.records += 1;
  tally.counts.deadLetters += 1;
}

async function countEvent({ event, truth }: GoodRecord, decision: Decision | null, run: Run): Promise<void> {
  const { counts } = run.tally;
  counts.records += 1;
  if (!run.firsts.isFirst(event, decision?.seq ?? null)) counts.duplicates += 1;
  else if (event.kind === 'reversal') counts.reversals += 1;
  else if (event.kind === 'label') counts.labels += 1;
  else if (event.kind !== 'transfer') counts.activities += 1;
  else {
    const made = present(decision, 'decision');
    counts.transactions += 1;
    run.tally.decision(made, truth?.fraud ?? null);
    await run.onDecision(made);
  }
}

/** Counts what is already in the ledger, without processing it again. */
async function recall(source: Source, until: number, run: Run): Promise<void> {
  const { ledger, config } = run.service;
  const dead = await deadPositions(ledger, source.id, config.ledger.pageMax);
  for await (const batch of limitedTo(source, until).batches(
    async () => 0,
    config.ingest.batchMax,
    run.signal,
  )) {
    const decisions = await ledger.decisions(transferIds(batch));
    for (const { decoded, position } of batch.records) {
      if (decoded.status === 'bad' || dead.has(position)) countDead(run);
      else await countEvent(decoded, decisions.get(decoded.event.id) ?? null, run);
    }
    run.onProgress(run.tally.counts.records, run.total, run.tally);
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
  async function* batches(positionOf: PositionOf, batchMax: number, signal: AbortSignal) {
    for await (const batch of source.batches(positionOf, batchMax, signal)) {
      if (batch.endPosition < until) {
        yield batch;
        continue;
      }
      const records = batch.records.slice(0, batch.records.length - (batch.endPosition - until));
      if (records.length > 0) yield { ...batch, records, endPosition: until };
      return;
    }
  }
  return {
    id: source.id,
    total: until,
    batches,
    acknowledge: (batch) => source.acknowledge(batch),
    close: () => source.close(),
  };
}
