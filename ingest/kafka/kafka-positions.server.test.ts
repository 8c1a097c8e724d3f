import { afterEach, describe, expect, it } from 'vitest';
import type { Config } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import { readRecords } from '../source.contract.ts';
import {
  groupOffsets,
  makeInputs,
  openProducer,
  removeAll,
  send,
  silentLog,
  testSettings,
  withAdmin,
} from './kafka-fixture.samples.ts';
import { type KafkaSource, openKafkaSource } from './kafka-source.ts';
import { onlyOf, TestReader, transferMessage, transferMessages, upTo } from './reading.samples.ts';

const brokers = serverVariable('ANEL_TEST_KAFKA_BROKERS');

const login = { at: 0, account: { account: 'a' }, method: 'password', outcome: 'success' };
const note = { at: 0, account: { account: 'a' }, action: 'payee-added' };

if (brokers !== null) {
  let config: Config['kafka'];
  const open: KafkaSource[] = [];

  afterEach(async () => {
    for (const source of open.splice(0)) await source.close();
    await removeAll(config);
  });

  const openSource = async (untilEnd = true): Promise<KafkaSource> => {
    const source = await openKafkaSource({ config, log: silentLog, untilEnd });
    open.push(source);
    return source;
  };

  const withInputs = async (partitions: number, changes: Partial<Config['kafka']> = {}) => {
    config = testSettings(brokers, changes);
    await makeInputs(config, partitions);
  };

  describe('openKafkaSource', () => {
    it('reads every partition of the three topics in its order, and tells Kafka and the lag what is decided', async () => {
      await withInputs(4);
      const { transactions, authentications, logs } = config.topics;
      await send(config, transactions, transferMessages(1000));
      await send(config, authentications, [{ value: JSON.stringify({ id: 'l1', ...login }) }]);
      await send(config, logs, [{ value: JSON.stringify({ id: 'n1', ...note }) }]);
      const source = await openSource();
      expect(source.total).toBe(1002);
      expect(await source.lag()).toEqual([]);
      const lags: number[] = [];
      const reader = new TestReader(source, undefined, async (batch) => {
        await source.acknowledge(batch);
        lags.push((await source.lag()).reduce((sum, { lag }) => sum + lag, 0));
      });
      await reader.ended();
      expect(reader.ids()).toHaveLength(1002);
      expect(lags.at(-1)).toBe(0);
      expect(lags).toEqual([...lags].sort((a, b) => b - a));
      expect(reader.ids()).toHaveLength(new Set(reader.ids()).size);
      expect(reader.ids()).toEqual(expect.arrayContaining(['l1', 'n1']));
      const positions = reader.positions();
      expect([...positions.keys()].sort()).toEqual(
        [
          ...upTo(4).map((partition) => `${source.id}/${transactions}/${partition}`),
          `${source.id}/${authentications}/0`,
          `${source.id}/${logs}/0`,
        ].sort(),
      );
      for (const ofPartition of positions.values()) expect(ofPartition).toEqual(upTo(ofPartition.length));
      await source.close();
      const committed = await groupOffsets(config);
      for (const [name, ofPartition] of positions) {
        expect(committed.get(name.slice(source.id.length + 1))).toBe(ofPartition.length);
      }
    });

    it.each([0, 2, 5, 8, 10])(
      'begins at position %i of the ledger when the group has committed 5',
      async (from) => {
        await withInputs(1);
        await send(config, config.topics.transactions, transferMessages(10));
        const earlier = await openSource();
        const reader = new TestReader(
          earlier,
          undefined,
          async (batch) => {
            if (batch.endPosition === 5) await earlier.acknowledge(batch);
          },
          5,
        );
        await reader.until(() => reader.count === 10);
        await earlier.close();
        expect((await groupOffsets(config)).get(`${config.topics.transactions}/0`)).toBe(5);
        const source = await openSource();
        const position = async (name: string) => (name.includes(config.topics.transactions) ? from : 0);
        const later = new TestReader(source, position);
        await later.until(() => later.ids().length === 10 - from).catch(() => {});
        await later.stop();
        expect(later.ids()).toEqual(
          upTo(10)
            .slice(from)
            .map((place) => `t${place}`),
        );
      },
    );

    it('begins at the first message that is kept, when earlier ones were deleted', async () => {
      await withInputs(1);
      await send(config, config.topics.transactions, transferMessages(10));
      const partitions = [{ partition: 0, offset: '4' }];
      const topic = config.topics.transactions;
      await withAdmin(config, async (admin) => {
        await admin.fetchTopicOffsets(topic); // loads the metadata that deleteTopicRecords needs and does not load
        await admin.deleteTopicRecords({ topic, partitions });
      });
      const source = await openSource();
      expect(source.total).toBe(6);
      for (const from of [0, 2, 4, 6]) {
        const records = await readRecords(onlyOf(source, topic), from);
        expect(records.map(({ position }) => position)).toEqual(upTo(10).slice(Math.max(4, from)));
      }
    });

    it('goes on at the first message that is kept, when what comes next is deleted while it reads', async () => {
      await withInputs(1, { queueMax: 1, partitionFetchBytesMax: 50_000 });
      const topic = config.topics.transactions;
      await send(config, topic, transferMessages(5000));
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const source = await openSource();
      const reader = new TestReader(source, undefined, () => held);
      await reader.until(() => reader.count > 0);
      await withAdmin(config, async (admin) => {
        await admin.fetchTopicOffsets(topic);
        await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '4000' }] });
      });
      release();
      await reader.ended();
      const positions = [...reader.positions().values()].flat();
      const before = positions.filter((position) => position < 4000);
      expect(before.length).toBeLessThan(4000);
      expect(positions).toEqual([...upTo(before.length), ...upTo(5000).slice(4000)]);
    });

    it('passes what a transaction of a producer left behind, committed or not', async () => {
      await withInputs(1);
      const { transactions: topic } = config.topics;
      const producer = await openProducer(config, {
        transactionalId: config.clientId,
        maxInFlightRequests: 1,
      });
      for (const [id, end] of [
        ['t1', 'commit'],
        ['t2', 'abort'],
        ['t3', 'commit'],
        ['t4', 'abort'],
      ] as const) {
        const transaction = await producer.transaction();
        await transaction.send({ topic, messages: [transferMessage(id, 'k')] });
        await transaction[end]();
      }
      await producer.disconnect();
      const source = await openSource();
      const reader = new TestReader(source, undefined, (batch) => source.acknowledge(batch));
      await reader.ended();
      expect(reader.ids()).toEqual(['t1', 't3']);
      expect((await source.lag()).map(({ lag }) => lag)).toEqual([0, 0, 0]);
    });

    it('refuses to read on when the partition is shorter than what was read of it', async () => {
      await withInputs(1);
      await send(config, config.topics.transactions, transferMessages(3));
      const source = await openSource(false);
      const read = readRecords(onlyOf(source, config.topics.transactions), 4);
      await expect(read).rejects.toMatchObject({
        code: 'STREAM_FAILED',
        message: expect.stringContaining('ends at 3, but up to 4 was read'),
      });
    });

    it('refuses topics that are missing, and says so when no broker answers', async () => {
      config = testSettings(brokers);
      await expect(openSource()).rejects.toMatchObject({
        code: 'STREAM_FAILED',
        message: expect.stringContaining(`"${config.topics.logs}"`),
      });
      const away = { ...config, brokers: ['127.0.0.1:1'], retriesMax: 1 };
      const opening = openKafkaSource({ config: away, log: silentLog });
      await expect(opening).rejects.toMatchObject({ code: 'STREAM_UNAVAILABLE' });
    });

    it('waits for a ledger that does not answer', async () => {
      await withInputs(1, { retryBaseMs: 1 });
      await send(config, config.topics.transactions, transferMessages(3));
      let asked = 0;
      const source = await openSource();
      const reader = new TestReader(source, async () => {
        asked += 1;
        if (asked < 3) throw new AnelError('LEDGER_UNAVAILABLE', 'the ledger is away');
        return 0;
      });
      await reader.until(() => reader.count === 3);
      await reader.stop();
      const failing = new TestReader(source, async () => {
        throw new AnelError('LEDGER_CORRUPT', 'the ledger is broken');
      });
      await expect(failing.ended()).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' });
    });
  });
}
