import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { isAnelError } from '../../base/errors.ts';
import { openLog } from '../../base/log.ts';
import { cacheDecision } from '../../scoring/feature-cache.contract.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import { openRedis, type RedisParts } from './open-redis.ts';
import { makeTestRedis, type TestRedis } from './testing/start-redis.ts';
import { testConfig } from './testing/test-keys.ts';

const url = serverVariable('ANEL_TEST_REDIS_URL');
const log = openLog('silent');

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
        ...['--user', 'default', 'off', '--user', 'anel', 'on', '>p@ss/word', '~anel*', '&anel*', '+@all'],
      ]);
      await server.start();
      address = server.url.replace('redis:', 'rediss:');
    });
    afterAll(async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('it is reached by who trusts its certificate and knows the password', async () => {
      const known = { ca: join(folder, 'ca.pem'), user: 'anel', password: 'p@ss/word' };
      const parts = openRedis(testConfig(address, known), systemClock, log);
      await parts?.ping();
      parts?.featureCache.offer([cacheDecision(3, 'A', 'B')]);
      await parts?.featureCache.settle();
      expect((await parts?.featureCache.row('A'))?.updatedSeq).toBe(3);
      await parts?.close();
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
