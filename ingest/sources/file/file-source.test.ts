import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Config, parseConfig } from '../../../base/config.ts';
import { formatByName } from '../../formats/registry.ts';
import { describeSource, readRecords } from '../../source.contract.ts';
import { type FileSource, openFileSource } from './file-source.ts';

let folder = '';
let made = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anel-file-source-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function save(content: string | Uint8Array, name = ''): Promise<string> {
  made += 1;
  const path = join(folder, `${made}${name}`);
  await writeFile(path, content);
  return path;
}

const temporaryFolder = () => join(folder, 'temporary');

async function open(
  path: string,
  limits: Partial<Config['ingest']> = {},
  format = 'amlsim',
): Promise<FileSource> {
  const config = { ...parseConfig({}).ingest, ...limits };
  return await openFileSource({
    path,
    format: formatByName(format),
    config,
    temporaryFolder: temporaryFolder(),
  });
}

/** The account that pays, of each event; of a bad record its code. */
async function order(source: FileSource): Promise<string[]> {
  const records = await readRecords(source);
  return records.map(({ decoded }) => {
    if (decoded.status === 'bad') return decoded.code;
    return decoded.event.kind === 'transfer' ? decoded.event.from.account : decoded.event.kind;
  });
}

async function orderOf(
  content: string | Uint8Array,
  limits: Partial<Config['ingest']> = {},
): Promise<string[]> {
  const source = await open(await save(content), limits);
  try {
    return await order(source);
  } finally {
    await source.close();
  }
}

const header = 'sourceNodeId,targetNodeId,value,time\n';
const sorted = `${header}a,z,1,1\nb,z,1,1\nc,z,0,1\nd,z,1,2\ne,z,1,3\nf,z,1,3\n`;
const unsorted = `${header}x,z,0,1\nd,z,1,2\na,z,1,1\nbroken\ne,z,1,3\nb,z,1,1\nf,z,1,3\n`;

describeSource('a sorted file', async () => ({ source: await open(await save(sorted)), records: 6 }));
describeSource('a gzip file', async () => ({ source: await open(await save(gzipSync(sorted))), records: 6 }));
describeSource('an unsorted file', async () => ({ source: await open(await save(unsorted)), records: 7 }));
describeSource('an unsorted file in many runs', async () => ({
  source: await open(await save(unsorted), { sortRecordsMax: 1, sortFilesMax: 2 }),
  records: 7,
}));

