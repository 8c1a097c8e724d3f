import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseConfig } from '../../../base/config.ts';
import { formatByName } from '../../formats/registry.ts';
import { readRecords } from '../../source.contract.ts';
import { openFileSource } from './file-source.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anel-sort-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Row {
  readonly step: number;
  readonly bad: boolean;
  readonly width: number;
}

const row = fc.record({ step: fc.nat(9), bad: fc.boolean(), width: fc.integer({ min: 1, max: 60 }) });

const lineOf = ({ step, bad, width }: Row) => `${'a'.repeat(width)},z,${bad ? 0 : 1},${step}`;

/** The line numbers in the order of delivery, by the definition: (time of the last good line so far, line). */
function naiveOrder(rows: readonly Row[]): number[] {
  let key = -1;
  const keyed = rows.map(({ step, bad }, index) => {
    if (!bad) key = step;
    return { key, line: index + 2 };
  });
  return keyed.sort((a, b) => a.key - b.key || a.line - b.line).map(({ line }) => line);
}

it('delivers a shuffled file in order of time, whatever the limits of the sort are', async () => {
  const limits = fc.record({
    sortRecordsMax: fc.integer({ min: 1, max: 40 }),
    sortFilesMax: fc.integer({ min: 1, max: 6 }),
    sortBytesMax: fc.integer({ min: 1, max: 2000 }),
  });
  const rows = fc.array(row, { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(rows, limits, fc.nat(60), async (content, sort, from) => {
      const path = join(folder, 'rows.csv');
      await writeFile(path, ['sourceNodeId,targetNodeId,value,time', ...content.map(lineOf)].join('\n'));
      const source = await openFileSource({
        path,
        format: formatByName('amlsim'),
        config: { ...parseConfig({}).ingest, ...sort },
        temporaryFolder: join(folder, 'temporary'),
      });
      const expected = naiveOrder(content);
      expect((await readRecords(source)).map((record) => record.position)).toEqual(expected);
      expect((await readRecords(source, from, 7)).map((record) => record.position)).toEqual(
        expected.slice(from),
      );
      expect([source.total, source.badRecords]).toEqual([
        content.length,
        content.filter(({ bad }) => bad).length,
      ]);
      await source.close();
    }),
    { numRuns: 60 },
  );
  expect(await readdir(join(folder, 'temporary'))).toEqual([]);
});
