import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Redis of one test, which the test may stop and start again. */
export interface TestRedis {
  readonly url: string;
  /** Its folder, removed at the end. */
  readonly folder: string;
  /** Starts it, empty, with its own port; resolves when it takes connections. */
  start(): Promise<void>;
  /** Ends it at once, as a crash does. */
  stop(): Promise<void>;
  /** Lets it stand still with its connections open, and go on. */
  freeze(): void;
  thaw(): void;
  /** Ends it and removes its folder. */
  close(): Promise<void>;
}

/** Makes a server that is not yet started. `options` are those of redis-server; `{port}` and `{folder}` are filled in. */
export async function makeTestRedis(options: readonly string[] = ['--port', '{port}']): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'anel-redis-'));
  const port = await freePort();
  const filled = options.map((option) => option.replace('{port}', `${port}`).replace('{folder}', folder));
  let child: ChildProcess | null = null;
  const stop = async () => {
    if (child === null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    child = null;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    folder,
    start: async () => {
      child = await startServer(['--bind', '127.0.0.1', '--dir', folder, '--save', '', ...filled]);
    },
    stop,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startServer(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    said += chunk as string;
    if (said.includes('Ready to accept connections')) {
      child.stdout.resume();
      return child;
    }
  }
  throw new Error(`redis-server did not start: ${said}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a free port was not found');
  return address.port;
}
