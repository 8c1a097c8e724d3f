import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packagePath } from '../../base/package-root.ts';
import { importTable } from '../../tools/layout/table.ts';
import { eventually } from './eventually.ts';

/** How a run of `anel` ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of `anel` in a child process of its own process group, as a shell would start it. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** True until the process has ended. */
  readonly alive: boolean;
  /** The first line of standard output that fits. Throws when the process ends without one. */
  line(fits: (line: string) => boolean): Promise<string>;
  /** What a terminal does on Ctrl-C: the signal reaches the whole group. */
  interrupt(): void;
  /** Ends this one process at once, leaving what it started. */
  kill(): void;
}

/** Starts `anel` with arguments; `environment` is added to a small fixed one. */
export function startAnel(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Running {
  const child = spawn(process.execPath, [...program(), ...args], {
    cwd: packagePath(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TMPDIR: process.env['TMPDIR'],
      ...environment,
    },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = end(child, output);
  const alive = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    ended,
    get alive() {
      return alive();
    },
    line: (fits) =>
      eventually(`a line of ${args.join(' ')}`, async () => {
        const found = output.stdout.split('\n').slice(0, -1).find(fits);
        if (found === undefined && !alive())
          throw new Error(`it ended without the line: ${output.stdout}${output.stderr}`);
        return found;
      }),
    interrupt: () => void process.kill(-(child.pid ?? 0), 'SIGINT'),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** Runs `anel` to its end. */
export function runAnel(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return startAnel(args, environment).ended;
}

/** Runs `anel … --json` to an end with exit code 0 and answers what it printed. */
export async function anelJson<T = Record<string, unknown>>(args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await runAnel([...args, '--json']);
  if (code !== 0) throw new Error(`anel ${args.join(' ')} ended with ${code}: ${stderr}${stdout}`);
  return JSON.parse(stdout) as T;
}

async function end(
  child: ChildProcess,
  output: { readonly stdout: string; readonly stderr: string },
): Promise<Ended> {
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, ...output };
}

/** What node runs: the compiled program when it is newer than all sources, else the sources themselves. */
function program(): readonly string[] {
  const compiled = packagePath('dist', 'app', 'main.js');
  const isFresh = existsSync(compiled) && newestSourceMs() <= statSync(compiled).mtimeMs;
  return isFresh ? [compiled] : ['--import', 'tsx', packagePath('app', 'main.ts')];
}

const notInProgram = new Set(['test', 'tools', 'vitest.config.ts']);

function newestSourceMs(): number {
  const folders = Object.keys(importTable).filter((name) => !notInProgram.has(name));
  const times = folders.flatMap((folder) =>
    readdirSync(packagePath(folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !/\.(test|contract|child|samples|arbitrary)\.ts$/.test(name))
      .map((name) => statSync(join(packagePath(folder), name)).mtimeMs),
  );
  return Math.max(...times);
}
