import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { failureLine, folderInUse, startFailed } from './embedded-errors.ts';
import { type OwnerSession, takeOwnership } from './owner-session.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { findPostmaster, type RunningPostmaster } from './postmaster-file.ts';
import { prepareCommand, type RunAs } from './run-as.ts';
import { ServerLog } from './server-log.ts';
import { serverArguments } from './server-settings.ts';
import { spawnPrepared } from './spawn-prepared.ts';

/** Everything that is fixed about a server before it starts. */
export interface PostmasterOptions {
  readonly folder: string;
  readonly cluster: string;
  readonly binaries: PostgresBinaries;
  readonly user: RunAs | null;
  readonly connection: ClientConfig & {
    readonly host: string;
    readonly port: number;
    readonly database: string;
  };
  readonly log: Log;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** Restarts of a server that died, over the life of one Anel process. */
const restartsMax = 10;
const pollMs = 20;
/** Time that an immediate shutdown gets after a fast one did not end. */
const quitMs = 5000;

interface Server {
  readonly child: ChildProcess;
  readonly session: OwnerSession;
}

/**
 * The server process of a cluster: started, owned, restarted when it dies without having been asked to, stopped.
 * Commits in flight at such a death fail with a retryable error; what was acknowledged is there after the restart.
 */
export class Postmaster {
  readonly #options: PostmasterOptions;
  #server: Server | null = null;
  #stopping = false;
  #restarts = 0;
  #restart: Promise<void> = Promise.resolve();

  constructor(options: PostmasterOptions) {
    this.#options = options;
  }

  get pid(): number {
    return this.#server?.child.pid ?? 0;
  }

  /** Resolves when the server answers and belongs to this process. */
  async start(): Promise<void> {
    const { cluster, folder, clock, timeoutMs } = this.#options;
    const deadlineUs = clock.monotonicUs() + timeoutMs * 1000;
    const goOn = () => clock.monotonicUs() < deadlineUs;
    let reason = `it did not answer within ${timeoutMs} ms`;
    while (goOn()) {
      const found = await findPostmaster(cluster);
      if (found === 'starting') await pause(pollMs);
      else if (found !== null) await this.#takeOver(found, goOn);
      else {
        const failure = await this.#launch(goOn);
        if (failure === null) return;
        reason = failure;
        await pause(pollMs);
      }
    }
    throw startFailed(folder, reason);
  }

  /** Ends the server by a fast shutdown; by force when that takes longer than the limit. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#restart;
    const server = this.#server;
    this.#server = null;
    process.removeListener('exit', this.#interrupt);
    if (server === null) return;
    await server.session.close().catch(() => {});
    await this.#end(server.child);
  }

  /** Stops the server that a killed Anel left; throws DATA_FOLDER_IN_USE when its owner lives. */
  async #takeOver(found: RunningPostmaster, goOn: () => boolean): Promise<void> {
    const { cluster, folder, connection, log } = this.#options;
    const { host, port, pid } = found;
    const isThere = async () => {
      const now = await findPostmaster(cluster);
      return now === 'starting' || now?.pid === pid;
    };
    let there = true;
    const target = { ...connection, host, port, database: 'postgres' };
    const ownership = await takeOwnership(target, () => {
      void isThere().then((still) => {
        there = still;
      });
      return there && goOn();
    });
    if (ownership.status === 'in use') throw folderInUse(folder, ownership.ownerPid);
    if (ownership.status === 'unreachable') {
      if (!(await isThere())) return;
      throw startFailed(
        folder,
        `process ${pid} is running it but does not answer (${messageOf(ownership.cause)}); end that process`,
      );
    }
    log.warn({ pid }, 'stopping the PostgreSQL that an earlier process left running');
    await ownership.session.close();
    signal(pid, 'SIGINT');
    while (await isThere()) {
      if (!goOn())
        throw startFailed(folder, `process ${pid} of an earlier start does not stop; end that process`);
      await pause(pollMs);
    }
  }

  /** Starts a server. Null when it is up; the reason when another process was quicker or the last one is not gone yet. */
  async #launch(goOn: () => boolean): Promise<string | null> {
    const { folder, connection } = this.#options;
    const output = await ServerLog.open(folder);
    try {
      const child = await this.#spawn(output.fd);
      const ownership = await takeOwnership(
        { ...connection, database: 'postgres' },
        () => isRunning(child) && goOn(),
      );
      if (ownership.status === 'owned') {
        await this.#adopt({ child, session: ownership.session });
        return null;
      }
      if (ownership.status === 'in use') throw folderInUse(folder, ownership.ownerPid);
      const wasRunning = isRunning(child);
      await this.#end(child);
      const reason = failureLine(await output.tail());
      // A lock file, or shared memory of a server that is just dying: look again.
      if (!wasRunning && (child.exitCode === 0 || /lock file|shared memory block/.test(reason)))
        return reason;
      throw startFailed(folder, wasRunning ? messageOf(ownership.cause) : reason, ownership.cause);
    } finally {
      await output.close();
    }
  }

  async #spawn(logFd: number): Promise<ChildProcess> {
    const { cluster, binaries, user, connection, folder } = this.#options;
    const { host, port } = connection;
    const args = serverArguments(cluster, host, port, process.pid);
    const paths = [dirname(binaries.postgres), cluster, ...(host.startsWith('/') ? [host] : [])];
    const command = await prepareCommand(user, binaries.postgres, args, paths);
    const child = spawnPrepared(command, binaries.environment, ['ignore', logFd, logFd]);
    try {
      await once(child, 'spawn');
    } catch (cause) {
      throw startFailed(folder, messageOf(cause), cause);
    }
    return child;
  }

  async #adopt(server: Server): Promise<void> {
    const { database } = this.#options.connection;
    const { client } = server.session;
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
    this.#server = server;
    process.once('exit', this.#interrupt);
    server.child.unref();
    server.child.once('exit', (code, reason) => {
      process.removeListener('exit', this.#interrupt);
      if (!this.#stopping) this.#restart = this.#startAgain(code, reason);
    });
    if (!isRunning(server.child) && !this.#stopping)
      this.#restart = this.#startAgain(server.child.exitCode, null);
  }

  async #startAgain(code: number | null, reason: string | null): Promise<void> {
    const { log } = this.#options;
    this.#server = null;
    this.#restarts += 1;
    log.error({ code, signal: reason, restarts: this.#restarts }, 'the embedded PostgreSQL died');
    if (this.#restarts > restartsMax) return;
    await this.start().catch((error: unknown) => {
      log.error({ error: messageOf(error) }, 'the embedded PostgreSQL could not be restarted');
    });
  }

  async #end(child: ChildProcess): Promise<void> {
    const { timeoutMs, log } = this.#options;
    const steps = [
      ['SIGINT', timeoutMs],
      ['SIGQUIT', quitMs],
      ['SIGKILL', quitMs],
    ] as const;
    for (const [name, limitMs] of steps) {
      if (!isRunning(child)) return;
      if (name !== 'SIGINT') log.warn({ pid: child.pid }, `PostgreSQL did not stop in time; sending ${name}`);
      const gone = once(child, 'exit', { signal: AbortSignal.timeout(limitMs) });
      child.ref();
      signal(child.pid ?? 0, name);
      await gone.catch(() => {});
    }
  }

  /** Leaves no server behind when the process ends without having called `stop`. */
  readonly #interrupt = () => {
    const { pid } = this;
    if (pid > 0) signal(pid, 'SIGINT');
  };
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    if (pid > 0) process.kill(pid, name);
  } catch {
    // It is gone already: what was wanted.
  }
}
