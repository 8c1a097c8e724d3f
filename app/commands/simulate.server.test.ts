import { describe, expect, test } from 'vitest';
import { accountKey } from '../../graph/model/event.ts';
import { readTopic, removeAll, testSettings } from '../../ingest/kafka/kafka-fixture.samples.ts';
import { decodeEvent } from '../../ingest/validate/decode-event.ts';
import { simulate } from '../../simulator/simulate.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import { simulateCommand } from './simulate.ts';
import { runCommand } from './testing/run-command.ts';

const brokers = serverVariable('ANEL_TEST_KAFKA_BROKERS');

if (brokers !== null) {
  describe('anel simulate --kafka', () => {
    test('sends every transfer of the simulation, those of one account in their order', async () => {
      const config = testSettings(brokers);
      const size = { accounts: 200, transactions: 1500, rings: 3, seed: 5 };
      const set = [
        `kafka.brokers=${brokers}`,
        ...Object.entries(config.topics).map(([role, name]) => `kafka.topics.${role}=${name}`),
      ];
      const options = Object.fromEntries(Object.entries(size).map(([name, value]) => [name, String(value)]));
      try {
        const { code, lines } = await runCommand(simulateCommand, {
          json: true,
          kafka: true,
          set,
          ...options,
        });
        expect({ code, printed: JSON.parse(lines[0] ?? '') }).toEqual({
          code: 0,
          printed: { sent: 1500, topic: config.topics.transactions },
        });
        const events = (await readTopic(config, config.topics.transactions)).map(({ value }) => {
          const decoded = decodeEvent(JSON.parse(value?.toString() ?? ''));
          if (decoded.status === 'bad' || decoded.event.kind !== 'transfer') throw new Error('no transfer');
          return decoded.event;
        });
        const expected = [...simulate(size)].map(({ event }) => event);
        // Partitions are read one after the other: what is in order is what one account sent.
        const bySender = (list: typeof expected) => {
          const sent = new Map<string, string[]>();
          for (const { id, from } of list) {
            const key = accountKey(from);
            sent.set(key, [...(sent.get(key) ?? []), id]);
          }
          return sent;
        };
        expect(bySender(events)).toEqual(bySender(expected));
      } finally {
        await removeAll(config);
      }
    });
  });
}
