import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packagePath } from '../../base/package-root.ts';
import { eventually } from '../../test/cli/eventually.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import { descendantsOf } from './process-identity.ts';
import { startServers } from './start-servers.ts';

/** Prints where it is and waits for its standard input to end, which never happens. */
const waiting =
  'console.log(process.env.ANEL_TEST_REDIS_URL, process.env.ANEL_TEST_POSTGRES_URL); process.stdin.resume();';
const postgresVariable = 'ANEL_TEST_POSTGRES_URL';

describe('the tool', () => {
  if (serverVariable('ANEL_TEST_REDIS_URL') === null || serverVariable(postgresVariable) === null) return;
  let temporary: string;
  let tool: ChildProcess | undefined;
  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'anel-servers-tool-'));
  });
  afterEach(async () => {
    if (tool?.exitCode === null && tool.signalCode === null) {
      tool.kill('SIGKILL');
      await once(tool, 'exit');
    }
    await rm(temporary, { recursive: true, force: true });
  });

  /** The tool itself and not a wrapper of it, so that a signal reaches it. */
  function start(...args: readonly string[]): ChildProcess {
    const own = ['--import', 'tsx', packagePath('tools', 'servers.ts')];
    tool = spawn(process.execPath, [...own, ...args], {
      cwd: packagePath(),
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return tool;
  }

  async function portsFrom(child: ChildProcess): Promise<number[]> {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    return eventually('the addresses', () => {
      const ports = [...text.matchAll(/@127\.0\.0\.1:(\d+)/g)].map((match) => Number(match[1]));
      return new Set(ports).size >= 2 ? [...new Set(ports)] : undefined;
    });
  }

  async function expectDown(ports: readonly number[]): Promise<void> {
    for (const port of ports) {
      await eventually(`port ${port} to be free`, async () => ((await connects(port)) ? undefined : true));
    }
  }

  async function foldersOfServers(): Promise<string[]> {
    return (await readdir(temporary)).filter((name) => name.startsWith('anel-servers-'));
  }

  it('ends with the exit code of its command and leaves nothing', async () => {
    const child = start('run', '--only', 'redis,postgres', '--', 'node', '-e', `${waiting} process.exit(7)`);
    const [ports, [code]] = await Promise.all([portsFrom(child), once(child, 'exit')]);
    expect(code).toBe(7);
    await expectDown(ports);
    expect(await foldersOfServers()).toEqual([]);
  });

  it.each([
    ['run', 'SIGTERM', 143],
    ['run', 'SIGINT', 130],
    ['up', 'SIGINT', 0],
  ] as const)('%s stops everything on %s', async (verb, signal, expected) => {
    const command = verb === 'run' ? ['--', 'node', '-e', waiting] : [];
    const child = start(verb, '--only', 'redis,postgres', ...command);
    const ports = await portsFrom(child);
    expect(await Promise.all(ports.map(connects))).toEqual([true, true]);
    const exited = once(child, 'exit');
    child.kill(signal);
    expect((await exited)[0]).toBe(expected);
    await expectDown(ports);
    expect(await foldersOfServers()).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('takes the servers along when it is killed', async () => {
    const child = start('up', '--only', 'redis,postgres');
    const ports = await portsFrom(child);
    child.kill('SIGKILL');
    await expectDown(ports);
  });

  it('stops the others when one does not start, and shows the end of its log', async () => {
    const cluster = join(temporary, 'postgres', 'cluster');
    await mkdir(cluster, { recursive: true });
    await writeFile(join(cluster, 'PG_VERSION'), 'none');
    await expect(startServers({ names: ['redis', 'postgres'], folder: temporary })).rejects.toThrow(
      /^start postgres: it ended with exit code \d; the end of its log:\npostgres: could not access/,
    );
    const settings = await readFile(join(temporary, 'redis', 'redis.conf'), 'utf8');
    const port = Number(/^port (\d+)$/m.exec(settings)?.[1]);
    expect(await connects(port)).toBe(false);
  });

  it('leaves nothing of a start that was called off', async () => {
    const before = descendantsOf(process.pid).length;
    const ending = new AbortController();
    const started = startServers({ names: ['redis', 'postgres'], folder: temporary, signal: ending.signal });
    const refused = expect(started).rejects.toThrow('called off');
    await eventually('a process', () => descendantsOf(process.pid).length > before || undefined);
    ending.abort(new Error('called off'));
    await refused;
    // One of an earlier test may only now have been waited for, so there may even be fewer.
    await eventually('no process more', () => descendantsOf(process.pid).length <= before || undefined);
  });
});

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(socket.destroy() !== undefined));
    socket.once('error', () => resolve(false));
  });
}
