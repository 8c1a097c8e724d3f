import { setTimeout as pause } from 'node:timers/promises';
import { type Program, ServerProcess } from './server-process.ts';
import type { ServerName, StartOptions, TestServer } from './test-server.ts';

/** What is particular to a kind of server. */
export interface ServerKind {
  readonly name: ServerName;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly program: Program;
  /** Called before each start of the process. */
  prepare?(): Promise<void>;
  /** Asks the server something that it can only answer when it is up. */
  answers(): Promise<boolean>;
}

/** A start with recovery after a SIGKILL took 35 s on two busy cores. */
const startMs = 180_000;
const pollMs = 50;

/** Starts a server of some kind and keeps it. Throws, with the end of its log, when it does not come up; then nothing is left. */
export async function startManagedServer(kind: ServerKind, options: StartOptions): Promise<TestServer> {
  const server = new ManagedServer(kind, options);
  await server.start();
  return server;
}

class ManagedServer implements TestServer {
  readonly #kind: ServerKind;
  readonly #options: StartOptions;
  #process: ServerProcess | null = null;

  constructor(kind: ServerKind, options: StartOptions) {
    this.#kind = kind;
    this.#options = options;
  }

  get name(): ServerName {
    return this.#kind.name;
  }

  get port(): number {
    return this.#kind.port;
  }

  get pid(): number | null {
    return this.#process?.isRunning() === true ? this.#process.pid : null;
  }

  environment(): Readonly<Record<string, string>> {
    return this.#kind.environment;
  }

  settings(): Readonly<Record<string, unknown>> {
    return this.#kind.settings;
  }

  async start(): Promise<void> {
    if (this.pid !== null) return;
    await this.#kind.prepare?.();
    const started = await ServerProcess.spawn(this.#kind.program);
    this.#process = started;
    try {
      await this.#answer(started);
    } catch (error) {
      await this.kill();
      throw error;
    }
    void this.#watch(started);
  }

  stop(): Promise<void> {
    return this.#end((running) => running.stop());
  }

  kill(): Promise<void> {
    return this.#end((running) => running.kill());
  }

  async #end(end: (running: ServerProcess) => Promise<void>): Promise<void> {
    const running = this.#process;
    this.#process = null;
    if (running !== null) await end(running);
  }

  async #answer(started: ServerProcess): Promise<void> {
    const deadline = performance.now() + startMs;
    while (!(await this.#kind.answers())) {
      this.#options.signal?.throwIfAborted();
      const failure = !started.isRunning()
        ? `it ended with ${await started.ended()}`
        : performance.now() > deadline
          ? `it did not answer within ${startMs} ms`
          : null;
      if (failure !== null) {
        throw new Error(`start ${this.name}: ${failure}; the end of its log:\n${await started.logTail()}`);
      }
      await pause(pollMs);
    }
  }

  /** Says so when the server ends without having been asked to. */
  async #watch(started: ServerProcess): Promise<void> {
    const how = await started.ended();
    if (this.#process === started) this.#options.say?.(`${this.name} ended by itself with ${how}`);
  }
}
