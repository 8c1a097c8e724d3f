import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../base/config.ts';
import { isAnelError } from '../../base/errors.ts';
import { openLog } from '../../base/log.ts';
import type { Decision } from '../../scoring/decision-model.ts';
import { cacheDecision, describeFeatureCache, logOf } from '../../scoring/feature-cache.contract.ts';
import { roleRow } from '../../scoring/feature-cache.ts';
import { featureSet } from '../../scoring/features/registry.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import { RedisConnection } from './redis-connection.ts';
import { RedisFeatureCache } from './redis-feature-cache.ts';
import { makeTestRedis, type TestRedis } from './testing/start-redis.ts';
import { otherSystem, removeKeys, testConfig } from './testing/test-keys.ts';

const url = serverVariable('ANEL_TEST_REDIS_URL');
const log = openLog('silent');

async function openCache(settings: Config['redis']) {
  const connection = new RedisConnection(settings, settings.url ?? '', log);
  await connection.ping();
  const cache = new RedisFeatureCache(connection, settings, log);
  const close = async () => {
    await cache.close();
    await connection.close();
  };
  return { connection, cache, close };
}

if (url !== null) {
  const other = otherSystem(url);
  afterAll(() => other.disconnect());
  describeOnRedis(url, other);
  describeOutages();
}

function describeOnRedis(address: string, other: Redis): void {
  const settings = testConfig(address).redis;
  afterAll(() => removeKeys(other, settings.keyPrefix));

  describeFeatureCache('the cache on Redis', async () => {
    const opened: { close(): Promise<void> }[] = [];
    return {
      open: async () => {
        const { cache, close } = await openCache(settings);
        opened.push({ close });
        return cache;
      },
      clear: () => removeKeys(other, settings.keyPrefix),
      close: async () => {
        for (const { close } of opened) await close();
      },
    };
  });

  it('is read by other systems as a hash with a time to live', async () => {
    const { cache, close } = await openCache({ ...settings, rowTtlMs: 60_000 });
    const [sent, received] = [cacheDecision(7, 'B1/A:1', 'B1/Z'), cacheDecision(8, 'B1/Z', 'B1/A:1')];
    cache.offer([sent, received]);
    await cache.settle();
    const key = `${settings.keyPrefix}:account:B1/A:1`;
    const fields = await other.hgetall(key);
    const named = (role: string, { features }: Decision) =>
      featureSet.names.map((name, index) => [`${role}.${name}`, String(features[index])]);
    expect(fields).toEqual({
      updatedSeq: '8',
      'out.seq': '7',
      'out.at': '1700000000007',
      'out.transactionId': 't7',
      'out.score': '0.125',
      'out.verdict': 'ALLOW',
      'out.featureSetHash': featureSet.hash,
      'in.seq': '8',
      'in.at': '1700000000008',
      'in.transactionId': 't8',
      'in.score': String(1 / 9),
      'in.verdict': 'ALLOW',
      'in.featureSetHash': featureSet.hash,
      ...Object.fromEntries([...named('out', sent), ...named('in', received)]),
    });
    const ttl = await other.pttl(key);
    expect(ttl).toBeGreaterThan(50_000);
    expect(ttl).toBeLessThanOrEqual(60_000);
    await close();
  });

  it('takes a key back that another program made something else of, and scripts that were forgotten', async () => {
    const { cache, close } = await openCache(settings);
    await other.set(`${settings.keyPrefix}:account:W`, 'no hash');
    cache.offer([cacheDecision(1, 'W', 'X')]);
    await cache.settle();
    await other.script('FLUSH');
    cache.offer([cacheDecision(2, 'W', 'X')]);
    await cache.settle();
    expect((await cache.row('W'))?.out?.seq).toBe(2);
    await close();
  });

  it('moves the mark as long as everything before it is written', async () => {
    const { cache, close } = await openCache({ ...settings, keyPrefix: `${settings.keyPrefix}:mark` });
    await cache.rebuild(logOf([]));
    for (let seq = 1; seq <= 50; seq += 1) cache.offer([cacheDecision(seq, `A${seq % 3}`, 'B')]);
    expect(cache.queued).toBe(4);
    await cache.settle();
    expect(await cache.writtenSeq()).toBe(50);
    await close();
  });
}

