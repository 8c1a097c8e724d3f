import { present } from '../../base/assert.ts';
import type { GraphEvent } from '../../graph/model/event.ts';
import type { PositionOf, Source, SourceBatch, SourceRecord } from '../../ingest/source.ts';
import { encodeEvent } from '../../ingest/validate/encode-event.ts';
import type { DeadLetter } from '../../ledger/model.ts';
import type { Engine, EngineBatch, EngineOutcome } from './engine.ts';

/** One batch of a source with what became of it. */
export interface IngestedBatch {
  readonly batch: SourceBatch;
  /** Aligned with the batch's good records. */
  readonly events: readonly GraphEvent[];
  readonly outcome: EngineOutcome;
}

/**
 * Runs a source through the engine from its positions on, with at most `queueMax` batches under way, and yields each batch
 * in order once it is committed and acknowledged. Ends when the source ends or `signal` aborts; what was given out by then is committed.
 */
export async function* ingestSource(
  engine: Engine,
  source: Source,
  options: {
    readonly positionOf: PositionOf;
    readonly batchMax: number;
    readonly queueMax: number;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<IngestedBatch> {
  const underWay: Promise<IngestedBatch>[] = [];
  for await (const batch of source.batches(options.positionOf, options.batchMax, options.signal)) {
    const running = ingestBatch(engine, source, batch);
    running.catch(() => {}); // observed when its turn to be yielded comes
    underWay.push(running);
    if (underWay.length >= options.queueMax) yield await present(underWay.shift(), 'batch');
  }
  for (const running of underWay) yield await running;
}

async function ingestBatch(engine: Engine, source: Source, batch: SourceBatch): Promise<IngestedBatch> {
  if (batch.decodeUs !== undefined) engine.observers.stage('decode', batch.decodeUs, batch.records.length);
  const { events, prepared } = prepare(batch);
  const outcome = await engine.process(prepared);
  await source.acknowledge(batch);
  return { batch, events, outcome };
}

function prepare(batch: SourceBatch): { events: GraphEvent[]; prepared: EngineBatch } {
  const events: GraphEvent[] = [];
  const records: SourceRecord[] = [];
  const deadLetters: DeadLetter[] = [];
  for (const record of batch.records) {
    const { decoded } = record;
    if (decoded.status === 'event') {
      events.push(decoded.event);
      records.push(record);
    } else {
      deadLetters.push(deadLetter(batch.source, record, decoded, present(record.raw, 'raw bytes')));
    }
  }
  const prepared: EngineBatch = {
    events,
    deadLetters,
    positions: [{ source: batch.source, position: batch.endPosition }],
    refuse: (place, reason) => {
      const record = present(records[place], 'record');
      const raw = record.raw ?? Buffer.from(encodeEvent(present(events[place], 'event')));
      return deadLetter(batch.source, record, reason, raw);
    },
  };
  return { events, prepared };
}

function deadLetter(
  source: string,
  { position, envelope }: SourceRecord,
  { code, message }: Pick<DeadLetter, 'code' | 'message'>,
  raw: Uint8Array,
): DeadLetter {
  return { source, position, code, message, raw, envelope: envelope ?? null };
}
