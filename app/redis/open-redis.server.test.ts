import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { isAnelError } from '../../base/errors.ts';
import { openLog } from '../../base/log.ts';
import { packagePath } from '../../base/package-root.ts';
import { cacheDecision, logOf } from '../../scoring/feature-cache.contract.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import { openRedis, type RedisParts } from './open-redis.ts';
import { makeTestRedis, type TestRedis } from './testing/start-redis.ts';
import { testConfig } from './testing/test-keys.ts';

const url = serverVariable('ANEL_TEST_REDIS_URL');
const log = openLog('silent');

/** What docs/redis.md says that the user needs, with a password. */
function documentedRights(password: string): string[] {
  const page = readFileSync(packagePath('docs', 'redis.md'), 'utf8');
  const rights = /^ACL SETUSER anel (.+)$/m.exec(page)?.[1] ?? '';
  return rights.split(' ').map((right) => (right.startsWith('>') ? `>${password}` : right));
}

async function reasonOf(parts: RedisParts | null): Promise<string> {
  const error = await parts?.ping().catch((thrown: unknown) => thrown);
  await parts?.close();
  return isAnelError(error, 'REDIS_UNAVAILABLE') ? error.message : `no refusal: ${error}`;
}

if (url !== null) {
  it('says how it stands, and why it does not answer', async () => {
    const away = await makeTestRedis();
    expect(await reasonOf(openRedis(testConfig(away.url), systemClock, log))).toContain('ECONNREFUSED');
    await away.close();
    const parts = openRedis(testConfig(url), systemClock, log);
    await parts?.ping();
    await expect.poll(() => parts?.ready()).toBe('open');
    expect(parts?.counts()).toEqual({
      queuedRows: 0,
      droppedRows: 0,
      failedCommands: 0,
      unsentNews: 0,
      localRequests: 0,
    });
    await parts?.close();
    expect(parts?.ready()).toBe('closed');
  });

  it('ends also while Redis hangs or is gone, with rows that wait', async () => {
    const server = await makeTestRedis();
    await server.start();
    const config = testConfig(server.url, { commandTimeoutMs: 100 });
    for (const harm of ['freeze', 'stop'] as const) {
      const parts = openRedis(config, systemClock, log);
      await parts?.ping();
      await server[harm]();
      parts?.featureCache.offer([cacheDecision(1, 'A', 'B')]);
      await parts?.close();
      expect([parts?.ready(), parts?.counts().queuedRows]).toEqual(['closed', 2]);
      if (harm === 'freeze') server.thaw();
    }
    await server.close();
  });

  describe('with TLS and a user', () => {
    let folder: string;
    let server: TestRedis;
    let address: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'anel-tls-'));
      const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'ca.pem')];
      const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
      const made = spawnSync('openssl', [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-keyout',
        key,
        '-out',
        certificate,
        ...subject,
      ]);
      if (made.status !== 0) throw new Error(`openssl failed: ${made.stderr}`);
      server = await makeTestRedis([
        ...['--port', '0', '--tls-port', '{port}', '--tls-auth-clients', 'no'],
        ...['--tls-cert-file', certificate, '--tls-key-file', key],
        ...['--user', 'default', 'off', '--user', 'anel', ...documentedRights('p@ss/word')],
      ]);
      await server.start();
      address = server.url.replace('redis:', 'rediss:');
    });
    afterAll(async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('everything works for who trusts its certificate and has the documented rights', async () => {
      const keyPrefix = 'anel';
      const known = { ca: join(folder, 'ca.pem'), user: 'anel', password: 'p@ss/word', keyPrefix };
      const parts = openRedis(testConfig(address, known), systemClock, log);
      if (parts === null) throw new Error('the test has no address of Redis');
      const { featureCache, alertBus, rateLimiter } = parts;
      const before = openRedis(testConfig(address, known), systemClock, log);
      await before?.featureCache.rebuild(logOf([cacheDecision(9, 'C', 'D')]));
      await before?.close();
      await featureCache.rebuild(logOf([cacheDecision(3, 'A', 'B')]));
      featureCache.offer([cacheDecision(4, 'A', 'B', { featureSetHash: 'other' })]);
      await featureCache.settle();
      expect((await featureCache.row('A'))?.updatedSeq).toBe(4);
      expect(await featureCache.row('C')).toBeNull();
      expect(await featureCache.writtenSeq()).toBe(4);
      expect((await rateLimiter.take('a')).allowed).toBe(true);
      await expect.poll(() => parts.ready()).toBe('open');
      const heard: number[] = [];
      alertBus.subscribe(({ seq }) => heard.push(seq));
      await expect
        .poll(
          () => {
            alertBus.publish({ seq: heard.length + 1, alertIds: ['a'] });
            return heard.length;
          },
          { interval: 20 },
        )
        .toBeGreaterThan(10);
      expect(new Set(heard).size).toBeLessThan(heard.length);
      expect(parts.counts()).toMatchObject({ failedCommands: 0, unsentNews: 0, localRequests: 0 });
      await parts.close();
      const inAddress = address.replace('//', '//anel:p%40ss%2Fword@');
      const again = openRedis(testConfig(inAddress, { ca: known.ca }), systemClock, log);
      await again?.ping();
      await again?.close();
    });

    it('others are told why not, without the password', async () => {
      const ca = join(folder, 'ca.pem');
      const open = (change: object) => openRedis(testConfig(address, change), systemClock, log);
      expect(await reasonOf(open({ user: 'anel', password: 'p@ss/word' }))).toContain(
        'self-signed certificate',
      );
      const wrong = await reasonOf(open({ ca, user: 'anel', password: 'wrong-one' }));
      expect(wrong).toContain('WRONGPASS');
      expect(wrong).not.toContain('wrong-one');
      expect(await reasonOf(open({ ca }))).toContain('NOAUTH');
    });
  });
}
