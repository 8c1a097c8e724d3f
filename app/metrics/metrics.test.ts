import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import { openLog } from '../../base/log.ts';
import { packagePath } from '../../base/package-root.ts';
import { formatByName } from '../../ingest/formats/registry.ts';
import { openFileSource } from '../../ingest/sources/file/file-source.ts';
import { openEngine } from '../engine/open-engine.ts';
import { type ServedApi, serveApi } from '../live/serve-api.ts';
import { openService, type Service } from '../open-service.ts';
import { openInProcess } from '../redis/open-redis.ts';
import { scoreSource } from '../score/score-source.ts';
import { version } from '../version.ts';
import { Metrics } from './metrics.ts';

/** The samples of a text in the Prometheus format, by name and labels as they are written. */
function samplesOf(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/^# TYPE (anel_\w+) /gm)].map((match) => match[1] ?? '').sort();
}

const transfer = (id: string, at: string, from: string, to: string) =>
  JSON.stringify({
    id,
    at,
    from: { account: from },
    to: { account: to },
    amount: '10.00',
    currency: 'EUR',
    format: 'ACH',
  });

describe('a service that scores', () => {
  let folder: string;
  let service: Service;
  let api: ServedApi;
  let detach: () => Promise<void>;
  const metrics = new Metrics({ version: version(), clock: systemClock });
  const read = async () => (await fetch(`${api.url}/metrics`)).text();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anel-metrics-'));
    const config = parseConfig({ data: join(folder, 'data'), api: { port: 0 }, ingest: { batchMax: 4 } });
    service = await openService(config, systemClock, openLog('silent'));
    const shared = openInProcess(config, systemClock);
    api = await serveApi({ ...service, shared, metrics });
  }, 60_000);

  afterAll(async () => {
    await api.close();
    await service.close();
    rmSync(folder, { recursive: true });
  }, 60_000);

  async function score(lines: readonly string[], scoring = service): Promise<void> {
    const path = join(folder, 'transactions.jsonl');
    writeFileSync(path, `${lines.join('\n')}\n`);
    const source = await openFileSource({
      path,
      format: formatByName('jsonl'),
      config: service.config.ingest,
      temporaryFolder: join(folder, 'sort'),
    });
    const { signal } = new AbortController();
    await scoreSource(scoring, source, { limit: null, signal, onProgress: () => {}, onDecision: () => {} });
    await source.close();
  }

  test('standing by: who scores is known, the session is not', async () => {
    const samples = samplesOf(await read());
    expect(samples.get('anel_scorer_active')).toBe(0);
    expect(samples.has('anel_lease_epoch_number')).toBe(false);
    expect(samples.has('anel_window_transfers')).toBe(false);
    expect(samples.has('anel_redis_connected')).toBe(false);
    expect(samples.get(`anel_build_info{version="${version()}"}`)).toBe(1);
    expect(samples.get('process_start_time_seconds')).toBeGreaterThan(0);
  });

  test('scoring: what passed each stage, what was decided and refused, and how large everything is', async () => {
    detach = api.attach(service);
    const lines = [0, 1, 2, 3, 4, 5].map((n) => transfer(`t${n}`, `2026-01-01T00:0${n}:00Z`, `a${n}`, 'hub'));
    await score([
      ...lines,
      lines[0] ?? '',
      '{"kind":"transfer"}',
      '{',
      transfer('t0', '2026-01-01T00:09:00Z', 'x', 'y'),
    ]);
    const samples = samplesOf(await read());
    const stage = (name: string, part: 'sum' | 'count') =>
      samples.get(`anel_stage_batch_records_${part}{stage="${name}"}`);
    // Ten records in batches of four; two are no events, of the eight events one is known and one contradicts what is known.
    expect(stage('store', 'count')).toBe(3);
    expect(stage('store', 'sum')).toBe(8);
    expect(stage('score', 'sum')).toBe(6);
    expect(stage('commit', 'sum')).toBe(9);
    expect(samples.get('anel_stage_seconds_count{stage="score"}')).toBe(3);
    expect(samples.get('anel_stage_seconds_sum{stage="score"}')).toBeGreaterThan(0);
    expect(samples.get('anel_decisions_total{verdict="ALLOW"}')).toBe(6);
    expect(samples.get('anel_score_seconds_count')).toBe(6);
    expect(samples.get('anel_duplicates_total')).toBe(1);
    expect(samples.get('anel_dead_letters_total{code="ID_CONFLICT"}')).toBe(1);
    expect(samples.get('anel_dead_letters_total{code="RECORD_UNREADABLE"}')).toBe(1);
    expect(samples.get('anel_window_transfers')).toBe(6);
    expect(samples.get('anel_session_accounts')).toBe(7);
    expect(samples.get('anel_session_pairs')).toBe(6);
    expect(samples.get('anel_sequence_number')).toBe(6);
    expect(samples.get('anel_scorer_active')).toBe(1);
    expect(samples.get('anel_lease_epoch_number')).toBe(service.lease.epoch);
    const pool = (state: string) => samples.get(`anel_pool_connections{part="ledger",state="${state}"}`) ?? 0;
    expect(pool('in_use') + pool('idle')).toBeGreaterThan(0);
    expect(samples.get('anel_pool_waiting_requests{part="ledger"}')).toBe(0);
    expect(samples.has('anel_pool_connections{part="graph",state="idle"}')).toBe(false);
  });

  test('the page has the metrics of the real text, and no other', async () => {
    const page = readFileSync(packagePath('docs', 'metrics.md'), 'utf8');
    const onPage = [...page.matchAll(/^\| `(anel_\w+)`/gm)].map((match) => match[1] ?? '').sort();
    expect(namesIn(await read())).toEqual(onPage);
    expect(new Set(onPage).size).toBe(onPage.length);
  });

  test('a retry is counted by stage and code', async () => {
    let failures = 2;
    const unreliable = new Proxy(service.graph, {
      get: (store, name) => {
        if (name !== 'append') {
          const value: unknown = Reflect.get(store, name, store);
          return typeof value === 'function' ? value.bind(store) : value;
        }
        return (...batch: Parameters<typeof store.append>) => {
          failures -= 1;
          if (failures >= 0) throw new AnelError('GRAPH_STORE_UNAVAILABLE', 'appending: it is away');
          return store.append(...batch);
        };
      },
    });
    const { config, clock, log, ledger } = service;
    const { engine, close } = await openEngine({ graph: unreliable, ledger }, config, clock, log);
    const stop = metrics.observe(engine);
    await score([transfer('other', '2026-01-03T00:00:00Z', 'p', 'q')], { ...service, engine });
    stop();
    await close();
    expect(
      samplesOf(await read()).get('anel_stage_retries_total{stage="store",code="GRAPH_STORE_UNAVAILABLE"}'),
    ).toBe(2);
  });

  test('detached: its numbers are gone, the counts stay', async () => {
    await detach();
    const samples = samplesOf(await read());
    expect(samples.has('anel_window_transfers')).toBe(false);
    expect(samples.get('anel_scorer_active')).toBe(0);
    expect(samples.get('anel_score_seconds_count')).toBeGreaterThanOrEqual(6);
  });
});
