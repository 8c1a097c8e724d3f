import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalRateLimiter } from '../../api/limits/local-rate-limiter.ts';
import { describeRateLimiter } from '../../api/limits/rate-limiter.contract.ts';
import { systemClock } from '../../base/clock.ts';
import { openLog } from '../../base/log.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import { RedisConnection } from './redis-connection.ts';
import { RedisRateLimiter } from './redis-rate-limiter.ts';
import { makeTestRedis, type TestRedis } from './testing/start-redis.ts';
import { otherSystem, removeKeys, testConfig } from './testing/test-keys.ts';

const url = serverVariable('ANEL_TEST_REDIS_URL');
const log = openLog('silent');

function limiterOn(address: string, max: number, spanMs: number, change = {}) {
  const { redis } = testConfig(address, change);
  const connection = new RedisConnection(redis, address, log);
  const limits = { requestsPerMinuteMax: max, clientsMax: 100 };
  const local = new LocalRateLimiter(limits, systemClock, spanMs);
  const { keyPrefix } = redis;
  const make = () =>
    new RedisRateLimiter({ connection, keyPrefix, requestsPerMinuteMax: max, local, spanMs });
  return { connection, keyPrefix, limiter: make(), make };
}

if (url !== null) {
  const other = otherSystem(url);
  afterAll(() => other.disconnect());

  describeRateLimiter('the limiter on Redis', async (max, spanMs) => {
    const { connection, keyPrefix, limiter } = limiterOn(url, max, spanMs);
    await connection.ping();
    return {
      limiter,
      // A timer may be a little early by the clock of Redis.
      pass: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs + 5)),
      close: async () => {
        expect(limiter.fallbacks).toBe(0);
        await removeKeys(other, keyPrefix);
        await connection.close();
      },
    };
  });

  it('counts over all processes together, and keeps a count for two windows only', async () => {
    const { connection, keyPrefix, make } = limiterOn(url, 5, 600_000);
    await connection.ping();
    const processes = [make(), make(), make()];
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => processes[index % 3]?.take('192.0.2.1')),
    );
    expect(answers.filter((answer) => answer?.allowed)).toHaveLength(5);
    expect(await other.pttl(`${keyPrefix}:rate:192.0.2.1`)).toBeGreaterThan(1_100_000);
    await removeKeys(other, keyPrefix);
    await connection.close();
  });

  describe('without an answer of Redis', () => {
    let redis: TestRedis;
    beforeAll(async () => {
      redis = await makeTestRedis();
      await redis.start();
    });
    afterAll(() => redis.close());

    it('goes on counting in this process what it allowed before, and shares again when Redis is back', async () => {
      const { connection, limiter } = limiterOn(redis.url, 4, 600_000);
      await connection.ping();
      for (let sent = 0; sent < 3; sent += 1) expect((await limiter.take('a')).allowed).toBe(true);
      await redis.stop();
      expect((await limiter.take('a')).allowed).toBe(true);
      const refused = await limiter.take('a');
      expect(refused.allowed).toBe(false);
      expect(refused.retryAfterMs).toBeGreaterThan(0);
      expect((await limiter.take('b')).allowed).toBe(true);
      expect(limiter.fallbacks).toBe(3);
      await redis.start();
      await expect.poll(() => connection.state, { timeout: 10_000 }).toBe('open');
      expect((await limiter.take('c')).allowed).toBe(true);
      expect(limiter.fallbacks).toBe(3);
      await connection.close();
    });

    it('waits no longer than the deadline of a command, and not at all once Redis is known to hang', async () => {
      const { connection, limiter } = limiterOn(redis.url, 1000, 600_000, { commandTimeoutMs: 100 });
      await connection.ping();
      redis.freeze();
      const startUs = systemClock.monotonicUs();
      const answers = await Promise.all(Array.from({ length: 20 }, () => limiter.take('a')));
      expect(answers.every(({ allowed }) => allowed)).toBe(true);
      expect(systemClock.monotonicUs() - startUs).toBeLessThan(1_000_000);
      await expect.poll(() => connection.state, { timeout: 10_000 }).toBe('away');
      expect((await limiter.take('a')).allowed).toBe(true);
      redis.thaw();
      await expect.poll(() => connection.state, { timeout: 10_000 }).toBe('open');
      await connection.close();
    });
  });
}
