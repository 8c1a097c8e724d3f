import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openService } from '../../app/open-service.ts';
import { scoreSource } from '../../app/score/score-source.ts';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import { formatByName } from '../../ingest/formats/registry.ts';
import { openFileSource } from '../../ingest/sources/file/file-source.ts';
import { writeSimulation } from '../../simulator/write.ts';
import { Places, type Settings, temporaryFolder, testTimeoutMs } from './test-data.ts';

const simulation = { accounts: 200, transactions: 1500, rings: 5, days: 14, seed: 404 };
const told = { activities: 0.8, takeovers: 4 };
const folder = temporaryFolder();
let places: Places;

beforeAll(async () => {
  places = await Places.open(folder);
  const written = await writeSimulation({ ...simulation, ...told }, 'jsonl', folder);
  expect(written.activities).toBeGreaterThan(1000);
}, testTimeoutMs);
afterAll(() => places.close(), testTimeoutMs);

/** Scores the simulation, authentications and logs among it, with these settings, closing and opening everything again at the given records. */
async function outcome(name: string, settings: Settings, stops: readonly number[] = []) {
  const place = await places.place(name, settings);
  const config = parseConfig(place.settings);
  for (const limit of [...stops, null]) {
    const service = await openService(config, systemClock, openLog('silent'));
    const quiet = { onDecision: () => {}, onProgress: () => {}, signal: new AbortController().signal };
    const source = await openFileSource({
      path: join(folder, 'transactions.jsonl'),
      format: formatByName('jsonl'),
      config: config.ingest,
      temporaryFolder: service.folder.temporary,
    });
    await scoreSource(service, source, { limit, ...quiet });
    await source.close();
    await service.close();
  }
  const { ledger, schema } = place;
  const events = async (table: string) =>
    (await schema.sql(`select * from ${table} order by seq, ordinal`)).map((row) => ({
      ...row,
      audit_number: 0,
    }));
  return {
    digest: await ledger.decisionsDigest(),
    rings: await events('ring_event'),
    alerts: await events('alert_event'),
    open: await ledger.openState(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY),
  };
}

/** Communities, and limits of activities, that come into play in so short a stream. */
const often = {
  structureEveryTransfers: 200,
  structureDelayTransfers: 60,
  activitiesMax: 150,
  activitiesPerAccountMax: 4,
};

test('batch sizes and restarts do not show in decisions, rings and alerts', async () => {
  const expected = await outcome('plain', { session: often });
  expect(expected.alerts.length).toBeGreaterThan(0);
  const ways: [string, Settings, number[]][] = [
    ['one-by-one', { session: often, ingest: { batchMax: 1 } }, []],
    ['batches-of-64', { session: often, ingest: { batchMax: 64, queueMax: 1 } }, []],
    ['one-row', { session: often, scoring: { modelBatchMax: 1 } }, []],
    ['odd-rows', { session: often, ingest: { batchMax: 100 }, scoring: { modelBatchMax: 7 } }, []],
    ['restarts', { session: { ...often, replayPage: 97 } }, [1, 333, 1100, 2000]],
  ];
  for (const [name, settings, stops] of ways)
    expect(await outcome(join(name), settings, stops), name).toEqual(expected);
});
