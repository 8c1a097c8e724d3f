import { randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { AnelError, isAnelError } from '../base/errors.ts';

/** Where each part keeps its files. */
export interface DataFolder {
  readonly root: string;
  readonly graph: string;
  readonly ledger: string;
  /** Emptied at every start. */
  readonly temporary: string;
  readonly deadLetters: string;
  /** Names this folder for good: while it is locked, nobody else can be who it names. */
  readonly instance: string;
  /** Gives the folder free for another process. */
  release(): void;
}

/**
 * Takes a data folder for this process alone, making it when it is not there. Throws DATA_FOLDER_UNWRITABLE or
 * DATA_FOLDER_IN_USE; a lock whose process is gone is taken over.
 */
export function takeDataFolder(path: string): DataFolder {
  const root = resolve(path);
  const temporary = join(root, 'tmp');
  try {
    mkdirSync(root, { recursive: true });
    accessSync(root, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unwritable(root, error);
  }
  const lock = join(root, 'lock');
  takeLock(lock, root);
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  return {
    root,
    graph: join(root, 'graph'),
    ledger: join(root, 'ledger'),
    temporary,
    deadLetters: join(root, 'dead-letters'),
    instance: instanceOf(root),
    release: () => {
      rmSync(temporary, { recursive: true, force: true });
      rmSync(lock, { force: true });
    },
  };
}

/** Made once, at random: two folders must never be taken for one. */
function instanceOf(root: string): string {
  const path = join(root, 'instance');
  try {
    const known = readFileSync(path, 'utf8').trim();
    if (known !== '') return known;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unwritable(root, error);
  }
  const instance = randomUUID();
  writeFileSync(`${path}.new`, `${instance}\n`);
  renameSync(`${path}.new`, path);
  return instance;
}

/** The process that uses a data folder now, null when none does. Changes nothing. */
export function userOf(path: string): number | null {
  return liveOwner(join(resolve(path), 'lock'));
}

const lockAttemptsMax = 3;

/** The lock appears under its name with its content or not at all, so that nobody reads one that is half written. */
function takeLock(lock: string, root: string): void {
  const own = `${lock}.${process.pid}`;
  try {
    writeFileSync(own, `${process.pid} ${processStart(process.pid)}\n`);
    for (let attempt = 0; attempt < lockAttemptsMax; attempt += 1) {
      if (linked(own, lock)) return;
      const owner = liveOwner(lock);
      if (owner !== null) throw inUse(root, owner);
      removeStale(lock, `${own}.stale`);
    }
  } catch (error) {
    if (isAnelError(error)) throw error;
    throw unwritable(root, error);
  } finally {
    rmSync(own, { force: true });
  }
  throw inUse(root, 0);
}

function linked(own: string, lock: string): boolean {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Moves a stale lock away before it is removed: between reading and removing it, another process may have taken it over.
 * What turns out to be a live lock is put back.
 */
function removeStale(lock: string, aside: string): void {
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (liveOwner(aside) !== null) linked(aside, lock);
  rmSync(aside, { force: true });
}

function unwritable(root: string, cause: unknown): AnelError {
  return new AnelError(
    'DATA_FOLDER_UNWRITABLE',
    `open data folder "${root}": it cannot be written; choose another one with --data or ANEL_DATA`,
    { cause },
  );
}

function inUse(root: string, owner: number): AnelError {
  return new AnelError(
    'DATA_FOLDER_IN_USE',
    `open data folder "${root}": process ${owner} uses it; stop that one or choose another folder with --data`,
  );
}

/** The process that holds a lock, null when it is gone (or its number now belongs to another process). */
function liveOwner(lock: string): number | null {
  let text: string;
  try {
    text = readFileSync(lock, 'utf8');
  } catch {
    return null;
  }
  const [pid, start] = text.trim().split(' ');
  const owner = Number(pid);
  if (!Number.isInteger(owner) || owner <= 0) return null;
  try {
    process.kill(owner, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  return processStart(owner) === start ? owner : null;
}

/** The kernel's start time of a process where /proc tells it, else a constant: then the number alone decides. */
function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-';
  } catch {
    return '-';
  }
}
