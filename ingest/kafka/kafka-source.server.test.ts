import { afterAll, describe } from 'vitest';
import type { Config } from '../../base/config.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import { describeSource } from '../source.contract.ts';
import type { Source } from '../source.ts';
import { makeInputs, removeAll, send, silentLog, testSettings } from './kafka-fixture.samples.ts';
import { type KafkaSource, openKafkaSource } from './kafka-source.ts';

const brokers = serverVariable('ANEL_TEST_KAFKA_BROKERS');

const transfer = (id: string) =>
  JSON.stringify({
    id,
    at: '2026-01-05T08:30:00.000Z',
    from: { account: 'a' },
    to: { account: 'b' },
    amount: '1.00',
    currency: 'EUR',
    format: 'ACH',
  });

/** The contract gives one position to every partition; the empty topics have no such position. */
function onlyTransactions(source: KafkaSource): Source {
  return {
    id: source.id,
    total: source.total,
    batches: (positionOf, batchMax, signal) =>
      source.batches(
        async (name) => (name.includes('-transactions/') ? await positionOf(name) : 0),
        batchMax,
        signal,
      ),
    acknowledge: (batch) => source.acknowledge(batch),
    close: () => source.close(),
  };
}

if (brokers !== null) {
  describe('openKafkaSource', () => {
    let filled: Config['kafka'] | null = null;

    afterAll(async () => {
      if (filled !== null) await removeAll(filled);
    });

    describeSource('a topic partition', async () => {
      if (filled === null) {
        filled = testSettings(brokers);
        await makeInputs(filled);
        const values = [transfer('t1'), transfer('t2'), 'not json', transfer('t3'), null, transfer('t4')];
        const headers = { 'schema-id': 'anel.transaction.v1' };
        const messages = values.map((value) => ({ key: 'a', value, headers, timestamp: '1780000000000' }));
        await send(filled, filled.topics.transactions, messages);
      }
      const group = { groupId: testSettings(brokers).groupId };
      const source = await openKafkaSource({
        config: { ...filled, ...group },
        log: silentLog,
        untilEnd: true,
      });
      return { source: onlyTransactions(source), records: 6 };
    });
  });
}
