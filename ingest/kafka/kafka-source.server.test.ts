import { afterAll, describe } from 'vitest';
import type { Config } from '../../base/config.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import { describeSource } from '../source.contract.ts';
import { makeInputs, removeAll, send, silentLog, testSettings } from './kafka-fixture.samples.ts';
import { openKafkaSource } from './kafka-source.ts';
import { onlyOf, transferMessage } from './reading.samples.ts';

const brokers = serverVariable('ANEL_TEST_KAFKA_BROKERS');

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
        const [t1, t2, t3, t4] = ['t1', 't2', 't3', 't4'].map((id) => transferMessage(id, 'a'));
        const bad = [{ value: 'not json' }, { key: 'a', value: null }];
        await send(filled, filled.topics.transactions, [t1, t2, bad[0], t3, bad[1], t4].map(present));
      }
      const group = { groupId: testSettings(brokers).groupId };
      const source = await openKafkaSource({
        config: { ...filled, ...group },
        log: silentLog,
        untilEnd: true,
      });
      // The contract gives one position to every partition.
      return { source: onlyOf(source, filled.topics.transactions), records: 6 };
    });
  });
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('absent');
  return value;
}