describe('openFileSource', () => {
  it('delivers by time, then line; a bad record right after the event before it', async () => {
    expect(await orderOf(sorted)).toEqual(['a', 'b', 'AMOUNT_NOT_POSITIVE', 'd', 'e', 'f']);
    expect(await orderOf(unsorted)).toEqual([
      'AMOUNT_NOT_POSITIVE',
      'a',
      'RECORD_UNREADABLE',
      'b',
      'd',
      'e',
      'f',
    ]);
  });

  it('names the place of a bad record and keeps its bytes', async () => {
    const source = await open(await save(unsorted));
    const bad = (await readRecords(source)).filter((record) => record.decoded.status === 'bad');
    await source.close();
    expect(bad.map((record) => [record.position, Buffer.from(record.raw ?? []).toString()])).toEqual([
      [2, 'x,z,0,1'],
      [5, 'broken'],
    ]);
    expect(source).toMatchObject({ total: 7, badRecords: 2, sorted: false });
  });

  it('has an identity of content and format, the same for plain and gzip', async () => {
    const plain = await open(await save(sorted));
    const packed = await open(await save(gzipSync(sorted)));
    const other = await open(await save(sorted.replace('a,z,1,1', 'a,z,2,1')));
    expect(plain.id).toMatch(/^file:[0-9a-f]{16}$/);
    expect(packed.id).toBe(plain.id);
    expect(other.id).not.toBe(plain.id);
    expect((await open(await save(''), {}, 'jsonl')).id).not.toBe((await open(await save(''))).id);
  });

  it('reads a gzip file of several members', async () => {
    const packed = Buffer.concat([gzipSync(header), gzipSync('a,z,1,1\n'), gzipSync('b,z,1,1\n')]);
    expect(await orderOf(packed)).toEqual(['a', 'b']);
  });

  it('reads CRLF, a byte order mark, blank lines and a last line without its end', async () => {
    const text = `\ufeff${header}\na,z,1,1\n\nb,z,1,2`.replaceAll('\n', '\r\n');
    expect(await orderOf(text)).toEqual(['a', 'b']);
  });

  it.each([
    ['an empty file', ''],
    ['a header alone', header],
    ['a header without its line end', header.trim()],
    ['blank lines under the header', `${header}\n\r\n\n`],
  ])('has no records in %s', async (_, text) => {
    const source = await open(await save(text));
    expect([source.total, source.badRecords, await readRecords(source)]).toEqual([0, 0, []]);
  });

  it('makes one bad record of a line that is not UTF-8, with its bytes', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${header}a,z,1,1\n`),
      Buffer.from([0x63, 0xe9, 0x2c]),
      Buffer.from('\nb,z,1,1\n'),
    ]);
    const source = await open(await save(bytes));
    const records = await readRecords(source);
    expect(records[1]?.decoded).toMatchObject({
      code: 'RECORD_UNREADABLE',
      message: 'line 3: the line is not valid UTF-8',
    });
    expect(records[1]?.raw).toEqual(new Uint8Array([0x63, 0xe9, 0x2c]));
    expect(await order(source)).toEqual(['a', 'RECORD_UNREADABLE', 'b']);
  });

  it('takes a replacement character that the file itself has', async () => {
    expect(await orderOf(`${header}\ufffd,z,1,1\n`)).toEqual(['\ufffd']);
  });

  it('makes one bad record of an overlong line and keeps its beginning, also through a sort', async () => {
    const long = 'y'.repeat(300_000);
    for (const before of ['', 'n,z,1,9\n']) {
      const source = await open(await save(`${header}${before}a,z,1,1\n${long}\r\nb,z,1,1\n`), {
        lineBytesMax: 100,
      });
      const records = await readRecords(source);
      const bad = records.filter((record) => record.decoded.status === 'bad');
      await source.close();
      expect(bad).toHaveLength(1);
      expect(bad[0]?.raw).toHaveLength(100);
      const expected =
        'the line is longer than 100 bytes: expected at most that (config ingest.lineBytesMax)';
      expect(bad[0]?.decoded).toMatchObject({
        code: 'RECORD_UNREADABLE',
        message: `line ${before === '' ? 3 : 4}: ${expected}; only its first 100 bytes are kept`,
      });
      expect(records).toHaveLength(before === '' ? 3 : 4);
    }
  });

  it('takes a line of exactly lineBytesMax, with LF and with CRLF', async () => {
    const row = `${'a'.repeat(50)},z,1,1`;
    for (const lineEnd of ['\n', '\r\n']) {
      const text = `${header}${row}\n`.replaceAll('\n', lineEnd);
      expect(await orderOf(text, { lineBytesMax: row.length })).toEqual(['a'.repeat(50)]);
      expect(await orderOf(text, { lineBytesMax: row.length - 1 })).toEqual(['RECORD_UNREADABLE']);
    }
  });

  it('joins lines across blocks of the file', async () => {
    const rows = Array.from({ length: 40_000 }, (_, index) => `account-${index},z,1,1`);
    const found = await orderOf(`${header}${rows.join('\n')}\n`);
    expect(found.join()).toBe(rows.map((row) => row.split(',')[0]).join());
  });

  it('keeps at most sortFilesMax runs and removes them at the end', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => `a${index},z,1,${49 - index}`);
    const source = await open(await save(header + rows.join('\n')), { sortRecordsMax: 2, sortFilesMax: 3 });
    const [sortFolder = ''] = await readdir(temporaryFolder());
    expect((await readdir(join(temporaryFolder(), sortFolder))).length).toBeLessThanOrEqual(3);
    expect(await order(source)).toEqual(rows.map((row) => row.split(',')[0]).reverse());
    await source.close();
    expect(await readdir(temporaryFolder())).toEqual([]);
  });

  it('ends a run when its bytes are spent', async () => {
    const source = await open(await save(unsorted), { sortBytesMax: 10 });
    expect(await order(source)).toEqual(await orderOf(unsorted));
    await source.close();
  });

  it('reports its progress in bytes of the file', async () => {
    const path = await save(unsorted);
    const seen: string[] = [];
    const source = await openFileSource({
      path,
      format: formatByName('amlsim'),
      config: parseConfig({}).ingest,
      temporaryFolder: temporaryFolder(),
      onProgress: ({ phase, bytes, bytesTotal }) => seen.push(`${phase} ${bytes}/${bytesTotal}`),
    });
    await source.close();
    expect(seen).toEqual([
      `scan ${unsorted.length}/${unsorted.length}`,
      `sort ${unsorted.length}/${unsorted.length}`,
    ]);
  });
});
