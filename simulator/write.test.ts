import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { simulationFormats } from './formats/registry.ts';
import { simulationFormatNames } from './formats/simulation-format.ts';
import { simulate } from './simulate.ts';
import { writeSimulation } from './write.ts';

const options = { accounts: 600, transactions: 12_000, rings: 10, seed: 5 };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anel-simulation-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const read = (name: string) => readFile(join(folder, name), 'utf8');
const linesOf = async (name: string) => (await read(name)).trimEnd().split('\n');

async function digest(names: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const name of names) hash.update(await read(name));
  return hash.digest('hex');
}

interface RingsFile {
  readonly rings: {
    ringId: string;
    members: string[];
    transfers: string[];
    lines: number[];
    typology: string;
  }[];
}
const ringsOf = async () => JSON.parse(await read('rings.json')) as RingsFile;

describe.each(simulationFormatNames)('%s', (name) => {
  test('writes one line a transfer, a label for each, the rings, and nothing else', async () => {
    const written = await writeSimulation(options, name, folder);
    const format = simulationFormats[name];
    const lines = await linesOf(format.file);
    expect(lines).toHaveLength(options.transactions + (format.header === null ? 0 : 1));
    if (format.header !== null) expect(lines[0]).toBe(format.header);
    expect(await linesOf('labels.csv')).toHaveLength(options.transactions + 1);
    expect((await ringsOf()).rings).toHaveLength(options.rings);
    expect((await readdir(folder)).sort()).toEqual([...written.files].sort());
    expect(written).toMatchObject({ transactions: options.transactions, rings: options.rings });
  });

  test('writes the same bytes twice', async () => {
    const first = await digest((await writeSimulation(options, name, folder)).files);
    const second = await digest((await writeSimulation(options, name, folder)).files);
    expect(second).toBe(first);
  });

  test('the labels, the rings and the line numbers agree', async () => {
    await writeSimulation(options, name, folder);
    const labels = (await linesOf('labels.csv')).slice(1).map((line) => line.split(','));
    const { rings } = await ringsOf();
    for (const ring of rings) {
      const rows = labels.filter(([, , ringId]) => ringId === ring.ringId);
      expect(rows.map(([id]) => id)).toEqual(ring.transfers);
      expect(rows.map(([, , , , line]) => Number(line))).toEqual(ring.lines);
      expect(rows.every(([, fraud, , typology]) => fraud === '1' && typology === ring.typology)).toBe(true);
    }
    expect(labels.filter(([, fraud]) => fraud === '1')).toHaveLength(
      rings.flatMap((ring) => ring.lines).length,
    );
  });
});

test('jsonl carries the event and its truth', async () => {
  await writeSimulation(options, 'jsonl', folder);
  const [first] = await linesOf('transactions.jsonl');
  const event = [...simulate(options)][0]?.event;
  expect(JSON.parse(first ?? '')).toMatchObject({
    kind: 'transfer',
    id: event?.id,
    at: new Date(event?.at ?? 0).toISOString(),
    truth: { fraud: false },
  });
});

test('with activities, labels and rings still name the lines of their transfers', async () => {
  const written = await writeSimulation({ ...options, activities: 0.5, takeovers: 5 }, 'jsonl', folder);
  const lines = (await linesOf('transactions.jsonl')).map((line) => JSON.parse(line));
  const labels = (await linesOf('labels.csv')).slice(1).map((line) => line.split(','));
  expect(lines).toHaveLength(written.transactions + written.activities);
  expect(labels).toHaveLength(written.transactions);
  for (const [id, fraud, , , line] of labels) {
    expect(lines[Number(line) - 1]).toMatchObject({ kind: 'transfer', id, truth: { fraud: fraud === '1' } });
  }
  const ofRings = (await ringsOf()).rings.flatMap((ring) => ring.lines);
  expect(written.fraud).toBeGreaterThan(ofRings.length);
  expect(JSON.parse(await read('rings.json')).options).toMatchObject({ activities: 0.5, takeovers: 5 });
});

test('with labels, the rings still name the lines of their transfers', async () => {
  const written = await writeSimulation({ ...options, labels: 1, labelDelayDays: 1 }, 'jsonl', folder);
  const lines = (await linesOf('transactions.jsonl')).map((line) => JSON.parse(line));
  expect(lines).toHaveLength(written.transactions + written.labels);
  expect(lines.filter(({ kind }) => kind === 'label')).toHaveLength(written.labels);
  expect(written.labels).toBeGreaterThan(20);
  for (const ring of (await ringsOf()).rings) {
    expect(ring.lines.map((line) => lines[line - 1].id)).toEqual(ring.transfers);
  }
  expect(JSON.parse(await read('rings.json')).options).toMatchObject({ labels: 1, labelDelayDays: 1 });
});

