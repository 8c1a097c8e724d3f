import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { isAnelError } from '../../base/errors.ts';
import { eventually } from '../../test/cli/eventually.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import { ensureTopics } from './ensure-topics.ts';
import { groupOffsets, readTopic, send, silentLog, testSettings } from './kafka-fixture.samples.ts';
import { openKafkaPublisher } from './kafka-publisher.ts';
import { openKafkaSource } from './kafka-source.ts';
import { type OwnBroker, ownBroker } from './own-broker.samples.ts';
import { TestReader, transferMessages, upTo } from './reading.samples.ts';

const jars = serverVariable('ANEL_TEST_KAFKA_JARS');

if (jars !== null) {
  let folder = '';
  let broker: OwnBroker | null = null;

  afterEach(async () => {
    await broker?.kill();
    await rm(folder, { recursive: true });
  });

  describe('an outage of the only broker', () => {
    it('is waited for: nothing is lost, repeated or reordered, and what was decided meanwhile is committed', async () => {
      folder = await mkdtemp(join(tmpdir(), 'anel-kafka-'));
      const own = await ownBroker(jars, join(folder, 'broker'));
      broker = own;
      await own.start();
      const quick = { retriesMax: 3, retryBaseMs: 20, retryMaxMs: 500, commitEveryMs: 50 };
      const config = testSettings(own.address, { ...quick, partitions: 3, queueMax: 1 });
      await eventually(
        'the broker to make topics',
        async () => await unlessAway(ensureTopics({ config, log: silentLog })),
      );
      await send(config, config.topics.transactions, transferMessages(20_000));

      const warnings: string[] = [];
      const log = pino({ level: 'warn' }, { write: (line: string) => warnings.push(line) });
      const source = await openKafkaSource({ config, log });
      const publisher = await openKafkaPublisher({ config, log, ledgerId: 'L1' });
      const decision = { topic: 'decisions' as const, id: 1, key: 'k', payload: '{}' };
      const reader = new TestReader(source);
      try {
        await publisher.publish([decision]);
        await reader.until(() => reader.count > 1000);
        await own.kill();
        const inTheDark = new Map(reader.batches.map((batch) => [batch.source, batch.endPosition]));
        for (const batch of reader.batches.slice()) await source.acknowledge(batch);
        await expect(publisher.publish([{ ...decision, id: 2 }])).rejects.toMatchObject({
          code: 'STREAM_UNAVAILABLE',
        });
        await eventually('the consumer to have failed several times', () =>
          warnings.filter((line) => line.includes('is started again')).length >= 3 ? true : undefined,
        );
        await expect(source.lag()).rejects.toMatchObject({ code: 'STREAM_UNAVAILABLE' });

        await own.start();
        await eventually(
          'the publisher to go on',
          async () => await unlessAway(publisher.publish([{ ...decision, id: 2 }]).then(() => true)),
        );
        await reader.until(() => reader.count >= 20_000);
        const isCommitted = (ends: ReadonlyMap<string, number>) => async () => {
          const committed = await groupOffsets(config);
          const prefix = `${source.id}/`.length;
          const isThere = [...ends].every(([name, end]) => committed.get(name.slice(prefix)) === end);
          return isThere ? true : undefined;
        };
        await eventually('what was decided meanwhile to be committed', isCommitted(inTheDark));
        await send(config, config.topics.transactions, transferMessages(500));
        await reader.until(() => reader.count >= 20_500);
        const positions = [...reader.positions().values()];
        for (const ofPartition of positions) expect(ofPartition).toEqual(upTo(ofPartition.length));
        expect(positions.flat()).toHaveLength(20_500);
        for (const batch of reader.batches) await source.acknowledge(batch);
        const ends = new Map([...reader.positions()].map(([name, found]) => [name, found.length]));
        await eventually('the positions to be committed', isCommitted(ends));
        expect(await readTopic(config, config.topics.decisions)).toHaveLength(2);
      } finally {
        await reader.stop();
        await publisher.close();
        await source.close();
      }
    }, 180_000);
  });
}

/** What came out, undefined while no broker answers. */
async function unlessAway<T>(task: Promise<T>): Promise<T | undefined> {
  try {
    return await task;
  } catch (error) {
    if (isAnelError(error, 'STREAM_UNAVAILABLE')) return undefined;
    throw error;
  }
}
