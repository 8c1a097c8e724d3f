import { readFileSync } from 'node:fs';
import type { RedisOptions } from 'ioredis';
import type { Config } from '../../base/config.ts';
import { AnelError, messageOf } from '../../base/errors.ts';
import { SteadyConnector } from './steady-connector.ts';

/** The first wait before a connection that broke is opened again; each further one doubles. */
const retryBaseMs = 50;

/** A connection without an answer for so many deadlines of a command is taken for dead and opened anew. */
const silentDeadlinesMax = 5;

/**
 * What a connection to `url` is opened with: no command waits for a connection or longer than its deadline, none is sent twice, so memory
 * stays flat while Redis is away. Throws CONFIG_INVALID for an address or a certificate file that cannot be used; the message
 * never has the address, which may hold a password.
 */
export function redisOptions(
  settings: Config['redis'],
  url: string,
): RedisOptions & { replyMapping: 'legacy' } {
  const { user, password, connectTimeoutMs, commandTimeoutMs, retryMaxMs } = settings;
  const encrypted = checkAddress(url) === 'rediss:';
  if (settings.ca !== null && !encrypted) {
    throw new AnelError(
      'CONFIG_INVALID',
      'configuration key "redis.ca" asks for TLS, but "redis.url" is redis://; write rediss:// there, or leave the certificates out',
    );
  }
  const tls = encrypted ? { tls: tlsOf(settings.ca) } : {};
  return {
    ...(user === null ? {} : { username: user }),
    ...(password === null ? {} : { password }),
    ...tls,
    Connector: SteadyConnector,
    connectionName: 'anel',
    replyMapping: 'legacy',
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
    socketTimeout: silentDeadlinesMax * commandTimeoutMs,
    disconnectTimeout: commandTimeoutMs,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(retryBaseMs * 2 ** Math.min(times - 1, 20), retryMaxMs),
    // After a failover the address leads to the new primary; this connection still talks to the old one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  };
}

function checkAddress(url: string): string {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol === 'redis:' || protocol === 'rediss:') return protocol;
  throw new AnelError(
    'CONFIG_INVALID',
    'configuration key "redis.url" is no address of Redis; write redis://host:port/db, or rediss://host:port/db for TLS',
  );
}

function tlsOf(ca: string | null) {
  if (ca === null) return {};
  try {
    return { ca: readFileSync(ca) };
  } catch (cause) {
    const message = `configuration key "redis.ca": cannot read the file "${ca}": ${messageOf(cause)}; name a PEM file of certificates`;
    throw new AnelError('CONFIG_INVALID', message, { cause });
  }
}
