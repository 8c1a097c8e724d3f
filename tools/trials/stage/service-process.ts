import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { packagePath } from '../../../base/package-root.ts';
import { findProgram } from '../../servers/find-program.ts';

/** How a service is started. */
export interface ServiceOptions {
  /** Its configuration file, its data folder, and where its log goes. */
  readonly config: string;
  readonly data: string;
  readonly logFile: string;
}

/** How a process ended. */
export interface ServiceEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What the service logs when it begins to score, and when it had to decide what a former run had stored. */
const activeText = 'this process is the active scorer';
const recoveredText = 'decided what had been stored but not decided';

/** The last lines of a log that are kept for a report. */
const tailMax = 30;

/** A running `anel serve`: the compiled program in a process of its own, which does not outlive the trial. */
export class ServiceProcess {
  readonly pid: number;
  readonly ended: Promise<ServiceEnd>;
  readonly #child: ChildProcess;
  readonly #tail: string[] = [];
  #url: string | null = null;
  #activations = 0;
  #hasRecovered = false;

  private constructor(child: ChildProcess, logFile: string) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }) as ServiceEnd);
    const log = createWriteStream(logFile, { flags: 'a' });
    if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => this.#printed(line));
    if (child.stderr !== null) {
      createInterface(child.stderr).on('line', (line) => {
        log.write(`${line}\n`);
        this.#logged(line);
      });
    }
    child.once('close', () => log.end());
  }

  static start({ config, data, logFile }: ServiceOptions): ServiceProcess {
    const anel = [packagePath('bin', 'anel.js'), 'serve', '--port', '0', '--json'];
    const serve = [process.execPath, ...anel, '--config', config, '--data', data];
    const setpriv = process.platform === 'linux' ? findProgram('setpriv') : null;
    const [program, ...args] = setpriv === null ? serve : [setpriv, '--pdeathsig', 'SIGKILL', '--', ...serve];
    const { PATH, HOME, TMPDIR } = process.env;
    const child = spawn(program as string, args, {
      // A group of its own: the Ctrl-C of a terminal is for the trial alone.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH, HOME, TMPDIR },
    });
    return new ServiceProcess(child, logFile);
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Where its API listens, null before it does. */
  get url(): string | null {
    return this.#url;
  }

  /** True once it has become the active scorer. */
  get isActive(): boolean {
    return this.#activations > 0;
  }

  /** True when its start found events that were stored but not decided. */
  get hasRecovered(): boolean {
    return this.#hasRecovered;
  }

  /** The end of its log. */
  get logTail(): string {
    return this.#tail.join('\n');
  }

  /** Sends a signal to this one process, if it is still there. */
  send(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  #printed(line: string): void {
    if (line.startsWith('{')) this.#url = (JSON.parse(line) as { url: string }).url;
  }

  #logged(line: string): void {
    if (line.includes(activeText)) this.#activations += 1;
    if (line.includes(recoveredText)) this.#hasRecovered = true;
    this.#tail.push(line);
    if (this.#tail.length > tailMax) this.#tail.shift();
  }
}
