import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type CheckResult, checkWaitMs } from '../../base/check.ts';
import { takeDataFolder } from '../data-folder.ts';
import { checkCommand } from './check.ts';
import { runCommand } from './testing/run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'anel-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function checks(
  ...set: string[]
): Promise<{ ok: boolean; code: number; part: (name: string) => CheckResult }> {
  const { code, lines } = await runCommand(checkCommand, { json: true, set });
  const { ok, checks: results } = JSON.parse(lines[0] ?? '') as { ok: boolean; checks: CheckResult[] };
  return { ok, code, part: (name) => results.find(({ part }) => part === name) as CheckResult };
}

test('what is embedded is whole, and nothing is made', async () => {
  const data = join(folder, 'new', 'data');
  const { code, lines } = await runCommand(checkCommand, { data });
  expect(code).toBe(0);
  expect(lines.map((line) => line.replace(/\s{2,}.*/, ''))).toEqual(Array(7).fill('ok'));
  expect(lines.map((line) => line.split(/\s{2,}/)[1])).toEqual([
    'data folder',
    'rules',
    'model',
    'graph store',
    'ledger',
    'kafka',
    'redis',
  ]);
  expect(existsSync(join(folder, 'new'))).toBe(false);
});

test('a folder that is in use says by whom, and stays usable', async () => {
  const data = join(folder, 'used');
  const taken = takeDataFolder(data);
  const { part } = await checks(`data=${data}`);
  taken.release();
  expect(part('data folder')).toMatchObject({
    state: 'ok',
    detail: expect.stringContaining(`in use by process ${process.pid}`),
  });
});

test('a folder below a file, wrong rules and a missing model fail with what to do', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const rules = join(folder, 'rules');
  mkdirSync(rules);
  writeFileSync(join(rules, 'broken.yaml'), 'nonsense: true\n');
  const model = join(folder, 'no-model');
  const { ok, code, part } = await checks(
    `data=${join(file, 'data')}`,
    `scoring.rules=${rules}`,
    `scoring.model=${model}`,
  );
  expect({ ok, code }).toEqual({ ok: false, code: 1 });
  expect(part('data folder')).toMatchObject({ state: 'failed', advice: expect.stringContaining('--data') });
  expect(part('graph store').state).toBe('failed');
  expect(part('rules')).toMatchObject({ state: 'failed', detail: expect.stringContaining('broken.yaml') });
  expect(part('model')).toMatchObject({ state: 'failed', advice: expect.stringContaining('npm run train') });
});

test('a private PostgreSQL of another version fails', async () => {
  const data = join(folder, 'old');
  mkdirSync(join(data, 'ledger', 'cluster'), { recursive: true });
  writeFileSync(join(data, 'ledger', 'cluster', 'PG_VERSION'), '17\n');
  const { part } = await checks(`data=${data}`);
  expect(part('ledger')).toMatchObject({ state: 'failed', detail: expect.stringContaining('"17"') });
});

let server: Server | null = null;
afterEach(() => server?.close());

test('servers that take a connection and never answer end in time, each named with what to do', {
  timeout: 3 * checkWaitMs,
}, async () => {
  server = createServer();
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const startMs = performance.now();
  const { code, part } = await checks(
    `data=${join(folder, 'silent')}`,
    'graph.store=neo4j',
    'graph.neo4j.password=tiger',
    `graph.neo4j.url=bolt://127.0.0.1:${port}`,
    `ledger.url=postgres://anel:tiger@127.0.0.1:${port}/anel`,
    `kafka.brokers=127.0.0.1:${port}`,
    `redis.url=redis://:tiger@127.0.0.1:${port}`,
  );
  expect(performance.now() - startMs).toBeLessThan(checkWaitMs + 2000);
  expect(code).toBe(1);
  for (const name of ['graph store', 'ledger', 'kafka', 'redis']) {
    expect(part(name)).toMatchObject({ state: 'failed', advice: expect.stringMatching(/see whether/) });
    expect(JSON.stringify(part(name))).not.toContain('tiger');
  }
});
