import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a program of PATH; null when there is none. */
export function findProgram(name: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

/** The folder of PostgreSQL's programs: the newest version of Debian's packages, else the folder of PATH that has them; null without. */
export function findPostgresFolder(): string | null {
  const versions = listFolder('/usr/lib/postgresql').sort((one, other) => Number(other) - Number(one));
  const candidates = versions.map((version) => join('/usr/lib/postgresql', version, 'bin'));
  candidates.push(...(process.env.PATH ?? '').split(delimiter));
  const programs = ['initdb', 'postgres', 'pg_isready'];
  return candidates.find((folder) => programs.every((name) => isExecutable(join(folder, name)))) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
