import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Decision } from '../../scoring/decision-model.ts';
import { featureManifest } from '../../scoring/features/registry.ts';
import { writeSimulation } from '../../simulator/write.ts';
import { mixedFile } from './mixed-file.ts';
import { anelJson } from './run-anel.ts';
import { Places, temporaryFolder, testTimeoutMs } from './test-data.ts';

const folder = temporaryFolder();
const settings = { session: { structureEveryTransfers: 150 } };
let places: Places;

beforeAll(async () => {
  places = await Places.open(folder);
}, testTimeoutMs);
afterAll(() => places.close(), testTimeoutMs);

interface Table {
  readonly head: readonly string[];
  readonly rows: ReadonlyMap<string, { readonly head: readonly string[]; readonly vector: Float64Array }>;
}

function readTable(path: string): Table {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const rows = lines.map((line) => {
    const cells = line.split(',');
    const [id = ''] = cells;
    return [id, { head: cells.slice(0, 4), vector: Float64Array.from(cells.slice(4), Number) }] as const;
  });
  return { head: head.split(','), rows: new Map(rows) };
}

test('the table holds the vectors of the live decisions, bit for bit', async () => {
  await writeSimulation({ accounts: 150, transactions: 900, rings: 4, days: 12, seed: 88 }, 'jsonl', folder);
  const file = join(folder, 'input.jsonl');
  const simulated = readFileSync(join(folder, 'transactions.jsonl'), 'utf8');
  // Repeats, refusals and reversals change what later rows see: they have to be the same on both sides.
  writeFileSync(file, Buffer.concat([Buffer.from(simulated), mixedFile().bytes]));
  const place = await places.place('live', settings);
  const out = join(folder, 'features.csv');
  const summary = await anelJson(['features', file, '--format', 'jsonl', '--out', out, ...place.options]);
  const scored = await anelJson(['score', file, '--format', 'jsonl', ...place.options]);

  const manifest = featureManifest();
  const table = readTable(out);
  expect(summary).toMatchObject({
    out,
    rows: 904,
    features: manifest.features.length,
    featureSetHash: manifest.hash,
  });
  expect([summary['duplicates'], summary['deadLetters']]).toEqual([
    scored['duplicates'],
    scored['deadLetters'],
  ]);
  expect(table.head).toEqual(['id', 'at', 'seq', 'label', ...manifest.features.map(({ name }) => name)]);
  expect(JSON.parse(readFileSync(`${out}.manifest.json`, 'utf8'))).toEqual(manifest);
  expect(existsSync(`${out}.partial`)).toBe(false);

  const decisions: Decision[] = [];
  for await (const page of place.ledger.decisionsAfter(0, 500)) decisions.push(...page);
  expect([...table.rows.keys()]).toEqual(decisions.map(({ transactionId }) => transactionId));
  for (const { transactionId, seq, at, features } of decisions) {
    const row = table.rows.get(transactionId);
    expect(row?.head.slice(1, 3)).toEqual([String(at), String(seq)]);
    expect(
      Buffer.from(row?.vector.buffer ?? new ArrayBuffer(0)).equals(
        Buffer.from(features.buffer, features.byteOffset, features.byteLength),
      ),
      transactionId,
    ).toBe(true);
  }
});

test('labels are 1, 0, and empty where the file has none', async () => {
  const file = join(folder, 'labels.jsonl');
  const base = {
    at: '2026-01-05T08:00:00Z',
    from: { account: 'a' },
    to: { account: 'b' },
    amount: '1.00',
    currency: 'EUR',
    format: 'ACH',
  };
  const lines = [
    { ...base, id: 'p', truth: { fraud: true } },
    { ...base, id: 'n', truth: { fraud: false } },
    { ...base, id: 'u' },
  ];
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const out = join(folder, 'labels.csv');
  await anelJson(['features', file, '--format', 'jsonl', '--out', out]);
  expect([...readTable(out).rows.values()].map(({ head }) => [head[0], head[3]])).toEqual([
    ['p', '1'],
    ['n', '0'],
    ['u', ''],
  ]);
});
