import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import type { GraphEvent } from '../../graph/model/event.ts';
import type { Source, SourceRecord } from '../../ingest/source.ts';
import { encodeEvent } from '../../ingest/validate/encode-event.ts';
import { sampleEnvelope, sampleTransfer } from '../../ledger/ledger.samples.ts';
import { openService, type Service } from '../open-service.ts';
import { ingestSource } from './ingest-source.ts';

let folder: string;
let service: Service;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anel-ingest-'));
  service = await openService(parseConfig({ data: folder }), systemClock, openLog('silent'));
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

/** A source of one batch. */
function sourceOf(id: string, records: readonly SourceRecord[]): Source {
  return {
    id,
    total: records.length,
    batches: async function* () {
      yield { source: id, records, endPosition: records.length };
    },
    acknowledge: async () => {},
    close: async () => {},
  };
}

const good = (event: GraphEvent) => ({ status: 'event', event }) as const;

it('gives a dead letter the bytes and the envelope of its record, whether it was bad or refused', async () => {
  const { event } = sampleTransfer(1);
  const changed = { ...event, at: event.at + 1 };
  const raw = Uint8Array.from([123, 255]);
  const bad = { status: 'bad', code: 'FIELD_INVALID', message: 'no' } as const;
  const records: SourceRecord[] = [
    { position: 0, raw: null, decoded: good(event) },
    { position: 1, raw, envelope: sampleEnvelope, decoded: bad },
    { position: 2, raw, envelope: sampleEnvelope, decoded: good(changed) },
    { position: 3, raw: null, decoded: good(changed) },
    { position: 4, raw, decoded: bad },
  ];
  const { signal } = new AbortController();
  const options = { positionOf: async () => 0, batchMax: 10, queueMax: 1, signal };
  for await (const { outcome } of ingestSource(service.engine, sourceOf('s', records), options)) {
    expect(outcome.outcomes.map(({ status }) => status)).toEqual(['stored', 'refused', 'refused']);
  }
  const { items } = await service.ledger.deadLetters('s', { cursor: null, limit: 10 });
  const encoded = new Uint8Array(Buffer.from(encodeEvent(changed)));
  expect(items.map(({ value }) => [value.position, value.code, value.raw, value.envelope])).toEqual([
    [1, 'FIELD_INVALID', raw, sampleEnvelope],
    [2, 'ID_CONFLICT', raw, sampleEnvelope],
    [3, 'ID_CONFLICT', encoded, null],
    [4, 'FIELD_INVALID', raw, null],
  ]);
});
