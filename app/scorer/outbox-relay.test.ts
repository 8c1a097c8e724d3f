import { expect, test } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import { openLog } from '../../base/log.ts';
import type { PublishedMessage } from '../../ingest/publisher.ts';
import type { StoredOutboxMessage } from '../../ledger/model.ts';
import { EngineObservers } from '../engine/engine-observer.ts';
import { OutboxRelay } from './outbox-relay.ts';

const config = parseConfig({
  kafka: { outboxPageMax: 2, outboxEveryMs: 1 },
  ingest: { retryBaseMs: 1, retryMaxMs: 1 },
});

/** An outbox and a publisher in memory: the ports, with what happened to them. */
class Post {
  readonly published: number[] = [];
  waiting: StoredOutboxMessage[] = [];
  owner = true;
  refuse: Error | null = null;
  endless = false;
  #next = 1;

  add(count: number): void {
    for (let index = 0; index < count; index += 1) {
      this.waiting.push({ id: this.#next, topic: 'decisions', key: 'k', payload: '{}' });
      this.#next += 1;
    }
  }

  relay(): OutboxRelay {
    const ledger = {
      outbox: async (limit: number) => this.waiting.slice(0, limit),
      acknowledgeOutbox: async (throughId: number) => {
        this.waiting = this.waiting.filter(({ id }) => id > throughId);
        if (this.endless) this.add(2);
      },
    };
    const publisher = {
      publish: async (messages: readonly PublishedMessage[]) => {
        if (this.refuse !== null) throw this.refuse;
        this.published.push(...messages.map(({ id }) => id));
      },
      close: async () => {},
    };
    const stillOwner = async () => this.owner;
    const observer = new EngineObservers();
    return new OutboxRelay({
      ledger,
      publisher,
      stillOwner,
      config,
      clock: systemClock,
      log: openLog('silent'),
      observer,
    });
  }
}

test('what waits goes out in order, and once, before a clean end', async () => {
  const post = new Post();
  post.add(7);
  const relay = post.relay();
  await relay.close({ sends: true });
  expect(post.published).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(post.waiting).toEqual([]);
});

test('a relay that must not send ends although there is always more', async () => {
  const post = new Post();
  post.endless = true;
  post.add(2);
  const relay = post.relay();
  await relay.close({ sends: false });
  const { length } = post.published;
  await new Promise((resolve) => setImmediate(resolve));
  expect(post.published).toHaveLength(length);
  expect(post.waiting.length).toBeGreaterThan(0);
});

test('who is no longer the active scorer publishes nothing, and says so', async () => {
  const post = new Post();
  post.owner = false;
  post.add(3);
  const relay = post.relay();
  await expect(relay.failed).rejects.toMatchObject({ code: 'SUPERSEDED' });
  await relay.close({ sends: true });
  expect(post.published).toEqual([]);
  expect(post.waiting).toHaveLength(3);
});

test('a refusal that passes is tried again, one that does not ends the relay', async () => {
  const post = new Post();
  post.refuse = new AnelError('STREAM_UNAVAILABLE', 'away');
  post.add(3);
  const relay = post.relay();
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  post.refuse = new AnelError('STREAM_FAILED', 'no right to write');
  relay.wake();
  await expect(relay.failed).rejects.toMatchObject({ code: 'STREAM_FAILED' });
  expect(post.waiting).toHaveLength(3);
  await relay.close({ sends: false });
});
