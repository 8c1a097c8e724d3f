import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { parseConfig } from '../../../base/config.ts';
import { packagePath } from '../../../base/package-root.ts';
import { formatByName } from '../../formats/registry.ts';
import { readRecords } from '../../source.contract.ts';
import { openFileSource } from './file-source.ts';

const folder = packagePath('..', 'shared', 'data');
if (!existsSync(folder)) console.warn('skipped: the public data files, since ../shared/data is not there');

// The IBM file has 2,000 rows; a count of its line ends says 1,999, because the last row has none.
const files = [
  { file: 'ibm-aml-unlabelled-1999.txt', format: 'ibm-numeric', total: 2000, bad: 0, sorted: true, fraud: 0 },
  {
    file: 'amlsim-20k-transactions.csv.gz',
    format: 'amlsim',
    total: 120_558,
    bad: 0,
    sorted: true,
    fraud: 0,
  },
  { file: 'paysim-12651.csv.gz', format: 'paysim', total: 12_651, bad: 3, sorted: false, fraud: 322 },
];

it.skipIf(!existsSync(folder)).each(files)('loads $file', async ({ file, format, ...expected }) => {
  const source = await openFileSource({
    path: `${folder}/${file}`,
    format: formatByName(format),
    config: parseConfig({}).ingest,
    temporaryFolder: tmpdir(),
  });
  const records = await readRecords(source);
  await source.close();
  const decoded = records.map((record) => record.decoded);
  const events = decoded.flatMap((one) => (one.status === 'event' ? [one.event] : []));
  const bad = decoded.flatMap((one) => (one.status === 'bad' ? [one.code] : []));
  const fraud = decoded.filter((one) => one.status === 'event' && one.truth?.fraud).length;
  expect({ total: records.length, bad: bad.length, sorted: source.sorted, fraud }).toEqual(expected);
  expect([source.total, source.badRecords]).toEqual([expected.total, expected.bad]);
  expect(new Set(bad)).toEqual(new Set(expected.bad > 0 ? ['AMOUNT_NOT_POSITIVE'] : []));
  expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  expect(events.every((event, index) => index === 0 || event.at >= (events[index - 1]?.at ?? 0))).toBe(true);
});
