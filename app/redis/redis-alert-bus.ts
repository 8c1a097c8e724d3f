import { z } from 'zod';
import type { AlertBus, AlertNews } from '../../api/feed/alert-bus.ts';
import { InProcessAlertBus } from '../../api/feed/in-process-alert-bus.ts';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { RedisConnection } from './redis-connection.ts';

const newsSchema = z.object({
  seq: z.int().positive(),
  alertIds: z.array(z.string().min(1)).min(1),
});

/** The two connections of a bus, since one that listens should not wait behind one that asks. */
export interface RedisAlertBusParts {
  readonly sending: RedisConnection;
  readonly listening: RedisConnection;
  readonly keyPrefix: string;
  readonly log: Log;
}

/**
 * News of alerts between processes over a channel of Redis. This process is told at once and without Redis; the others when Redis is there, or
 * else not at all. What this process sent comes back to it, which followers pass over since they know it.
 */
export class RedisAlertBus implements AlertBus {
  readonly #parts: RedisAlertBusParts;
  readonly #channel: string;
  readonly #here = new InProcessAlertBus();
  #unsent = 0;
  #received = 0;

  constructor(parts: RedisAlertBusParts) {
    this.#parts = parts;
    this.#channel = `${parts.keyPrefix}:alerts`;
    parts.listening.whenReady(() => this.#listen());
    parts.listening.whenMessage((text) => this.#receive(text));
  }

  /** News that did not reach Redis since the start. */
  get unsent(): number {
    return this.#unsent;
  }

  /** News that came from Redis since the start, own ones included. */
  get received(): number {
    return this.#received;
  }

  publish(news: AlertNews): void {
    this.#here.publish(news);
    const { sending } = this.#parts;
    const text = JSON.stringify({ seq: news.seq, alertIds: news.alertIds });
    sending
      .ask('tell other processes of alerts', (redis) => redis.publish(this.#channel, text))
      .catch(() => {
        this.#unsent += 1;
      });
  }

  subscribe(listener: (news: AlertNews) => void): () => void {
    return this.#here.subscribe(listener);
  }

  #listen(): void {
    const { listening, log } = this.#parts;
    listening
      .ask('listen for alerts', (redis) => redis.subscribe(this.#channel))
      .catch((error: unknown) => {
        log.warn(
          { error: messageOf(error) },
          'no news of alerts from other processes; looking for them instead',
        );
      });
  }

  #receive(text: string): void {
    const news = newsSchema.safeParse(jsonOf(text));
    if (!news.success) return;
    this.#received += 1;
    this.#here.publish(news.data);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