function describeOutages(): void {
  describe('while Redis is away', () => {
    let redis: TestRedis;
    let settings: Config['redis'];
    beforeAll(async () => {
      redis = await makeTestRedis();
      settings = testConfig(redis.url, { queueMax: 20, commandTimeoutMs: 500, retryMaxMs: 50 }).redis;
    });
    afterAll(() => redis.close());

    const decisionsOf = (first: number, last: number): Decision[] =>
      Array.from({ length: last - first + 1 }, (_, index) =>
        cacheDecision(first + index, `A${first + index}`, `B${(first + index) % 4}`),
      );

    it('rows wait in their order up to the limit, the oldest are dropped, and all heal from the ledger', async () => {
      await redis.start();
      const { connection, cache, close } = await openCache(settings);
      const committed = decisionsOf(1, 10);
      cache.offer(committed);
      await cache.settle();
      await cache.rebuild(logOf(committed));
      await redis.stop();
      await expect.poll(() => connection.state).toBe('away');
      const missed = decisionsOf(11, 60);
      committed.push(...missed);
      for (const decision of missed) cache.offer([decision]);
      await cache.settle();
      expect(cache.queued).toBe(20);
      expect(cache.dropped).toBeGreaterThan(30);
      const unread = await cache.row('A11').catch((error: unknown) => error);
      expect(isAnelError(unread, 'REDIS_UNAVAILABLE')).toBe(true);
      expect(connection.failures).toBeGreaterThan(0);

      // It comes back with nothing, as a Redis does that keeps nothing on disk: also what was written before is missing.
      await redis.start();
      await expect.poll(() => cache.writtenSeq().catch(() => 0), { timeout: 10_000 }).toBe(60);
      for (const decision of committed)
        expect((await cache.row(decision.from))?.out).toEqual(roleRow(decision));
      expect(cache.queued).toBe(0);
      await close();
      await redis.stop();
    });

    it('a Redis that hangs takes nothing but time, and the memory of one pipeline', async () => {
      await redis.start();
      const { cache, close } = await openCache(settings);
      await cache.rebuild(logOf([]));
      redis.freeze();
      const decisions = decisionsOf(1, 8);
      cache.offer(decisions);
      await cache.settle();
      expect(cache.queued).toBe(12);
      redis.thaw();
      await expect.poll(() => cache.queued, { timeout: 10_000 }).toBe(0);
      await expect.poll(() => cache.writtenSeq().catch(() => 0), { timeout: 10_000 }).toBeGreaterThan(0);
      for (const decision of decisions)
        expect((await cache.row(decision.from))?.out).toEqual(roleRow(decision));
      await close();
      await redis.stop();
    });

    it('a process that was killed before it wrote leaves nothing stale after the next one rebuilt', async () => {
      await redis.start();
      const committed = decisionsOf(1, 30);
      const first = await openCache(settings);
      await first.cache.rebuild(logOf(committed.slice(0, 10)));
      // Decided and committed up to 30, but written up to 10 only. The next process hears of 31 first.
      await first.connection.close();
      const second = await openCache(settings);
      const later = cacheDecision(31, 'A31', 'B3');
      second.cache.offer([later]);
      await second.cache.settle();
      expect(await second.cache.writtenSeq()).toBe(10);
      await second.cache.rebuild(logOf([...committed, later]));
      expect(await second.cache.writtenSeq()).toBe(31);
      expect((await second.cache.row('A25'))?.out).toEqual(roleRow(committed[24] as Decision));
      await second.close();
      await redis.stop();
    });

    it('a rebuild waits for the connection, and one that cannot be done now is done by the next', async () => {
      const connection = new RedisConnection(settings, redis.url, log);
      const cache = new RedisFeatureCache(connection, settings, log);
      const failed = await cache.rebuild(logOf(decisionsOf(1, 5))).catch((error: unknown) => error);
      expect(isAnelError(failed, 'REDIS_UNAVAILABLE')).toBe(true);
      await redis.start();
      await expect.poll(() => cache.writtenSeq().catch(() => 0), { timeout: 10_000 }).toBe(5);
      await cache.close();
      await connection.close();
    });
  });
}
