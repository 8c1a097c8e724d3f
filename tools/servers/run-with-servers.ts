import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { connectionText } from './connection-text.ts';
import type { ServersRequest } from './parse-arguments.ts';
import { startServers, type TestServers } from './start-servers.ts';

/** A command that was asked to end gets this long. */
const commandEndMs = 15_000;

/** Starts the servers, runs the command beside them, stops them whatever happens. Resolves with the command's exit code; 128 + n after signal n. */
export async function runWithServers(
  request: ServersRequest,
  command: readonly [string, ...string[]],
  signal: AbortSignal,
): Promise<number> {
  return withServers(request, signal, async ({ environment }) => {
    const [program, ...args] = command;
    const required = { ANEL_TEST_SERVERS_REQUIRED: '1' };
    const child = spawn(program, args, {
      stdio: 'inherit',
      env: { ...process.env, ...required, ...environment() },
    });
    const end = () => void endCommand(child);
    signal.addEventListener('abort', end);
    const [code, killedBy] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    signal.removeEventListener('abort', end);
    if (signal.aborted) return exitCodeOf(signal);
    return code ?? 128 + (killedBy === null ? 0 : constants.signals[killedBy]);
  });
}

/** Starts the servers, prints how to reach them, and keeps them until the signal. Resolves with the exit code: being interrupted is the normal end. */
export async function stayUp(request: ServersRequest, signal: AbortSignal): Promise<number> {
  return withServers(request, signal, async (servers) => {
    console.log(connectionText(servers.servers));
    say('up until Ctrl-C');
    // A signal alone keeps no process alive.
    const hold = setInterval(() => {}, 60_000);
    if (!signal.aborted) await once(signal, 'abort');
    clearInterval(hold);
    return 0;
  });
}

async function withServers(
  { names, folder }: ServersRequest,
  signal: AbortSignal,
  use: (servers: TestServers) => Promise<number>,
): Promise<number> {
  const startUs = performance.now();
  let servers: TestServers;
  try {
    servers = await startServers({ names, signal, say, ...(folder === null ? {} : { folder }) });
  } catch (error) {
    if (signal.aborted) return exitCodeOf(signal);
    throw error;
  }
  try {
    const where = servers.servers.map(({ name, port }) => `${name} on ${port}`).join(', ');
    say(`${where}, after ${((performance.now() - startUs) / 1000).toFixed(1)} s`);
    return signal.aborted ? exitCodeOf(signal) : await use(servers);
  } finally {
    await servers.stop();
    say('stopped');
  }
}

/** Asks a command to end, then makes it. */
async function endCommand(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await pause(commandEndMs, undefined, { ref: false });
  child.kill('SIGKILL');
}

/** The reason of the signal is the name of the one that the process got. */
function exitCodeOf(signal: AbortSignal): number {
  return 128 + constants.signals[signal.reason as NodeJS.Signals];
}

function say(line: string): void {
  process.stderr.write(`servers: ${line}\n`);
}
