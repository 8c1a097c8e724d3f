import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type PreparedCommand,
  parseUsers,
  prepareCommand,
  type RunAs,
} from '../../ledger/embedded/run-as.ts';
import { findPostgresFolder } from './find-program.ts';
import { freePort } from './free-port.ts';
import { keepPassword } from './keep-password.ts';
import { startManagedServer } from './managed-server.ts';
import type { StartOptions, TestServer } from './test-server.ts';

/** Starts PostgreSQL on a free port with the superuser `anel` and the database `postgres`; passwords are checked by SCRAM. It syncs to disk. */
export async function startPostgres(options: StartOptions): Promise<TestServer> {
  const { folder, signal } = options;
  const binaries = findPostgresFolder();
  if (binaries === null) throw new Error('start postgres: its programs were not found; install postgresql');
  await mkdir(folder, { recursive: true });
  const user = await ordinaryUser();
  const { password, file } = await keepPassword(folder);
  const cluster = join(folder, 'cluster');
  if (user !== null) for (const path of [folder, file]) await chown(path, user.uid, user.gid);
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    const args = clusterArguments(cluster, file);
    await run(await prepareCommand(user, join(binaries, 'initdb'), args, [folder]), signal);
  }
  const port = await freePort();
  return startManagedServer(
    {
      name: 'postgres',
      port,
      environment: { ANEL_TEST_POSTGRES_URL: `postgresql://anel:${password}@127.0.0.1:${port}/postgres` },
      settings: { ledger: { url: `postgresql://anel:${password}@127.0.0.1:${port}/postgres` } },
      program: {
        program: join(binaries, 'postgres'),
        args: serverArguments(cluster, port),
        user,
        folder,
        // A fast shutdown: SIGTERM would wait for every client to go.
        stopSignal: 'SIGINT',
        logFile: join(folder, 'postgres.log'),
      },
      answers: () => isReady(join(binaries, 'pg_isready'), port),
    },
    options,
  );
}

/** PostgreSQL refuses to run as root: then the user of Debian's package, else nobody. */
async function ordinaryUser(): Promise<RunAs | null> {
  if (process.geteuid?.() !== 0) return null;
  const users = parseUsers(await readFile('/etc/passwd', 'utf8'));
  const user = users.get('postgres') ?? users.get('nobody');
  if (user === undefined)
    throw new Error('start postgres as root: there is neither a user postgres nor nobody');
  return user;
}

function clusterArguments(cluster: string, passwordFile: string): string[] {
  return [
    '-D',
    cluster,
    '-U',
    'anel',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
  ];
}

function serverArguments(cluster: string, port: number): string[] {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories='];
  return ['-D', cluster, '-p', `${port}`, ...settings.flatMap((setting) => ['-c', setting])];
}

async function run(command: PreparedCommand, signal?: AbortSignal): Promise<void> {
  const { program, args, user } = command;
  await promisify(execFile)(program, [...args], {
    cwd: '/',
    ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
    ...(signal === undefined ? {} : { signal }),
  });
}

function isReady(program: string, port: number): Promise<boolean> {
  const asked = promisify(execFile)(program, ['-q', '-h', '127.0.0.1', '-p', `${port}`, '-t', '2']);
  return asked.then(
    () => true,
    () => false,
  );
}
