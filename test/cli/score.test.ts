import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Summary } from '../../app/score/summary.ts';
import { formats } from '../../ingest/formats/registry.ts';
import { writeSimulation } from '../../simulator/write.ts';
import { mixedFile } from './mixed-file.ts';
import { anelJson, runAnel } from './run-anel.ts';
import { type Place, Places, temporaryFolder, testTimeoutMs } from './test-data.ts';

type Printed = Summary & { readonly deadLetterFile: string | null };

const small = { accounts: 200, transactions: 800, rings: 4, days: 12, seed: 31 };
const keys = [
  ...[
    'source',
    'records',
    'transactions',
    'reversals',
    'activities',
    'labels',
    'duplicates',
    'deadLetters',
    'decisions',
    'late',
  ],
  ...[
    'verdicts',
    'alerts',
    'rings',
    'transactionPrecision',
    'transactionRecall',
    'ringsPlanted',
    'ringsFound',
  ],
  ...[
    'falseRings',
    'precision',
    'recall',
    'recallByTypology',
    'resumedFrom',
    'throughputPerSecond',
    'latencyUs',
  ],
  ...['peakMemoryMiB', 'deadLetterFile'],
];
const lineKeys = ['id', 'at', 'score', 'decision', 'reasons', 'ringId', 'latencyUs'];

const folder = temporaryFolder();
let places: Places;

beforeAll(async () => {
  places = await Places.open(folder);
}, testTimeoutMs);
afterAll(() => places.close(), testTimeoutMs);

async function simulated(format: string): Promise<string> {
  const written = await writeSimulation(small, format, join(folder, `simulated-${format}`));
  return join(written.folder, written.files[0] ?? '');
}

