import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { openLog } from '../../base/log.ts';
import { startChild, type TestChild } from '../test-child.ts';
import { testTimeoutMs } from '../test-database.ts';
import { socketFolder } from './endpoint.ts';
import { findPostgresBinaries, packageOfPlatform } from './postgres-binaries.ts';
import { isAlive } from './postmaster-file.ts';
import { chooseUser, parseUsers } from './run-as.ts';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './start-embedded-postgres.ts';

const isRoot = process.geteuid?.() === 0;
const nobody = 65_534;
if (!isRoot) console.log('skipped: starting the embedded PostgreSQL as root; the tests do not run as root');

describe('the embedded PostgreSQL', { timeout: 2 * testTimeoutMs }, () => {
  let folder: string;
  let servers: EmbeddedPostgres[] = [];
  let children: TestChild[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anel-pg-'));
  });
  afterEach(async () => {
    for (const child of children) child.process.kill('SIGKILL');
    await Promise.all(servers.map((server) => server.stop()));
    servers = [];
    children = [];
    await rm(folder, { recursive: true, force: true });
  }, testTimeoutMs);

  async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
    const log = openLog('silent');
    const server = await startEmbeddedPostgres({
      folder,
      log,
      clock: systemClock,
      timeoutMs: testTimeoutMs,
      ...options,
    });
    servers.push(server);
    return server;
  }

  function child(mode: 'server' | 'writer', uid?: number): TestChild {
    const started = startChild(mode, folder, uid);
    children.push(started);
    return started;
  }

  it('keeps its data from one start to the next, syncs to disk, and leaves no process behind', async () => {
    const first = await start();
    await query(first, 'create table kept (n int)');
    await query(first, 'insert into kept values (7)');
    expect(await query(first, 'show fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(first, 'show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
    const { pid } = first;
    await Promise.all([first.stop(), first.stop()]);
    expect(isAlive(pid)).toBe(false);
    expect(await query(await start(), 'select n from kept')).toEqual([{ n: 7 }]);
  });

  it('wants its password, and speaks over loopback where there is no socket', async () => {
    const server = await start({ transport: 'loopback' });
    expect(server.connection.host).toBe('127.0.0.1');
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    const stranger = new pg.Client({ ...server.connection, password: 'guess' });
    await expect(stranger.connect()).rejects.toThrow('password authentication failed');
    expect((await stat(join(folder, 'password'))).mode & 0o777).toBe(0o600);
  });

  it('puts its socket into a short folder when the data folder has a long path', async () => {
    const long = join(folder, 'x'.repeat(60), 'y'.repeat(60));
    const server = await start({ folder: long });
    expect(server.connection.host).toBe(socketFolder(long));
    expect(String(server.connection.host).length).toBeLessThan(90);
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    await rm(socketFolder(long), { recursive: true });
  });

  it('refuses a second start on its folder, by this process and by another one', async () => {
    const server = await start();
    await expect(start()).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' });
    const failed = await child('server').next(({ failed }) => failed !== undefined);
    expect(failed).toMatchObject({ failed: 'DATA_FOLDER_IN_USE' });
    expect(failed?.message).toContain(`process ${process.pid}`);
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('lets one of two processes win that make the same folder at once', async () => {
    const both = [child('server'), child('server')];
    const results = await Promise.all(
      both.map((each) => each.next(({ up, failed }) => (up ?? failed) !== undefined)),
    );
    expect(results.map((result) => result?.failed ?? 'up').sort()).toEqual(['DATA_FOLDER_IN_USE', 'up']);
    await Promise.all(both.map((each) => each.finish()));
    expect((await readdir(folder)).filter((name) => name.startsWith('initdb'))).toEqual([]);
  });

  it('stops the server that a killed process left running, and starts its own', async () => {
    const killed = child('server');
    const orphan = (await killed.next(({ up }) => up !== undefined))?.up ?? 0;
    await killed.kill();
    expect(isAlive(orphan)).toBe(true);
    const server = await start();
    expect(server.pid).not.toBe(orphan);
    expect(await commandOf(orphan)).not.toContain('postgres');
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('starts again when its server is killed, under the same address', async () => {
    const server = await start();
    await query(server, 'create table kept as select 7 as n');
    const { pid } = server;
    process.kill(pid, 'SIGKILL');
    expect(await queryUntilUp(server, 'select n from kept')).toEqual([{ n: 7 }]);
    expect(server.pid).not.toBe(pid);
  });

  it('starts over a pid file of a dead process, and of a process that is no server', async () => {
    await (await start()).stop();
    const file = join(folder, 'cluster', 'postmaster.pid');
    for (const pid of [2 ** 22 - 3, process.pid, 1]) {
      await writeFile(file, [pid, join(folder, 'cluster'), 1, 5432, folder, '', ''].join('\n'));
      if (isRoot) await chown(file, nobody, nobody);
      const server = await start();
      expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
      await server.stop();
    }
  });

  it('makes the cluster anew when a kill interrupted that, and removes the half', async () => {
    await mkdir(join(folder, `initdb-${process.pid}`, 'cluster'), { recursive: true });
    await writeFile(join(folder, `initdb-${process.pid}`, 'cluster', 'PG_VERSION'), '18');
    await start();
    expect((await readdir(folder)).sort()).toEqual(['cluster', 'password', 'postgres.log', 'run']);
  });

  it('says what is wrong and what to do when the cluster is damaged or not ours', async () => {
    await (await start()).stop();
    const cluster = join(folder, 'cluster');
    const failure = async () => {
      const error = await start({ timeoutMs: 10_000 }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'EMBEDDED_POSTGRES_FAILED' });
      return String(error);
    };
    for (const path of ['PG_VERSION', 'global/pg_control', 'pg_wal']) {
      await rename(join(cluster, path), join(folder, 'aside'));
      const message = await failure();
      expect(message).toContain(path.split('/').at(-1));
      expect(message).toContain('backup');
      await rename(join(folder, 'aside'), join(cluster, path));
    }
    const password = await readFile(join(folder, 'password'), 'utf8');
    await writeFile(join(folder, 'password'), 'other');
    expect(await failure()).toContain('password authentication failed');
    await writeFile(join(folder, 'password'), password);
    await writeFile(join(cluster, 'PG_VERSION'), '17\n');
    expect(await failure()).toContain('version "17"');
    await writeFile(join(cluster, 'PG_VERSION'), '18\n');
    expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('says which folder cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    const started = start({ folder: join(folder, 'file', 'below') });
    await expect(started).rejects.toMatchObject({ code: 'DATA_FOLDER_UNWRITABLE' });
  });

  it('says which package is missing', async () => {
    const name = packageOfPlatform('plan9', 'mips');
    expect(name).toBe('@embedded-postgres/plan9-mips');
    await expect(findPostgresBinaries(folder, name)).rejects.toMatchObject({
      code: 'EMBEDDED_POSTGRES_MISSING',
    });
  });

  it('makes the links of its libraries at once from two sides', async () => {
    const [one, two] = await Promise.all([findPostgresBinaries(folder), findPostgresBinaries(folder)]);
    expect(one).toEqual(two);
    expect((await stat(one.postgres)).isFile()).toBe(true);
  });

  describe.skipIf(!isRoot || platform() !== 'linux')('started by root', () => {
    it('runs as nobody, without any privilege where it needs none', async () => {
      await chmod(folder, 0o755);
      const status = await statusOf((await start()).pid);
      expect(status).toMatch(/^Uid:\s+65534\s+65534/m);
      expect(status).toMatch(/^CapEff:\s+0+$/m);
    });

    it('passes folders that nobody may enter, by one capability', async () => {
      await chmod(folder, 0o700);
      const server = await start({ folder: join(folder, 'below', 'data') });
      const status = await statusOf(server.pid);
      expect(status).toMatch(/^Uid:\s+65534\s+65534/m);
      expect(status).toMatch(/^CapEff:\s+0*[24]$/m);
      expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    });

    it('chooses the owner of the data folder, or nobody when the system does not know the owner', async () => {
      const cluster = join(folder, 'cluster');
      const users = parseUsers(await readFile('/etc/passwd', 'utf8'));
      expect(await chooseUser(folder, cluster)).toEqual(users.get('nobody'));
      await chown(folder, 12_345, 12_345);
      expect(await chooseUser(folder, cluster)).toEqual(users.get('nobody'));
      await chown(folder, users.get('daemon')?.uid ?? 0, 12_345);
      expect(await chooseUser(folder, cluster)).toEqual({ uid: users.get('daemon')?.uid, gid: 12_345 });
      await mkdir(cluster);
      await chown(cluster, 12_345, 12_345);
      expect(await chooseUser(folder, cluster)).toEqual({ uid: 12_345, gid: 12_345 });
    });

    it('reads users with negative ids', () => {
      expect(parseUsers('# list\nnobody:*:-2:-2:Nobody:/var/empty:/usr/bin/false\n')).toEqual(
        new Map([['nobody', { uid: 4_294_967_294, gid: 4_294_967_294 }]]),
      );
    });

    it('runs as an ordinary user when Anel does', async () => {
      await chown(folder, nobody, nobody);
      const ordinary = child('server', nobody);
      const up = await ordinary.next(({ up, failed }) => (up ?? failed) !== undefined);
      expect(up).toMatchObject({ uid: nobody });
      expect(await statusOf(up?.up ?? 0)).toMatch(/^Uid:\s+65534\s+65534/m);
      await ordinary.finish();
      expect(isAlive(up?.up ?? 0)).toBe(false);
    });
  });
});

async function query(server: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new pg.Client(server.connection);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function queryUntilUp(server: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const startUs = systemClock.monotonicUs();
  for (;;) {
    try {
      return await query(server, text);
    } catch (error) {
      if (systemClock.monotonicUs() - startUs > testTimeoutMs * 1000) throw error;
    }
  }
}

const statusOf = (pid: number) => readFile(`/proc/${pid}/status`, 'utf8');
const commandOf = (pid: number) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
