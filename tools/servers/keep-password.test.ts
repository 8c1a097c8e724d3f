import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keepPassword } from './keep-password.ts';

it('gives each folder a password of its own, once, for its owner alone', async () => {
  const folders = await Promise.all([0, 1].map(() => mkdtemp(join(tmpdir(), 'anel-password-'))));
  try {
    const [one, other] = await Promise.all(folders.map(keepPassword));
    expect(one?.password).toMatch(/^[\w][\w-]{31}$/);
    expect(other?.password).not.toBe(one?.password);
    expect(await keepPassword(folders[0] as string)).toEqual(one);
    expect(await readFile(one?.file as string, 'utf8')).toBe(one?.password);
    expect((await stat(one?.file as string)).mode & 0o777).toBe(0o600);
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
});
