import { randomBytes } from 'node:crypto';
import { chown, link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AnelError, messageOf } from '../../base/errors.ts';
import { failureLine } from './embedded-errors.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { isAlive } from './postmaster-file.ts';
import { type PreparedCommand, prepareCommand, type RunAs } from './run-as.ts';
import { type ProgramEnvironment, spawnPrepared } from './spawn-prepared.ts';

/** The name of the superuser of the embedded cluster. */
export const clusterUser = 'anel';

/** The most that is kept of what initdb prints. */
const outputBytesMax = 16_384;

/**
 * The password of the cluster, made at first use and kept in a file that only Anel's own user can read. Written under
 * another name and linked, so that two processes agree on one.
 */
export async function ensurePassword(folder: string): Promise<string> {
  const file = join(folder, 'password');
  const draft = join(folder, `password-${process.pid}`);
  if ((await stat(file).catch(() => null)) === null) {
    await writeFile(draft, randomBytes(24).toString('base64url'), { mode: 0o600 });
    await link(draft, file).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
    await rm(draft, { force: true });
  }
  return (await readFile(file, 'utf8')).trim();
}

/**
 * Makes the cluster unless it exists: initdb into a folder with a temporary name, then a rename, so that a kill leaves
 * a whole cluster or none. What killed attempts left is removed. Throws EMBEDDED_POSTGRES_FAILED.
 */
export async function ensureCluster(
  folder: string,
  cluster: string,
  binaries: PostgresBinaries,
  user: RunAs | null,
  password: string,
): Promise<void> {
  await removeLeftovers(folder);
  if ((await stat(cluster).catch(() => null)) !== null) return checkCluster(cluster);
  const draft = join(folder, `initdb-${process.pid}`);
  await mkdir(draft, { mode: 0o700 });
  const passwordFile = join(draft, 'password');
  const inside = join(draft, 'cluster');
  await writeFile(passwordFile, password, { mode: 0o600 });
  for (const path of user === null ? [] : [draft, passwordFile])
    await chown(path, user?.uid ?? 0, user?.gid ?? 0);
  await runInitdb(inside, passwordFile, binaries, user);
  await rename(inside, cluster).catch(async (error: unknown) => {
    // Another process was quicker: its cluster is as good as ours.
    if ((await stat(cluster).catch(() => null)) === null) throw error;
  });
  await rm(draft, { recursive: true, force: true });
}

async function checkCluster(cluster: string): Promise<void> {
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => '');
  if (version.trim() === '18') return;
  throw new AnelError(
    'EMBEDDED_POSTGRES_FAILED',
    version === ''
      ? `tried to open the PostgreSQL cluster "${cluster}", but it has no readable PG_VERSION; restore the data folder from a backup, or remove it to start anew`
      : `tried to open the PostgreSQL cluster "${cluster}" of version "${version.trim()}" with PostgreSQL 18; use the Anel release that made it to move the data`,
  );
}

async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(/^(?:initdb|password)-(\d+)$/.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || (pid !== process.pid && isAlive(pid))) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function runInitdb(
  inside: string,
  passwordFile: string,
  binaries: PostgresBinaries,
  user: RunAs | null,
): Promise<void> {
  const access = ['--auth=scram-sha-256', `--username=${clusterUser}`, `--pwfile=${passwordFile}`];
  const text = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const args = [`--pgdata=${inside}`, ...access, ...text, '--no-instructions'];
  const paths = [dirname(binaries.initdb), dirname(inside)];
  const command = await prepareCommand(user, binaries.initdb, args, paths);
  const { code, output } = await run(command, binaries.environment);
  if (code === 0) return;
  throw new AnelError(
    'EMBEDDED_POSTGRES_FAILED',
    `tried to make a PostgreSQL cluster in "${inside}", but initdb ended with ${code}: ${failureLine(output)}; check the free space and the owner of the data folder, and that the user who runs this is in /etc/passwd`,
    { details: { output } },
  );
}

function run(
  command: PreparedCommand,
  environment: ProgramEnvironment,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawnPrepared(command, environment, ['ignore', 'pipe', 'pipe']);
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-outputBytesMax);
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', (error) => resolve({ code: null, output: `error: ${messageOf(error)}` }));
    child.once('close', (code) => resolve({ code, output }));
  });
}
