import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSimulation } from '../../simulator/write.ts';
import { eventually } from './eventually.ts';
import { anelJson, runAnel, startAnel } from './run-anel.ts';
import { Places, temporaryFolder, testTimeoutMs } from './test-data.ts';

const folder = temporaryFolder();
const file = join(folder, 'transactions.jsonl');
const out = join(folder, 'decisions.jsonl');
let places: Places;

beforeAll(async () => {
  places = await Places.open(folder);
  await writeSimulation({ accounts: 400, transactions: 4000, rings: 6, days: 15, seed: 9 }, 'jsonl', folder);
}, testTimeoutMs);
afterAll(() => places.close(), testTimeoutMs);

test('Ctrl-C ends a run cleanly, and the next one goes on to the same end', async () => {
  const settings = { ingest: { batchMax: 32 } };
  const place = await places.place('interrupted', settings);
  const args = ['score', file, '--format', 'jsonl', '--decisions', out, ...place.options];
  const source = (
    await anelJson<{ source: string }>([...args.slice(0, 4), ...place.options, '--limit', '10'])
  ).source;

  const running = startAnel([...args, '--json']);
  await eventually('some decisions', async () =>
    (await place.ledger.position(source)) > 400 ? true : undefined,
  );
  running.interrupt();
  const { code, signal, stdout, stderr } = await running.ended;
  expect({ code, signal, stderr }).toEqual({
    code: 1,
    signal: null,
    stderr: 'interrupted: run the same command again to go on where it stopped\n',
  });
  const counted = JSON.parse(stdout) as { records: number; decisions: number };
  expect(counted.records).toBeLessThan(4000);
  expect(await place.ledger.counts()).toMatchObject({
    decisions: counted.decisions,
    lastSeq: counted.records,
  });
  expect([existsSync(out), existsSync(`${out}.partial`), existsSync(join(place.data, 'lock'))]).toEqual([
    false,
    false,
    false,
  ]);

  const second = await anelJson(args);
  expect(second).toMatchObject({ records: 4000, decisions: 4000, resumedFrom: counted.records });
  expect(existsSync(out)).toBe(true);

  const undisturbed = await places.place('undisturbed', settings);
  const whole = await anelJson(['score', file, '--format', 'jsonl', ...undisturbed.options]);
  expect(await place.ledger.decisionsDigest()).toBe(await undisturbed.ledger.decisionsDigest());
  expect(second['verdicts']).toEqual(whole['verdicts']);
  expect(await anelJson(['verify', ...place.options])).toMatchObject({ ok: true });
});

test('Ctrl-C while the process starts leaves nothing behind', async () => {
  const data = join(folder, 'early');
  const running = startAnel([
    'score',
    file,
    '--format',
    'jsonl',
    '--data',
    data,
    '--decisions',
    join(folder, 'early.jsonl'),
  ]);
  await eventually('the lock', () => (existsSync(join(data, 'lock')) ? true : undefined));
  running.interrupt();
  const { code, stderr } = await running.ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^(anel: INTERRUPTED: |interrupted: ).*\n$/);
  expect([existsSync(join(data, 'lock')), existsSync(join(folder, 'early.jsonl'))]).toEqual([false, false]);
  const { code: again } = await runAnel(['verify', '--data', data]);
  expect(again).toBe(0);
});
