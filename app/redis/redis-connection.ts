import { once } from 'node:events';
import { Redis } from 'ioredis';
import type { Config } from '../../base/config.ts';
import { AnelError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { redisOptions } from './redis-options.ts';
import { defineScripts } from './scripts.ts';

/** How a connection stands: `open`, or why nothing can be asked now. */
export type RedisState = 'open' | 'away' | 'closed';

/**
 * One connection to Redis, which opens itself again for ever. What is asked while it is away fails at once, what gets no answer fails at its
 * deadline; both are REDIS_UNAVAILABLE and counted. The log has a line when it goes and one when it comes back, however often it is tried.
 */
export class RedisConnection {
  readonly #redis: Redis;
  readonly #log: Log;
  readonly #connectTimeoutMs: number;
  #failures = 0;
  #loggedAway = false;
  #closed = false;
  #lastError = 'not connected yet';

  /** Begins to connect and does not wait for it. Throws CONFIG_INVALID. */
  constructor(settings: Config['redis'], url: string, log: Log) {
    this.#log = log;
    this.#connectTimeoutMs = settings.connectTimeoutMs;
    this.#redis = new Redis(url, redisOptions(settings, url));
    defineScripts(this.#redis);
    this.#redis.on('error', (error: Error) => this.#noteAway(error.message));
    this.#redis.on('close', () => this.#noteAway('the connection was closed'));
    this.whenReady(() => this.#noteBack());
  }

  get state(): RedisState {
    const { status } = this.#redis;
    if (this.#closed) return 'closed';
    return status === 'ready' ? 'open' : 'away';
  }

  /** Commands that failed or could not be sent since the start. */
  get failures(): number {
    return this.#failures;
  }

  /** Calls a listener each time that the connection is open (again). */
  whenReady(listener: () => void): void {
    this.#redis.on('ready', listener);
  }

  /** Calls a listener with each message of the channels that this connection subscribed to. */
  whenMessage(listener: (text: string) => void): void {
    this.#redis.on('message', (_channel: string, text: string) => listener(text));
  }

  /** Asks Redis. Rejects with REDIS_UNAVAILABLE; `attempt` says what was attempted, in lower case. */
  async ask<T>(attempt: string, question: (redis: Redis) => Promise<T>): Promise<T> {
    try {
      if (this.state !== 'open') throw new Error(this.#lastError);
      return await question(this.#redis);
    } catch (cause) {
      this.#failures += 1;
      throw new AnelError('REDIS_UNAVAILABLE', `${attempt}: ${messageOf(cause)}; see whether Redis runs`, {
        cause,
      });
    }
  }

  /** Resolves when the server answers, waiting for a connection as long as one may take. Rejects with REDIS_UNAVAILABLE. */
  async ping(): Promise<void> {
    if (this.state === 'away') {
      const signal = AbortSignal.timeout(this.#connectTimeoutMs);
      await once(this.#redis, 'ready', { signal }).catch(() => undefined);
    }
    await this.ask('ask Redis for a sign of life', (redis) => redis.ping());
  }

  /** Ends it without waiting for answers. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // Between two attempts there is no connection, and nothing that would say that it ended.
    const connected = ['ready', 'connect', 'connecting'].includes(this.#redis.status);
    const ended = new Promise((resolve) => this.#redis.once('end', resolve));
    this.#redis.disconnect();
    if (connected) await ended;
  }

  #noteAway(reason: string): void {
    this.#lastError = reason;
    if (this.#loggedAway || this.#closed) return;
    this.#loggedAway = true;
    this.#log.warn({ error: reason }, 'Redis is away; going on without it');
  }

  #noteBack(): void {
    if (this.#loggedAway) this.#log.warn('Redis is back');
    this.#loggedAway = false;
  }
}
