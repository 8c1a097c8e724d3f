import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CheckFailure, type CheckResult, runCheck } from '../../base/check.ts';
import { userOf } from '../data-folder.ts';

/** Free space below which the stores of the folder may stop soon. */
const freeBytesLow = 1024 ** 3;

/** Whether the data folder can be written, or made, and has space. Makes nothing. */
export function checkDataFolder(path: string): Promise<CheckResult> {
  const root = resolve(path);
  return runCheck({
    part: 'data folder',
    secrets: [],
    adviceOf: () => 'choose another folder with --data or ANEL_DATA, or give yourself the right to write',
    look: async () => {
      const base = nearestFolder(root);
      assertWritable(base, root);
      const freeBytes = freeBytesOf(base);
      const free = `${(freeBytes / 1024 ** 3).toFixed(1)} GiB free`;
      return {
        detail: `"${root}"${stateOf(root, base)}, ${free}`,
        warning: freeBytes < freeBytesLow ? 'make room: the stores of the folder need it to grow' : null,
      };
    },
  });
}

/** Whether the folder of the embedded graph store can be written, or made. Opens nothing. */
export function checkEmbeddedGraph(path: string): Promise<CheckResult> {
  const folder = join(resolve(path), 'graph');
  return runCheck({
    part: 'graph store',
    secrets: [],
    adviceOf: () => 'give yourself the right to write, or choose another folder with --data or ANEL_DATA',
    look: async () => {
      const base = nearestFolder(folder);
      assertWritable(base, folder);
      return { detail: `embedded, in "${folder}"${base === folder ? '' : ', to be made at the start'}` };
    },
  });
}

function stateOf(root: string, base: string): string {
  if (base !== root) return ', to be made at the start';
  const owner = userOf(root);
  return owner === null ? '' : `, in use by process ${owner}`;
}

/** The folder itself when it is there, else the nearest one above it that is. */
function nearestFolder(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return nearestFolder(dirname(path));
  if (found.isDirectory()) return path;
  throw new CheckFailure(`"${path}" is a file`, 'choose another folder with --data or ANEL_DATA');
}

function assertWritable(base: string, folder: string): void {
  try {
    accessSync(base, constants.W_OK | constants.X_OK);
  } catch {
    throw new CheckFailure(
      base === folder ? `"${folder}" cannot be written` : `"${folder}" cannot be made in "${base}"`,
      'give yourself the right to write, or choose another folder with --data or ANEL_DATA',
    );
  }
}

function freeBytesOf(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}
