import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Config, parseConfig } from '../../../base/config.ts';
import type { Code } from '../../../base/error-codes.ts';
import { formatByName } from '../../formats/registry.ts';
import { readRecords } from '../../source.contract.ts';
import { type FileSource, openFileSource } from './file-source.ts';

let folder = '';
let made = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anel-file-refused-'));
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

const header = 'sourceNodeId,targetNodeId,value,time\n';
const sorted = `${header}a,z,1,1\nd,z,1,2\n`;
const unsorted = `${header}d,z,1,2\na,z,1,1\n`;

describe('openFileSource refuses', () => {
  async function refusal(path: string, code: Code, message: RegExp): Promise<void> {
    await expect(open(path)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    await mkdir(temporaryFolder(), { recursive: true });
    expect(await readdir(temporaryFolder())).toEqual([]);
  }

  it('a file that does not exist', async () => {
    await refusal(join(folder, 'nowhere'), 'FILE_MISSING', /nowhere" does not exist/);
    await refusal(join(await save(''), 'below-a-file'), 'FILE_MISSING', /does not exist/);
  });

  it('a directory and a device', async () => {
    await refusal(folder, 'FILE_UNREADABLE', /is a directory/);
    await refusal('/dev/null', 'FILE_UNREADABLE', /is not a regular file/);
  });

  it('gzip data that end early or are damaged', async () => {
    const packed = gzipSync(unsorted.repeat(2000));
    await refusal(
      await save(packed.subarray(0, packed.length >> 1)),
      'FILE_UNREADABLE',
      /gzip data of .* ends early/,
    );
    packed.fill(0, packed.length - 8);
    await refusal(await save(packed), 'FILE_UNREADABLE', /gzip data of .* is damaged/);
  });

  it('what is not text, plain and in gzip', async () => {
    const binary = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]);
    await refusal(await save(binary), 'FILE_NOT_TEXT', /is not UTF-8 text/);
    await refusal(await save(gzipSync(binary)), 'FILE_NOT_TEXT', /is not UTF-8 text/);
    await refusal(await save(Buffer.from(header, 'utf16le')), 'FILE_NOT_TEXT', /is not UTF-8 text/);
    await refusal(
      await save(Buffer.from(`caf\xe9\n${header}`, 'latin1')),
      'FILE_NOT_TEXT',
      /is not UTF-8 text/,
    );
  });

  it('the header of another format', async () => {
    const expected =
      /^line 1 is "a,b": expected the header of format "amlsim": "sourceNodeId,targetNodeId,value,time"/;
    await refusal(await save('a,b\n1,2\n'), 'FILE_HEADER_INVALID', expected);
  });

  it('to go on when it is aborted', async () => {
    const path = await save(unsorted);
    const options = {
      path,
      format: formatByName('amlsim'),
      config: parseConfig({}).ingest,
      temporaryFolder: temporaryFolder(),
    };
    const interrupted = { code: 'INTERRUPTED' };
    await expect(openFileSource({ ...options, signal: AbortSignal.abort() })).rejects.toMatchObject(
      interrupted,
    );
    const aborting = new AbortController();
    const onProgress = () => aborting.abort();
    const opening = openFileSource({ ...options, signal: aborting.signal, onProgress });
    await expect(opening).rejects.toMatchObject(interrupted);
    expect(await readdir(temporaryFolder())).toEqual([]);
  });

  it('a folder for sorting that cannot be made', async () => {
    const options = {
      path: await save(unsorted),
      format: formatByName('amlsim'),
      config: parseConfig({}).ingest,
    };
    const temporary = join(await save('a file'), 'below');
    await expect(openFileSource({ ...options, temporaryFolder: temporary })).rejects.toMatchObject({
      code: 'DATA_FOLDER_UNWRITABLE',
    });
  });

  it('to read on in a file that was changed', async () => {
    const path = await save(sorted);
    const source = await open(path);
    await appendFile(path, 'g,z,1,4\n');
    await expect(readRecords(source)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});
