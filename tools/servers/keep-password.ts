import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A password and the file that holds it. */
export interface KeptPassword {
  readonly password: string;
  /** Holds nothing but the password; only its owner may read it. */
  readonly file: string;
}

const bytes = 24;

/** The password of a server's folder: a random one at the first call, 32 characters that need no quoting in a URL; then the same. */
export async function keepPassword(folder: string): Promise<KeptPassword> {
  const file = join(folder, 'password');
  const known = await readFile(file, 'utf8').catch(() => '');
  if (known !== '') return { password: known, file };
  const password = randomBytes(bytes).toString('base64url').replace(/^-/, '_');
  await writeFile(file, password, { mode: 0o600 });
  await chmod(file, 0o600);
  return { password, file };
}
