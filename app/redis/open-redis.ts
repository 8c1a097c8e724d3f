import type { AlertBus } from '../../api/feed/alert-bus.ts';
import { InProcessAlertBus } from '../../api/feed/in-process-alert-bus.ts';
import { LocalRateLimiter } from '../../api/limits/local-rate-limiter.ts';
import type { RateLimiter } from '../../api/limits/rate-limiter.ts';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import type { Log } from '../../base/log.ts';
import type { FeatureCache } from '../../scoring/feature-cache.ts';
import { InProcessFeatureCache } from '../../scoring/in-process-feature-cache.ts';
import { RedisAlertBus } from './redis-alert-bus.ts';
import { RedisConnection, type RedisState } from './redis-connection.ts';
import { RedisFeatureCache } from './redis-feature-cache.ts';
import { RedisRateLimiter } from './redis-rate-limiter.ts';

/** What several processes share, or what one process has for itself. */
export interface SharedParts {
  /** True when other processes read the feature rows, so that what an earlier process left unwritten must be made up for. */
  readonly rowsAreShared: boolean;
  readonly featureCache: FeatureCache;
  readonly alertBus: AlertBus;
  readonly rateLimiter: RateLimiter;
  close(): Promise<void>;
}

/** Numbers for the metrics, counted since the start. */
export interface RedisCounts {
  /** Feature rows that wait to be written, now. */
  readonly queuedRows: number;
  /** Feature rows that were dropped for want of room. */
  readonly droppedRows: number;
  /** Commands that failed or could not be sent. */
  readonly failedCommands: number;
  /** News of alerts that did not reach other processes. */
  readonly unsentNews: number;
  /** Requests that this process counted alone. */
  readonly localRequests: number;
}

/** The shared parts on Redis. */
export interface RedisParts extends SharedParts {
  /**
   * How the connection stands, for the probe. No reason not to be ready: everything goes on without Redis, slower.
   */
  ready(): RedisState;
  counts(): RedisCounts;
  /** Waits for an answer; rejects with REDIS_UNAVAILABLE and the reason. */
  ping(): Promise<void>;
  /** Writes the feature rows that wait, once, and ends the connections. */
  close(): Promise<void>;
}

/** The parts of one process that shares nothing. */
export function openInProcess(config: Config, clock: Clock): SharedParts {
  return {
    rowsAreShared: false,
    featureCache: new InProcessFeatureCache(config.redis, clock),
    alertBus: new InProcessAlertBus(),
    rateLimiter: new LocalRateLimiter(config.api, clock),
    close: async () => undefined,
  };
}

/**
 * The parts on the Redis of the settings, null without `redis.url`. Does not wait for a connection, and needs none to work. Throws CONFIG_INVALID
 * for an address or a certificate file that cannot be used.
 */
export function openRedis(config: Config, clock: Clock, log: Log): RedisParts | null {
  const { url, keyPrefix } = config.redis;
  if (url === null) return null;
  const asking = new RedisConnection(config.redis, url, log);
  const listening = new RedisConnection(config.redis, url, log.child({}, { level: 'silent' }));
  const featureCache = new RedisFeatureCache(asking, config.redis, log);
  const alertBus = new RedisAlertBus({ sending: asking, listening, keyPrefix, log });
  const { requestsPerMinuteMax } = config.api;
  const local = new LocalRateLimiter(config.api, clock);
  const rateLimiter = new RedisRateLimiter({ connection: asking, keyPrefix, requestsPerMinuteMax, local });
  return {
    rowsAreShared: true,
    featureCache,
    alertBus,
    rateLimiter,
    ready: () => (listening.state === 'open' ? asking.state : listening.state),
    counts: () => ({
      queuedRows: featureCache.queued,
      droppedRows: featureCache.dropped,
      failedCommands: asking.failures + listening.failures,
      unsentNews: alertBus.unsent,
      localRequests: rateLimiter.fallbacks,
    }),
    ping: () => asking.ping(),
    close: async () => {
      await featureCache.close();
      await Promise.all([asking.close(), listening.close()]);
    },
  };
}
