import { readFile, rm } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';

/** What `postmaster.pid` of a cluster says about a server that runs. */
export interface RunningPostmaster {
  readonly pid: number;
  readonly port: number;
  /** The socket folder, or the loopback address where there is no socket. */
  readonly host: string;
}

/** Reads the text of a `postmaster.pid`: pid, folder, start time, port, socket folder, address. Null when incomplete. */
function parsePostmasterFile(text: string): RunningPostmaster | null {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  const host = lines[4] || lines[5] || '';
  if (!Number.isSafeInteger(pid) || pid <= 0 || !Number.isSafeInteger(port) || port <= 0 || host === '')
    return null;
  return { pid, port, host };
}

/** True while a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * The server that runs on a cluster, or null. A file that a killed server left is removed when its process id now
 * belongs to some other process: PostgreSQL itself handles a dead process, but refuses to start for a living one.
 * PostgreSQL's own check of shared memory still guards against backends that outlived their server.
 */
export async function findPostmaster(cluster: string): Promise<RunningPostmaster | 'starting' | null> {
  const file = join(cluster, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  const pid = Number.parseInt(text, 10);
  if (!(pid > 0) || !isAlive(pid)) return null;
  if (!(await isPostmasterOf(pid, cluster))) {
    await rm(file, { force: true });
    return null;
  }
  return parsePostmasterFile(text) ?? 'starting';
}

/** True unless the system says that the process is something else. A zombie has an empty command line. */
async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (platform() !== 'linux') return true;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return commandLine === null ? isAlive(pid) : commandLine.split('\0').includes(cluster);
}
