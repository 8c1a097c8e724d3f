import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import { openLog } from '../../base/log.ts';
import type { GraphEvent } from '../../graph/model/event.ts';
import { sampleTransfer } from '../../ledger/ledger.samples.ts';
import { openService, type Service } from '../open-service.ts';

let folder: string;
let service: Service;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anel-engine-'));
  const config = parseConfig({ data: folder, ingest: { retryBaseMs: 1 } });
  service = await openService(config, systemClock, openLog('silent'));
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

const process = (events: readonly GraphEvent[]) =>
  service.engine.process({ events, refuse: null, deadLetters: [], positions: [] });

it('waits for a graph that goes away between the storing of a reversal and its scoring', async () => {
  const { graph, engine, ledger } = service;
  const { event } = sampleTransfer(1);
  await process([event]);
  const read = graph.transfers.bind(graph);
  let failures = 2;
  graph.transfers = (ids) => {
    failures -= 1;
    if (failures < 0) return read(ids);
    return Promise.reject(new AnelError('GRAPH_STORE_UNAVAILABLE', 'reading transfers: the server is away'));
  };
  const { at, seenAt, id } = event;
  await process([{ kind: 'reversal', id: 'undo', at, seenAt, reverses: id }]);
  graph.transfers = read;
  expect(failures).toBeLessThan(0);
  expect(engine.healthy).toBe(true);
  expect(await ledger.lastSeq()).toBe(2);
});
