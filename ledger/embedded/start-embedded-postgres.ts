import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ClientConfig } from 'pg';
import type { Clock } from '../../base/clock.ts';
import { AnelError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { clusterUser, ensureCluster, ensurePassword } from './cluster-folder.ts';
import { folderInUse } from './embedded-errors.ts';
import { defaultTransport, prepareEndpoint, type Transport } from './endpoint.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { Postmaster } from './postmaster.ts';
import { chooseUser } from './run-as.ts';

/** What a private PostgreSQL needs to start. */
export interface EmbeddedPostgresOptions {
  /** Its folder; made when missing. Everything that it keeps is in there, but for a socket when the path is long. */
  readonly folder: string;
  readonly log: Log;
  readonly clock: Clock;
  /** The longest that a start or a stop may take. */
  readonly timeoutMs: number;
  /** A Unix socket, or a loopback port where the system has none. */
  readonly transport?: Transport;
}

/** A private PostgreSQL that runs for this process. */
export interface EmbeddedPostgres {
  /** For pg: the database `anel` of the server. Stays the same when the server is restarted after a crash. */
  readonly connection: ClientConfig;
  /** The process id of the server; changes when it is restarted after a crash. */
  readonly pid: number;
  /** Ends the server cleanly; resolves when its process is gone. May be called twice. */
  stop(): Promise<void>;
}

/** The name of the database in the embedded server. */
const databaseName = 'anel';

/** The data folders that this process has a server on, or is starting one on. */
const ownFolders = new Set<string>();

/**
 * Starts the private PostgreSQL of a data folder, making it first where there is none. One process owns a folder: a
 * second start is refused with DATA_FOLDER_IN_USE. A server that a killed Anel left running is stopped cleanly, which
 * ends whatever it still had in flight, and started anew. A server that dies is restarted (see `Postmaster`).
 *
 * Errors: EMBEDDED_POSTGRES_MISSING, EMBEDDED_POSTGRES_FAILED, DATA_FOLDER_IN_USE, DATA_FOLDER_UNWRITABLE.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(options.folder);
  if (ownFolders.has(folder)) throw folderInUse(folder, process.pid);
  ownFolders.add(folder);
  try {
    return await start(folder, options);
  } catch (error) {
    ownFolders.delete(folder);
    throw error;
  }
}

async function start(folder: string, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await makeFolder(folder);
  const cluster = join(folder, 'cluster');
  const binaries = await findPostgresBinaries(folder);
  const user = await chooseUser(folder, cluster);
  const password = await ensurePassword(folder);
  await ensureCluster(folder, cluster, binaries, user, password);
  const endpoint = await prepareEndpoint(folder, options.transport ?? defaultTransport, user);
  const connection = {
    host: endpoint.host,
    port: endpoint.port,
    user: clusterUser,
    password,
    database: databaseName,
  };
  const { log, clock, timeoutMs } = options;
  const postmaster = new Postmaster({ folder, cluster, binaries, user, connection, log, clock, timeoutMs });
  await postmaster.start();
  return {
    connection,
    get pid() {
      return postmaster.pid;
    },
    stop: async () => {
      try {
        await postmaster.stop();
      } finally {
        ownFolders.delete(folder);
      }
    },
  };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new AnelError(
      'DATA_FOLDER_UNWRITABLE',
      `tried to make the folder "${folder}"; choose another data folder`,
      { cause },
    );
  }
}