test('without activities nothing is written of them', async () => {
  await writeSimulation({ ...options, activities: 0 }, 'jsonl', folder);
  expect(JSON.parse(await read('rings.json')).options).toEqual(simulate(options).options);
});

test.each(simulationFormatNames.filter((name) => name !== 'jsonl'))('%s refuses activities', async (name) => {
  await expect(writeSimulation({ ...options, activities: 1 }, name, folder)).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining(name),
  });
  expect(await readdir(folder)).toEqual([]);
});

test('a layout without a place for labels refuses them', async () => {
  await expect(writeSimulation({ ...options, labels: 1 }, 'paysim', folder)).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: 'cannot write labels of accounts in format "paysim"; use "jsonl"',
  });
});

test('amlworld: every row of the pattern file is a row of the transactions, marked as laundering', async () => {
  await writeSimulation(options, 'amlworld', folder);
  const transactions = new Set(await linesOf('transactions.csv'));
  const patterns = await linesOf('patterns.txt');
  const rows = patterns.filter((line) => /^\d/.test(line));
  expect(rows.every((row) => transactions.has(row) && row.endsWith(',1'))).toBe(true);
  expect(rows).toHaveLength([...transactions].filter((row) => row.endsWith(',1')).length);
  expect(patterns.filter((line) => line.startsWith('BEGIN'))).toHaveLength(options.rings);
  expect(patterns.filter((line) => line.startsWith('END'))).toHaveLength(options.rings);
});

test('amlsim: the fraud nodes are the members of rings', async () => {
  await writeSimulation(options, 'amlsim', folder);
  const nodes = (await linesOf('nodes.csv')).slice(1).map((line) => line.split(','));
  const members = new Set((await ringsOf()).rings.flatMap((ring) => ring.members));
  expect(new Set(nodes.filter(([, fraud]) => fraud === '1').map(([node]) => node))).toEqual(members);
  expect(nodes.filter(([, fraud]) => fraud === '0').every(([, , , step]) => step === '-1')).toBe(true);
});

test('paysim: what leaves and enters is what the balances say, never below zero', async () => {
  await writeSimulation(options, 'paysim', folder);
  const wrong = (await linesOf('transactions.csv')).slice(1).filter((line) => {
    const [, , amount = 0, , before = 0, after = 0, , beforeThere = 0, afterThere = 0] = line
      .split(',')
      .map(Number);
    const left = after - Math.max(0, before - amount);
    const entered = afterThere - beforeThere - amount;
    return Math.abs(left) > 0.005 || Math.abs(entered) > 0.005;
  });
  expect(wrong).toEqual([]);
});

test('progress counts up to all', async () => {
  const seen: number[] = [];
  await writeSimulation(options, 'jsonl', folder, (done, total) => {
    expect(total).toBe(options.transactions);
    seen.push(done);
  });
  expect(seen).toEqual([10_000, 12_000]);
});

describe('nothing is half-written', () => {
  test('when it is interrupted: older files stay as they were', async () => {
    await writeFile(join(folder, 'labels.csv'), 'older');
    const controller = new AbortController();
    const writing = writeSimulation(options, 'jsonl', folder, () => controller.abort(), controller.signal);
    await expect(writing).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(await readdir(folder)).toEqual(['labels.csv']);
    expect(await read('labels.csv')).toBe('older');
  });

  test('when the folder is a file', async () => {
    const taken = join(folder, 'taken');
    await writeFile(taken, '');
    await expect(writeSimulation(options, 'jsonl', taken)).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
    });
  });

  test('when a file cannot be made', async () => {
    const blocked = join(folder, 'labels.csv.partial', 'x');
    await writeSimulation({ ...options, transactions: 10, rings: 0 }, 'jsonl', blocked);
    const writing = writeSimulation(options, 'jsonl', folder);
    await expect(writing).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
    expect(await readdir(folder)).toEqual(['labels.csv.partial']);
  });

  test('when the format or an option is wrong: not even a folder', async () => {
    const absent = join(folder, 'absent');
    await expect(writeSimulation(options, 'xml', absent)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    await expect(writeSimulation({ rings: -1 }, 'jsonl', absent)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
