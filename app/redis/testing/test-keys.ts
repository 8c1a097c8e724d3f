import { Redis } from 'ioredis';
import { type Config, parseConfig } from '../../../base/config.ts';

let opened = 0;

/** Settings of a test on a Redis that others use too: a prefix of its own, and patience with a busy machine. */
export function testConfig(url: string, change: Partial<Config['redis']> = {}, api = {}): Config {
  opened += 1;
  const keyPrefix = `anel-test-${process.pid}-${opened}`;
  return parseConfig({ redis: { url, keyPrefix, commandTimeoutMs: 2000, retryMaxMs: 100, ...change }, api });
}

/** A plain client, as another system has one. It is to be disconnected. */
export function otherSystem(url: string): Redis {
  return new Redis(url, { maxRetriesPerRequest: 0 });
}

/** Removes every key of a test. */
export async function removeKeys(redis: Redis, prefix: string): Promise<void> {
  const keys = await redis.keys(`${prefix}:*`);
  if (keys.length > 0) await redis.unlink(...keys);
}
