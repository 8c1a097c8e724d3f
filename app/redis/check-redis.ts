import { Redis } from 'ioredis';
import {
  CheckFailure,
  type CheckResult,
  checkWaitMs,
  isLoopback,
  passwordsOf,
  runCheck,
} from '../../base/check.ts';
import type { Config } from '../../base/config.ts';
import { isAnelError, messageOf } from '../../base/errors.ts';
import { redisOptions } from './redis-options.ts';

type Settings = Config['redis'];

const oldestMajor = 7;

/**
 * Whether the Redis server of the settings answers, lets us in, is new enough and a primary, and lets us read keys with our prefix.
 * Reads only. Without an address there is nothing to check.
 */
export function checkRedis(settings: Settings): Promise<CheckResult> {
  const { url } = settings;
  return runCheck({
    part: 'redis',
    secrets: [settings.password, ...passwordsOf(url)],
    adviceOf: (error) => adviceOf(error, settings),
    look: async () => {
      if (url === null) return { detail: 'not used: redis.url is not set' };
      return look(url, settings);
    },
  });
}

async function look(url: string, settings: Settings) {
  const redis = clientOf(url, settings);
  // The reason of a connection that fails comes as an event; the call itself only says that it is closed.
  let reason: unknown = null;
  redis.on('error', (error: unknown) => {
    reason ??= error;
  });
  try {
    await redis.connect();
    await redis.ping();
    await redis.get(`${settings.keyPrefix}:check`);
    // A database that is not there leaves the connection in the first one.
    if (reason !== null) throw reason;
    return found(url, await redis.info('server'), await redis.info('replication'));
  } catch (error) {
    throw error instanceof CheckFailure ? error : (reason ?? error);
  } finally {
    redis.disconnect();
  }
}

/** As the service connects, but one attempt, without the haste that scoring is in. */
function clientOf(url: string, settings: Settings): Redis {
  const waitMs = checkWaitMs / 2;
  const connectTimeoutMs = Math.min(settings.connectTimeoutMs, waitMs);
  return new Redis(url, {
    ...redisOptions({ ...settings, connectTimeoutMs, commandTimeoutMs: waitMs }, url),
    lazyConnect: true,
    retryStrategy: () => null,
  });
}

function found(url: string, server: string, replication: string) {
  const version = /^redis_version:([\d.]+)/m.exec(server)?.[1] ?? 'unknown';
  const role = /^role:(\w+)/m.exec(replication)?.[1];
  const host = /^rediss?:\/\/(?:[^/]*@)?(\[[^\]]*\]|[^:/?]*)/.exec(url)?.[1] ?? '';
  const product = `Redis ${version} at ${url.replace(/\/\/[^/]*@/, '//')}`;
  if (Number.parseInt(version, 10) < oldestMajor)
    throw new CheckFailure(`${product} is too old`, `upgrade the server to ${oldestMajor} or newer`);
  if (role === 'slave')
    throw new CheckFailure(`${product} is a replica that takes no writes`, 'name the primary in redis.url');
  const isClear = !url.startsWith('rediss:');
  const warning =
    isClear && !isLoopback(host) ? 'the connection is not encrypted: use rediss:// in redis.url' : null;
  return { detail: product, warning };
}

function adviceOf(error: unknown, { password }: Settings): string {
  const text = messageOf(error);
  if (/NOAUTH|WRONGPASS|ERR AUTH/.test(text)) {
    return password === null
      ? 'set redis.password (ANEL_REDIS_PASSWORD), and redis.user where the server has users'
      : 'correct redis.user and redis.password';
  }
  if (text.includes('NOPERM'))
    return 'let the user of redis.user run every command on keys and channels with the prefix of redis.keyPrefix';
  if (text.includes('DB index')) return 'correct the number of the database in redis.url';
  if (isAnelError(error)) return 'correct the setting that the message names';
  if (/certificate|ssl|tls/i.test(text))
    return 'compare redis.url (redis:// in the clear, rediss:// with TLS) and redis.ca with the server';
  return 'see whether the server runs, or correct host and port in redis.url';
}