function linesOf(path: string): Record<string, unknown>[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** What a summary says about the data: without the measurements and where the run began. */
function lasting({ throughputPerSecond, peakMemoryMiB, resumedFrom, ...rest }: Printed) {
  expect(peakMemoryMiB).toBeGreaterThan(0);
  expect(throughputPerSecond === null || throughputPerSecond > 0).toBe(true);
  expect(resumedFrom).toBeGreaterThanOrEqual(0);
  return rest;
}

function expectConsistent(summary: Printed): void {
  expect(Object.keys(summary).sort()).toEqual([...keys].sort());
  const {
    records,
    transactions,
    reversals,
    activities,
    labels,
    duplicates,
    deadLetters,
    decisions,
    verdicts,
  } = summary;
  expect(transactions + reversals + activities + labels + duplicates + deadLetters).toBe(records);
  expect(decisions).toBe(transactions);
  expect(verdicts.ALLOW + verdicts.REVIEW + verdicts.REJECT).toBe(decisions);
}

function score(place: Place, file: string, format: string, ...more: string[]): Promise<Printed> {
  return anelJson<Printed>(['score', file, '--format', format, ...place.options, ...more]);
}

describe('every format', () => {
  test.each(formats.map(({ name }) => name))('%s: one decision for each transaction', async (format) => {
    const place = await places.place(`format-${format}`);
    const out = join(folder, `decisions-${format}.jsonl`);
    const summary = await score(place, await simulated(format), format, '--decisions', out);
    expectConsistent(summary);
    expect(summary).toMatchObject({
      records: 800,
      transactions: 800,
      deadLetters: 0,
      late: 0,
      resumedFrom: 0,
      deadLetterFile: null,
    });
    const lines = linesOf(out);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(800);
    for (const line of lines) expect(Object.keys(line)).toEqual(lineKeys);
    const counts = await place.ledger.counts();
    expect(counts).toMatchObject({
      decisions: 800,
      allow: summary.verdicts.ALLOW,
      alerts: summary.alerts,
      lastSeq: 800,
    });
  });
});

describe('one file, however it is scored', () => {
  let file: string;
  let whole: Place;
  let first: Printed;
  const out = (name: string) => join(folder, `${name}-decisions.jsonl`);
  const withoutLatency = (name: string) => linesOf(out(name)).map(({ latencyUs: _, ...rest }) => rest);

  beforeAll(async () => {
    file = await simulated('jsonl');
    whole = await places.place('whole');
    first = await score(whole, file, 'jsonl', '--decisions', out('whole'));
  }, testTimeoutMs);

  test('scored again it changes nothing, and says the same', async () => {
    const [digest, counts] = [await whole.ledger.decisionsDigest(), await whole.ledger.counts()];
    const again = await score(whole, file, 'jsonl', '--decisions', out('again'));
    expect(lasting(again)).toEqual(lasting(first));
    expect(again).toMatchObject({ resumedFrom: 800, throughputPerSecond: null });
    expect(readFileSync(out('again'), 'utf8')).toBe(readFileSync(out('whole'), 'utf8'));
    expect(await whole.ledger.decisionsDigest()).toBe(digest);
    expect(await whole.ledger.counts()).toEqual(counts);
  });

  test('scored in two parts it ends the same', async () => {
    const parts = await places.place('parts');
    const head = await score(parts, file, 'jsonl', '--limit', '333', '--decisions', out('head'));
    expectConsistent(head);
    expect(head).toMatchObject({ records: 333, decisions: 333 });
    expect(withoutLatency('head')).toEqual(withoutLatency('whole').slice(0, 333));
    const rest = await score(parts, file, 'jsonl', '--decisions', out('parts'));
    const { latencyUs: _, ...expected } = lasting(first);
    expect(lasting(rest)).toMatchObject(expected);
    expect(rest.resumedFrom).toBe(333);
    expect(withoutLatency('parts')).toEqual(withoutLatency('whole'));
    expect(await parts.ledger.decisionsDigest()).toBe(await whole.ledger.decisionsDigest());
  });

  test('a limit beyond the file, and one of nothing', async () => {
    const place = await places.place('limits');
    expect(await score(place, file, 'jsonl', '--limit', '0')).toMatchObject({ records: 0, decisions: 0 });
    expect(await score(place, file, 'jsonl', '--limit', '900')).toMatchObject({
      records: 800,
      decisions: 800,
    });
  });

  test('for people: a few lines, without colour codes where there is no terminal', async () => {
    const { code, stdout, stderr } = await runAnel(['score', file, '--format', 'jsonl', ...whole.options]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^transactions +800 decided, 0 dead letters, 0 repeats$/m);
    expect(stdout).not.toContain('\u001b');
  });
});

describe('a file with every kind of record', () => {
  let place: Place;
  let summary: Printed;
  const mixed = mixedFile();
  const path = join(folder, 'mixed.jsonl');

  beforeAll(async () => {
    writeFileSync(path, mixed.bytes);
    place = await places.place('mixed');
    summary = await score(place, path, 'jsonl', '--decisions', join(folder, 'mixed-decisions.jsonl'));
  }, testTimeoutMs);

  test('each is accounted for', () => {
    expectConsistent(summary);
    expect(summary).toMatchObject(mixed.counts);
    expect(linesOf(join(folder, 'mixed-decisions.jsonl')).map(({ id }) => id)).toEqual(mixed.decided);
  });

  test('dead letters carry line, code, reason and the original bytes', () => {
    const letters = linesOf(summary.deadLetterFile ?? '');
    expect(letters.map(({ position, code }) => [position, code])).toEqual(
      mixed.dead.map(({ line, code }) => [line, code]),
    );
    for (const [place, { raw }] of mixed.dead.entries()) {
      const letter = letters[place];
      const bytes =
        letter?.['rawBase64'] === undefined
          ? Buffer.from(String(letter?.['raw']))
          : Buffer.from(String(letter['rawBase64']), 'base64');
      if (raw !== null) expect(bytes.equals(raw)).toBe(true);
      expect(String(letter?.['message']).length).toBeGreaterThan(10);
    }
    expect(readdirSync(join(place.data, 'dead-letters'))).toHaveLength(1);
  });

  test('scored again: the same counts, decisions and dead letters', async () => {
    const before = readFileSync(summary.deadLetterFile ?? '');
    const again = await score(place, path, 'jsonl', '--decisions', join(folder, 'mixed-again.jsonl'));
    expect(lasting(again)).toEqual(lasting(summary));
    expect(readFileSync(join(folder, 'mixed-again.jsonl'))).toEqual(
      readFileSync(join(folder, 'mixed-decisions.jsonl')),
    );
    expect(readFileSync(again.deadLetterFile ?? '')).toEqual(before);
  });

  test('a second file that is older than the allowed lateness is scored and flagged', async () => {
    const late = join(folder, 'late.jsonl');
    const line = {
      id: 'old',
      at: '2025-12-01T00:00:00Z',
      from: { account: 'a1' },
      to: { account: 'a2' },
      amount: '10.00',
      currency: 'EUR',
      format: 'ACH',
    };
    writeFileSync(late, `${JSON.stringify(line)}\n`);
    const out = join(folder, 'late-decisions.jsonl');
    expect(await score(place, late, 'jsonl', '--decisions', out)).toMatchObject({ transactions: 1, late: 1 });
    expect(linesOf(out)[0]).toMatchObject({ id: 'old', reasons: expect.arrayContaining(['LATE_EVENT']) });
  });

  test('verify finds nothing', async () => {
    expect(await anelJson(['verify', ...place.options])).toMatchObject({ ok: true, problems: [] });
  });
});
