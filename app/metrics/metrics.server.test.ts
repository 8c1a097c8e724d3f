import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../base/config.ts';
import { removeAll, send, testSettings } from '../../ingest/kafka/kafka-fixture.samples.ts';
import { makeSchema, type TestSchema } from '../../ledger/test-database.ts';
import { eventually } from '../../test/cli/eventually.ts';
import { type Running, startAnel } from '../../test/cli/run-anel.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';

const brokers = serverVariable('ANEL_TEST_KAFKA_BROKERS');
const postgresUrl = serverVariable('ANEL_TEST_POSTGRES_URL');
const redisUrl = serverVariable('ANEL_TEST_REDIS_URL');

const event = (n: number) =>
  JSON.stringify({
    id: `t${n}`,
    at: '2026-01-05T08:30:00.000Z',
    from: { account: `a${n}` },
    to: { account: 'b' },
    amount: '1.00',
    currency: 'EUR',
    format: 'ACH',
  });

if (brokers !== null && postgresUrl !== null && redisUrl !== null) {
  describe('the metrics of a process on Kafka, PostgreSQL and Redis, which the environment alone sets up', () => {
    const data = mkdtempSync(join(tmpdir(), 'anel-metrics-servers-'));
    let kafka: Config['kafka'];
    let schema: TestSchema;
    let running: Running;
    let url = '';

    beforeAll(async () => {
      kafka = testSettings(brokers);
      schema = await makeSchema({ connectionString: postgresUrl });
      const ledgerUrl = new URL(postgresUrl);
      ledgerUrl.searchParams.set('options', String(schema.connection.options));
      running = startAnel(['serve', '--log-level', 'error'], {
        ANEL_DATA: data,
        ANEL_PORT: '0',
        ANEL_LEDGER_URL: ledgerUrl.toString().replaceAll('+', '%20'),
        ANEL_REDIS_URL: redisUrl,
        ANEL_REDIS_KEY_PREFIX: kafka.clientId,
        ANEL_REDIS_ROW_TTL_MS: '1000',
        ANEL_KAFKA_BROKERS: brokers,
        ANEL_KAFKA_GROUP_ID: kafka.groupId,
        ANEL_KAFKA_LAG_EVERY_MS: '1',
        ANEL_KAFKA_TOPICS_TRANSACTIONS: kafka.topics.transactions,
        ANEL_KAFKA_TOPICS_AUTHENTICATIONS: kafka.topics.authentications,
        ANEL_KAFKA_TOPICS_LOGS: kafka.topics.logs,
        ANEL_KAFKA_TOPICS_DECISIONS: kafka.topics.decisions,
        ANEL_KAFKA_TOPICS_ALERTS: kafka.topics.alerts,
        ANEL_KAFKA_TOPICS_DEAD_LETTERS: kafka.topics.deadLetters,
      });
      const line = await running.line((text) => text.startsWith('listening on '));
      url = /http:\S+/.exec(line)?.[0] ?? '';
    }, 120_000);

    afterAll(async () => {
      running.interrupt();
      expect(await running.ended).toMatchObject({ code: 0, stderr: 'stopping\n' });
      await removeAll(kafka);
      await schema.drop();
      rmSync(data, { recursive: true });
    }, 120_000);

    /** The value of a sample whose name and labels fit; undefined when there is none. */
    async function sample(pattern: RegExp): Promise<number | undefined> {
      const text = await (await fetch(`${url}/metrics`)).text();
      const line = text.split('\n').find((each) => pattern.test(each));
      return line === undefined ? undefined : Number(line.split(' ').at(-1));
    }

    const becomes = (pattern: RegExp, value: number) =>
      eventually(`${pattern} to be ${value}`, async () =>
        (await sample(pattern)) === value ? true : undefined,
      );

    test('lag, decoding, publishing, outbox and Redis show what came through the topics', async () => {
      await becomes(
        new RegExp(`^anel_consumer_lag_records{topic="${kafka.topics.transactions}",partition="0"}`),
        0,
      );
      const messages = [...Array.from({ length: 20 }, (_, n) => event(n)), 'not json'].map((value) => ({
        key: 'b',
        value,
      }));
      await send(kafka, kafka.topics.transactions, messages);
      await becomes(/^anel_decisions_total\{verdict="ALLOW"\}/, 20);
      await becomes(/^anel_stage_batch_records_sum\{stage="decode"\}/, 21);
      await becomes(/^anel_stage_batch_records_sum\{stage="publish"\}/, 21);
      await becomes(/^anel_outbox_messages /, 0);
      await becomes(/^anel_outbox_age_seconds /, 0);
      await becomes(/^anel_dead_letters_total\{code="RECORD_UNREADABLE"\}/, 1);
      await becomes(/^anel_redis_connected /, 1);
      await becomes(/^anel_redis_queue_rows /, 0);
      await becomes(/^anel_redis_dropped_rows_total /, 0);
      await becomes(/^anel_scorer_active /, 1);
      expect(await sample(/^anel_unread_metrics_total\{/)).toBeUndefined();
    });
  });
}
