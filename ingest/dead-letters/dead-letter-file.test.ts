import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DeadRecord, writeDeadLetterFile } from './dead-letter-file.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anel-dead-letters-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

function letter(position: number, raw: Uint8Array): DeadRecord {
  return { source: 'file:feed', position, code: 'FIELD_INVALID', message: `line ${position}: no`, raw };
}

it('writes one letter a line, with its bytes as text or as base64', async () => {
  const path = join(folder, 'letters.jsonl');
  const bytes = new Uint8Array([99, 0xe9, 44]);
  const count = await writeDeadLetterFile(path, [
    letter(2, Buffer.from('a,"é\u2028\u0000')),
    letter(17, bytes),
  ]);
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const head = { source: 'file:feed', code: 'FIELD_INVALID' };
  expect(count).toBe(2);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { ...head, position: 2, message: 'line 2: no', raw: 'a,"é\u2028\u0000' },
    { ...head, position: 17, message: 'line 17: no', rawBase64: Buffer.from(bytes).toString('base64') },
  ]);
});

it('takes letters as they come, more than fit into one write', async () => {
  const path = join(folder, 'many.jsonl');
  async function* letters() {
    for (let position = 1; position <= 300; position += 1) yield letter(position, Buffer.alloc(4000, 'x'));
  }
  expect(await writeDeadLetterFile(path, letters())).toBe(300);
  const positions = (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).position);
  expect(positions).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
});

it('leaves what was there when the letters fail, and nothing half-written', async () => {
  const path = join(folder, 'kept.jsonl');
  await writeDeadLetterFile(path, [letter(1, Buffer.from('old'))]);
  const before = await readdir(folder);
  async function* letters() {
    yield letter(2, Buffer.from('new'));
    throw new Error('the ledger went away');
  }
  await expect(writeDeadLetterFile(path, letters())).rejects.toThrow('the ledger went away');
  expect(await readFile(path, 'utf8')).toContain('"raw":"old"');
  expect(await readdir(folder)).toEqual(before);
});

it('refuses a path that cannot be written', async () => {
  await expect(writeDeadLetterFile(join(folder, 'no', 'where'), [])).rejects.toMatchObject({
    code: 'OUTPUT_UNWRITABLE',
  });
  await expect(writeDeadLetterFile(folder, [])).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
});
