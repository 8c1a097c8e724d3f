import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type PreparedCommand, prepareCommand, type RunAs } from '../../ledger/embedded/run-as.ts';
import { findProgram } from './find-program.ts';
import { descendantsOf, isStill, type ProcessIdentity } from './process-identity.ts';

/** How to start the process of a server. */
export interface Program {
  readonly program: string;
  readonly args: readonly string[];
  /** The only variables that it gets, beside PATH and the language. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Another user than the present one, who is let through to the folder. */
  readonly user?: RunAs | null;
  /** The folder of its data. */
  readonly folder: string;
  /** The signal that ends it cleanly. */
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  /** Output and errors are added to this file. */
  readonly logFile: string;
}

const stopMs = 60_000;
const killMs = 10_000;
const pollMs = 20;
const tailBytes = 4000;

/**
 * A process that this one started and ends. It is in a process group of its own, so that a terminal's Ctrl-C does not reach it;
 * on Linux it also ends when this process is killed.
 */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #program: Program;
  readonly #exited: Promise<unknown>;

  private constructor(child: ChildProcess, program: Program) {
    this.#child = child;
    this.#program = program;
    this.#exited = new Promise((resolve) => child.once('exit', resolve));
  }

  static async spawn(program: Program): Promise<ServerProcess> {
    const command = await endingWithParent(program);
    const log = await open(program.logFile, 'a');
    try {
      const child = spawnInto(command, program, log);
      await once(child, 'spawn');
      return new ServerProcess(child, program);
    } finally {
      await log.close();
    }
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves with the way it ended, e.g. `exit code 1` or `SIGKILL`. */
  async ended(): Promise<string> {
    await this.#exited;
    return this.#child.signalCode ?? `exit code ${this.#child.exitCode}`;
  }

  stop(): Promise<void> {
    return this.#end(this.#program.stopSignal, stopMs);
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL', killMs);
  }

  /** The end of what it wrote. */
  async logTail(): Promise<string> {
    return (await readFile(this.#program.logFile, 'utf8').catch(() => '')).slice(-tailBytes);
  }

  /** Node signals a child only while it has not been collected, so the id is never another's; grandchildren are compared by start time. */
  async #end(signal: NodeJS.Signals, limitMs: number): Promise<void> {
    const below = descendantsOf(this.pid);
    this.#child.kill(signal);
    await this.#endWithin(limitMs);
    const deadline = performance.now() + killMs;
    for (let left = below.filter(isStill); left.length > 0; left = left.filter(isStill)) {
      if (performance.now() > deadline) left.forEach(killNow);
      await pause(pollMs);
    }
  }

  async #endWithin(limitMs: number): Promise<void> {
    const patience = new AbortController();
    const late = pause(limitMs, undefined, { signal: patience.signal }).then(
      () => this.#child.kill('SIGKILL'),
      () => {},
    );
    if (this.isRunning()) await this.#exited;
    patience.abort();
    await late;
  }
}

function killNow({ pid }: ProcessIdentity): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended since it was looked at: what was wanted.
  }
}

function spawnInto(command: PreparedCommand, { environment }: Program, log: FileHandle): ChildProcess {
  const { user } = command;
  return spawn(command.program, command.args, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...environment },
    ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
  });
}

/**
 * Through setpriv of util-linux where there is one: the kernel then ends the process when the one that started it is gone. It has to
 * be said after the change of the user, which would undo it.
 */
function endingWithParent({ program, args, user, folder }: Program): Promise<PreparedCommand> {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : null;
  const [first, rest] =
    setpriv === null ? [program, args] : [setpriv, ['--pdeathsig', 'SIGKILL', '--', program, ...args]];
  return prepareCommand(user ?? null, first, rest, [folder]);
}
