import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AlertFollower, followAlerts } from '../../api/feed/alert-follower.ts';
import { LedgerAlertFeed } from '../../api/feed/ledger-alert-feed.ts';
import type { RaisedAlert } from '../../api/services.ts';
import { openTestStores, type TestStores } from '../../api/testing/open-test-stores.ts';
import { testTransfer } from '../../api/testing/scenario.ts';
import { submitToStores, suspiciousAmount } from '../../api/testing/test-pipeline.ts';
import { systemClock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import { openRedis, type RedisParts } from './open-redis.ts';
import { makeTestRedis, type TestRedis } from './testing/start-redis.ts';
import { otherSystem, testConfig } from './testing/test-keys.ts';

const url = serverVariable('ANEL_TEST_REDIS_URL');
const log = openLog('silent');
const never = 3_600_000;

/** What one API process has: its own connections and feed, over the one ledger. */
interface Process {
  readonly redis: RedisParts;
  readonly feed: LedgerAlertFeed;
  readonly follower: AlertFollower;
  close(): Promise<void>;
}

async function openProcess(stores: TestStores, config: Config): Promise<Process> {
  const redis = openRedis(config, systemClock, log);
  if (redis === null) throw new Error('the test has no address of Redis');
  const { ledger } = stores;
  const feed = new LedgerAlertFeed(ledger, config.api);
  const follower = await followAlerts({ ledger, feed, bus: redis.alertBus, config: config.api, log });
  const close = async () => {
    await follower.close();
    feed.close();
    await redis.close();
  };
  return { redis, feed, follower, close };
}

/** Reads a subscription for ever; what came so far is in `seqs`. */
function collect(feed: LedgerAlertFeed): { readonly seqs: number[]; readonly ended: Promise<void> } {
  const seqs: number[] = [];
  const read = async () => {
    for await (const { seq } of feed.subscribe(
      null,
      new AbortController().signal,
    ) as AsyncIterable<RaisedAlert>)
      seqs.push(seq);
  };
  return { seqs, ended: read() };
}

if (url !== null) {
  let stores: TestStores;
  let server: TestRedis;
  let number = 0;

  beforeAll(async () => {
    stores = await openTestStores();
    server = await makeTestRedis();
    await server.start();
  }, 60_000);

  afterAll(async () => {
    await server.close();
    await stores.close();
  });

  /** Commits a transfer that raises an alert and tells the bus, as the scorer does. Answers the sequence number. */
  async function raise({ redis }: Process): Promise<number> {
    number += 1;
    const publish = ({ raisedSeq, id }: { raisedSeq: number; id: string }) =>
      redis.alertBus.publish({ seq: raisedSeq, alertIds: [id] });
    const event = testTransfer(number, 'B1/A', `B1/N${number}`, suspiciousAmount);
    const submission = await submitToStores(stores, { publish }, event);
    return submission.outcome === 'DECIDED' ? (submission.decision?.seq ?? 0) : 0;
  }

  /** Waits until both have as many as were raised, and then they are the same ones in the same order. */
  const bothSaw = async (raised: readonly number[], ...readers: readonly ReturnType<typeof collect>[]) => {
    const counts = () => readers.map(({ seqs }) => seqs.length);
    await expect.poll(counts, { timeout: 10_000 }).toEqual(readers.map(() => raised.length));
    expect(readers.map(({ seqs }) => seqs)).toEqual(readers.map(() => raised));
  };

  const bothOpen = (...processes: readonly Process[]) =>
    expect
      .poll(() => processes.map(({ redis }) => redis.ready()), { timeout: 10_000 })
      .toEqual(processes.map(() => 'open'));

  /** Open and listening: a subscription to a channel is only seen on the server. */
  const listening = async (address: string, channel: string, count: number) => {
    const other = otherSystem(address);
    await expect.poll(() => other.pubsub('NUMSUB', channel), { timeout: 10_000 }).toEqual([channel, count]);
    other.disconnect();
  };

  it('alerts that one process raised reach a subscriber of another one through Redis alone', async () => {
    const config = testConfig(server.url, {}, { pollEveryMs: never });
    const [scorer, reader] = [await openProcess(stores, config), await openProcess(stores, config)];
    await bothOpen(scorer, reader);
    await listening(server.url, `${config.redis.keyPrefix}:alerts`, 2);
    const [here, there] = [collect(scorer.feed), collect(reader.feed)];
    const raised: number[] = [];
    for (let count = 0; count < 20; count += 1) raised.push(await raise(scorer));
    await bothSaw(raised, here, there);

    await server.stop();
    await server.start();
    await bothOpen(scorer, reader);
    await listening(server.url, `${config.redis.keyPrefix}:alerts`, 2);
    raised.push(await raise(scorer));
    await bothSaw(raised, here, there);
    await scorer.close();
    await reader.close();
    await Promise.all([here.ended, there.ended]);
  });

  it('while Redis is up, stopped in the middle and back, each alert comes once and in order', async () => {
    const config = testConfig(server.url, {}, { pollEveryMs: 20 });
    const [scorer, reader] = [await openProcess(stores, config), await openProcess(stores, config)];
    await bothOpen(scorer, reader);
    const [here, there] = [collect(scorer.feed), collect(reader.feed)];
    const raised: number[] = [];
    const raiseSome = async (count: number) => {
      for (let more = 0; more < count; more += 1) raised.push(await raise(scorer));
      await bothSaw(raised, here, there);
    };
    await raiseSome(10);
    const stopping = server.stop();
    await raiseSome(10);
    await stopping;
    await expect.poll(() => scorer.redis.ready()).toBe('away');
    await raiseSome(10);
    expect(scorer.redis.counts().unsentNews).toBeGreaterThan(9);
    await server.start();
    await raiseSome(10);
    await bothOpen(scorer, reader);
    await raiseSome(10);
    await scorer.close();
    await reader.close();
    await Promise.all([here.ended, there.ended]);
  });

  it('what is on the channel is documented, and what is no news is passed over', async () => {
    const config = testConfig(server.url, {}, { pollEveryMs: never });
    const channel = `${config.redis.keyPrefix}:alerts`;
    const scorer = await openProcess(stores, config);
    const other = otherSystem(server.url);
    const messages: string[] = [];
    await other.subscribe(channel);
    other.on('message', (_, text: string) => messages.push(text));
    await bothOpen(scorer);
    await listening(server.url, channel, 2);
    const sender = otherSystem(server.url);
    for (const text of ['', '{', '{"seq":"1"}', '{"seq":1,"alertIds":[]}'])
      await sender.publish(channel, text);
    const seq = await raise(scorer);
    await expect
      .poll(() => messages.at(-1))
      .toBe(JSON.stringify({ seq, alertIds: [`alert-t${String(number).padStart(5, '0')}`] }));
    other.disconnect();
    sender.disconnect();
    await scorer.close();
  });
}
