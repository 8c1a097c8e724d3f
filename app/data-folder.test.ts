import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeDataFolder } from './data-folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'anel-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('one owner at a time; free again after release', () => {
  const path = join(root, 'data');
  const folder = takeDataFolder(path);
  expect(() => takeDataFolder(path)).toThrow(
    expect.objectContaining({
      code: 'DATA_FOLDER_IN_USE',
      message: expect.stringContaining(String(process.pid)),
    }),
  );
  folder.release();
  takeDataFolder(path).release();
  expect(existsSync(join(path, 'lock'))).toBe(false);
});

test.each([
  ['of a process that is gone', '999999999 1'],
  ['of a process whose number another one has now', `${process.pid} 1`],
  ['that was cut off', ''],
  ['that is not one', 'hello'],
])('a lock %s is taken over', (_name, text) => {
  writeFileSync(join(root, 'lock'), text);
  const folder = takeDataFolder(root);
  expect(readFileSync(join(root, 'lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} \\S+\n$`));
  expect(readdirSync(root).sort()).toEqual(['instance', 'lock', 'tmp']);
  folder.release();
});

test('what a killed run left in tmp is removed', () => {
  mkdirSync(join(root, 'tmp', 'sort'), { recursive: true });
  writeFileSync(join(root, 'tmp', 'sort', 'run-1'), 'x');
  const folder = takeDataFolder(root);
  expect(existsSync(join(folder.temporary, 'sort'))).toBe(false);
  expect(existsSync(folder.temporary)).toBe(true);
  folder.release();
});

test('a folder that cannot be made is refused', () => {
  writeFileSync(join(root, 'file'), '');
  expect(() => takeDataFolder(join(root, 'file', 'data'))).toThrow(
    expect.objectContaining({ code: 'DATA_FOLDER_UNWRITABLE' }),
  );
});
