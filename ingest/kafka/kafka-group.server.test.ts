import { afterEach, describe, expect, it } from 'vitest';
import { present } from '../../base/assert.ts';
import type { Config } from '../../base/config.ts';
import { eventually } from '../../test/cli/eventually.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import type { PositionOf, SourceBatch } from '../source.ts';
import {
  groupOffsets,
  makeInputs,
  removeAll,
  send,
  silentLog,
  testSettings,
  withAdmin,
} from './kafka-fixture.samples.ts';
import { type KafkaSource, openKafkaSource } from './kafka-source.ts';
import { TestReader, transferMessage, transferMessages, upTo } from './reading.samples.ts';

const brokers = serverVariable('ANEL_TEST_KAFKA_BROKERS');

/** How long a reader takes nothing: longer than the brokers wait for a silent member. */
const silenceMs = 8000;

if (brokers !== null) {
  let config: Config['kafka'];
  const open: { source: KafkaSource; reader: TestReader }[] = [];

  const withInputs = async (partitions: number, changes: Partial<Config['kafka']> = {}) => {
    config = testSettings(brokers, changes);
    await makeInputs(config, partitions);
  };

  /** A source of its own with a reader. */
  const read = async (
    positionOf: PositionOf,
    each: (batch: SourceBatch, source: KafkaSource) => Promise<void>,
  ) => {
    const source = await openKafkaSource({ config, log: silentLog });
    const reader = new TestReader(source, positionOf, (batch) => each(batch, source));
    open.push({ source, reader });
    return { source, reader };
  };

  const close = async ({ source, reader }: { source: KafkaSource; reader: TestReader }) => {
    await reader.stop();
    await source.close();
  };

  afterEach(async () => {
    for (const one of open.splice(0)) await close(one);
    await removeAll(config);
  });

  const members = () =>
    withAdmin(config, async (admin) => {
      const { groups } = await admin.describeGroups([config.groupId]);
      return present(groups[0], 'group').members.map(({ memberId }) => memberId);
    });

  describe('a member of the group', () => {
    it('keeps its partitions and little memory while its reader takes nothing, then reads on in order', async () => {
      const limits = { queueMax: 2, queueBytesMax: 300_000, partitionFetchBytesMax: 100_000 };
      await withInputs(2, { ...limits, sessionTimeoutMs: 6000, heartbeatEveryMs: 500 });
      await send(config, config.topics.transactions, transferMessages(50_000));
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const { source, reader } = await read(
        async () => 0,
        async (batch, from) => {
          await held;
          await from.acknowledge(batch);
        },
      );
      await reader.until(() => reader.batches.length === 1);
      const before = await members();
      const samples: number[] = [];
      const startMs = performance.now();
      await eventually('the silence to be long enough', async () => {
        samples.push(source.waiting().bytes);
        return performance.now() - startMs > silenceMs ? true : undefined;
      });
      expect(samples.at(-1)).toBeGreaterThan(50_000);
      expect(Math.max(...samples)).toBeLessThan(700_000);
      expect(source.waiting().records).toBeGreaterThan(100);
      release();
      await reader.until(() => reader.count >= 50_000);
      expect(await members()).toEqual(before);
      const positions = [...reader.positions().values()];
      expect(positions.map((ofPartition) => ofPartition.length).reduce((a, b) => a + b)).toBe(50_000);
      for (const ofPartition of positions) expect(ofPartition).toEqual(upTo(ofPartition.length));
      await eventually('the lag to be gone', async () =>
        (await source.lag()).every(({ lag }) => lag === 0) ? true : undefined,
      );
    }, 120_000);

    it('gives partitions to a second member and takes them back, and commits only what it holds', async () => {
      await withInputs(4, { commitEveryMs: 20 });
      const { transactions } = config.topics;
      const ledger = new Map<string, number>();
      const positionOf = async (name: string) => ledger.get(name) ?? 0;
      await send(config, transactions, transferMessages(2000));
      const first = await read(positionOf, async () => {});
      await first.reader.until(() => first.reader.count === 2000);
      const second = await read(positionOf, async (batch, source) => {
        ledger.set(batch.source, batch.endPosition);
        await source.acknowledge(batch);
      });
      await eventually('the second member to have read what it got', async () => {
        const lags = await second.source.lag();
        return lags.length === 3 && lags.every(({ lag }) => lag === 0) ? true : undefined;
      });
      const prefix = `${first.source.id}/`;
      const lost = [...second.reader.positions().keys()].map((name) => name.slice(prefix.length));
      expect(lost.length).toBeGreaterThan(0);
      const committed = async () => new Map([...(await groupOffsets(config))].filter(([, at]) => at >= 0));
      const ofSecond = await eventually('the second member to commit', async () => {
        const found = await committed();
        return lost.every((name) => found.get(name) === ledger.get(prefix + name)) ? found : undefined;
      });

      const firstBatches = first.reader.batches.filter(({ records }) => records[0]?.position === 0);
      expect(firstBatches).toHaveLength(4);
      for (const batch of firstBatches) await first.source.acknowledge(batch);
      const after = await eventually('the first member to commit', async () => {
        const found = await committed();
        return found.size === 4 ? found : undefined;
      });
      for (const name of lost) expect(after.get(name)).toBe(ofSecond.get(name));
      const kept = [...after.keys()].filter((name) => !lost.includes(name));
      expect(kept.map((name) => after.get(name))).toEqual(
        kept.map((name) => firstBatches.find((batch) => batch.source === prefix + name)?.endPosition),
      );

      const more = upTo(1000).map((place) => transferMessage(`more${place}`, `k${place % 16}`));
      await send(config, transactions, more);
      const both = () => new Set([...first.reader.ids(), ...second.reader.ids()]);
      await eventually('both to have read everything', () => (both().size === 3000 ? true : undefined));
      await close(second);
      await send(
        config,
        transactions,
        [...transferMessages(500)].map((message, place) => ({ ...message, key: `k${place % 16}` })),
      );
      await eventually('the first member to have read everything', async () => {
        const lags = await first.source.lag();
        const ends = new Map([...first.reader.positions()].map(([name, found]) => [name, found.at(-1)]));
        const highs = await withAdmin(config, (admin) => admin.fetchTopicOffsets(transactions));
        const isDone = highs.every(
          ({ partition, high }) => ends.get(`${prefix}${transactions}/${partition}`) === Number(high) - 1,
        );
        return lags.length === 6 && isDone ? true : undefined;
      });
      for (const [name, found] of first.reader.positions()) {
        const read = new Set([...found, ...(second.reader.positions().get(name) ?? [])]);
        expect(read.size).toBe((found.at(-1) ?? 0) + 1);
        expect(found).toEqual([...found].sort((a, b) => a - b));
      }
    }, 120_000);
  });
}
