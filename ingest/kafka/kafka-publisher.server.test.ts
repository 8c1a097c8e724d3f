import type { KafkaMessage } from 'kafkajs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Config } from '../../base/config.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import type { PublishedMessage } from '../publisher.ts';
import { readRecords } from '../source.contract.ts';
import { ensureTopics } from './ensure-topics.ts';
import {
  makeTopics,
  readTopic,
  removeAll,
  send,
  silentLog,
  testSettings,
  withAdmin,
} from './kafka-fixture.samples.ts';
import { openKafkaPublisher } from './kafka-publisher.ts';
import { openKafkaSource } from './kafka-source.ts';
import { headerText } from './message-headers.ts';

const brokers = serverVariable('ANEL_TEST_KAFKA_BROKERS');

const decision = (id: number, key: string): PublishedMessage => ({
  topic: 'decisions',
  id,
  key,
  payload: JSON.stringify({ number: id }),
});

function numbers(messages: readonly KafkaMessage[]): number[] {
  return messages.map(({ value }) => JSON.parse(String(value)).number);
}

/** What a consumer does that drops repeats. */
function distinct(messages: readonly KafkaMessage[]): KafkaMessage[] {
  const ids = messages.map(({ headers }) => headerText(headers, 'ce_id'));
  return messages.filter((_, place) => ids.indexOf(ids[place] as string) === place);
}

if (brokers !== null) {
  let config: Config['kafka'];

  afterEach(async () => {
    await removeAll(config);
  });

  const made = async (changes: Partial<Config['kafka']> = {}) => {
    config = testSettings(brokers, changes);
    await ensureTopics({ config, log: silentLog });
    return config;
  };

  const publishing = async (work: (publish: (m: PublishedMessage[]) => Promise<void>) => Promise<void>) => {
    const publisher = await openKafkaPublisher({ config, log: silentLog, ledgerId: 'L1' });
    try {
      await work((messages) => publisher.publish(messages));
    } finally {
      await publisher.close();
    }
  };

  describe('ensureTopics', () => {
    it('makes six topics when two processes do it at once, and alerts keep their last state', async () => {
      config = testSettings(brokers, { partitions: 3, retentionMs: 60_000, messageBytesMax: 2_000_000 });
      const both = await Promise.all([1, 2].map(() => ensureTopics({ config, log: silentLog })));
      expect(both.flat().sort()).toEqual(Object.values(config.topics).sort());
      expect(await ensureTopics({ config, log: silentLog })).toEqual([]);
      const settings = await topicSettings(config, Object.values(config.topics));
      const { alerts, decisions, transactions } = config.topics;
      expect(settings[alerts]).toMatchObject({ 'cleanup.policy': 'compact', 'max.message.bytes': '2065536' });
      expect(settings[decisions]).toMatchObject({ 'cleanup.policy': 'delete', 'retention.ms': '60000' });
      expect(settings[transactions]).toMatchObject({ 'compression.type': 'uncompressed' });
      const { topics } = await withAdmin(config, (admin) => admin.fetchTopicMetadata({ topics: [alerts] }));
      expect(topics[0]?.partitions).toHaveLength(3);
    });

    it('leaves topics that exist as they are, and makes none when it must not', async () => {
      config = testSettings(brokers, { createTopics: false });
      const { decisions, alerts } = config.topics;
      await makeTopics(config, { [alerts]: 1 });
      await expect(ensureTopics({ config, log: silentLog })).rejects.toMatchObject({
        code: 'STREAM_FAILED',
        message: expect.stringContaining(`"${decisions}"`),
      });
      await ensureTopics({ config: { ...config, createTopics: true, partitions: 3 }, log: silentLog });
      expect((await topicSettings(config, [alerts]))[alerts]).toMatchObject({ 'cleanup.policy': 'delete' });
      await ensureTopics({ config, log: silentLog });
    });

    it('says that copies need brokers', async () => {
      config = testSettings(brokers, { replicationFactor: 3 });
      await expect(ensureTopics({ config, log: silentLog })).rejects.toMatchObject({
        code: 'STREAM_FAILED',
        message: expect.stringMatching(/replicationFactor/),
      });
    });
  });

  describe('openKafkaPublisher', () => {
    it('keeps the order of a key over requests and calls, with the headers of a CloudEvent', async () => {
      await made({ messageBytesMax: 10_000 });
      const messages = Array.from({ length: 300 }, (_, place) => decision(place + 1, `k${place % 7}`));
      await publishing(async (publish) => {
        await Promise.all([publish(messages.slice(0, 200)), publish(messages.slice(200)), publish([])]);
      });
      const found = await readTopic(config, config.topics.decisions);
      for (let key = 0; key < 7; key += 1) {
        const ofKey = found.filter((message) => String(message.key) === `k${key}`);
        expect(numbers(ofKey)).toEqual(messages.filter((m) => m.key === `k${key}`).map((m) => m.id));
      }
      const first = found.find(({ value }) => String(value) === '{"number":1}');
      const texts = Object.entries(first?.headers ?? {}).map(([name, value]) => [name, String(value)]);
      expect(Object.fromEntries(texts)).toEqual({
        'schema-id': 'anel.decision.v1',
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: 'L1/1',
        ce_type: 'anel.decision.v1',
        ce_source: 'anel/L1',
      });
    });

    it('goes on after an error; repeats have the same id and drop out', async () => {
      config = testSettings(brokers, { retriesMax: 2 });
      await makeTopics(config, { [config.topics.decisions]: 1 });
      const alert = (id: number): PublishedMessage => ({ ...decision(id, 'ring'), topic: 'alerts' });
      const messages = [decision(1, 'a'), alert(2), decision(3, 'a'), alert(4)];
      await publishing(async (publish) => {
        await publish(messages.slice(0, 1));
        await expect(publish(messages)).rejects.toMatchObject({ code: 'STREAM_UNAVAILABLE' });
        await ensureTopics({ config, log: silentLog });
        await publish(messages);
        await publish(messages.slice(2));
      });
      const decisions = await readTopic(config, config.topics.decisions);
      expect(decisions.length).toBeGreaterThanOrEqual(4);
      expect(numbers(distinct(decisions))).toEqual([1, 3]);
      expect(numbers(distinct(await readTopic(config, config.topics.alerts)))).toEqual([2, 4]);
    });

    it('turns a dead letter back into what it was, which can be sent again', async () => {
      await made({ partitions: 1 });
      const { transactions, deadLetters } = config.topics;
      const value =
        '{"id":"t1","at":"2026-01-05T08:30:00Z","from":{"account":"a"},"to":{"account":"b"},"format":"x"}';
      const headers = { 'schema-id': 'anel.transaction.v1', trace: ['1', Buffer.from([0xff])] };
      await send(config, transactions, [{ key: 'k', value, headers }]);
      const letter = (await dead())[0] as PublishedMessage;
      await publishing(async (publish) => await publish([letter, { ...letter, id: 8 }]));
      const [first, second] = await readTopic(config, deadLetters);
      expect(String(first?.key)).toBe('k');
      expect(String(first?.value)).toBe(value);
      expect(headerText(second?.headers, 'anel-id')).toBe('L1/8');
      expect(first?.headers).toEqual({
        'schema-id': Buffer.from('anel.transaction.v1'),
        trace: [Buffer.from('1'), Buffer.from([0xff])],
        'anel-source': Buffer.from(JSON.parse(letter.payload).source),
        'anel-topic': Buffer.from(transactions),
        'anel-partition': Buffer.from('0'),
        'anel-offset': Buffer.from('0'),
        'anel-schema-id': Buffer.from('anel.dead-letter.v1'),
        'anel-id': Buffer.from('L1/7'),
        'anel-error-code': Buffer.from('FIELD_MISSING'),
        'anel-error-message': Buffer.from(JSON.parse(letter.payload).message),
      });
      const repaired = value.replace('"format"', '"amount":"1.00","currency":"EUR","format"');
      await send(config, transactions, [{ ...present(first), value: repaired }]);
      await send(config, transactions, [present(first)]);
      const [again] = (await dead()).slice(1);
      await publishing(async (publish) => await publish([present(again)]));
      const third = (await readTopic(config, deadLetters))[2];
      expect(headerText(third?.headers, 'anel-offset')).toBe('2');
      expect(Object.keys(third?.headers ?? {})).toEqual(Object.keys(first?.headers ?? {}));
    });

    it('cuts the value of a dead letter that is too long, and needs no key and no topic', async () => {
      await made({ messageBytesMax: 1000 });
      const payload = {
        source: 'file:abc',
        position: 12,
        code: 'RECORD_UNREADABLE',
        message: 'x'.repeat(5000),
        raw: Buffer.alloc(70_000, 'y').toString('base64'),
        key: null,
        headers: [],
      };
      const letters = [1, 2, 3].map((id) => ({
        topic: 'dead-letters' as const,
        id,
        key: 'file:abc',
        payload: JSON.stringify(payload),
      }));
      await publishing(async (publish) => await publish(letters));
      const found = await readTopic(config, config.topics.deadLetters);
      expect(found).toHaveLength(3);
      for (const { key, value, headers } of found) {
        expect(key).toBeNull();
        expect(value).toHaveLength(1000);
        expect(headerText(headers, 'anel-value-bytes')).toBe('70000');
        expect(headerText(headers, 'anel-error-message')).toHaveLength(1000);
        expect(headerText(headers, 'anel-source')).toBe('file:abc');
        expect(headerText(headers, 'anel-position')).toBe('12');
        expect(headers).not.toHaveProperty('anel-topic');
      }
    });

    it('says so when no broker answers', async () => {
      await made();
      const away = { ...config, brokers: ['127.0.0.1:1'], retriesMax: 1 };
      await expect(
        openKafkaPublisher({ config: away, log: silentLog, ledgerId: 'L1' }),
      ).rejects.toMatchObject({ code: 'STREAM_UNAVAILABLE', retryable: true });
    });
  });

  /** The bad records of the inputs as the ledger's outbox gives them. */
  const dead = async (): Promise<PublishedMessage[]> => {
    const source = await openKafkaSource({ config, log: silentLog, untilEnd: true });
    try {
      const clusterId = source.id;
      const records = await readRecords(source);
      return records.flatMap(({ decoded, position, raw, envelope }) => {
        if (decoded.status === 'event') return [];
        const { code, message } = decoded;
        const place = { source: `${clusterId}/${config.topics.transactions}/0`, position, code, message };
        const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
        const key = envelope?.key ? base64(envelope.key) : null;
        const headers = envelope?.headers.map(([name, value]) => [name, base64(value)]);
        const payload = JSON.stringify({ ...place, raw: base64(raw as Uint8Array), key, headers });
        return [{ topic: 'dead-letters', id: 7, key: 'x', payload }];
      });
    } finally {
      await source.close();
    }
  };
}

function present(message: PublishedMessage | undefined): PublishedMessage;
function present(message: KafkaMessage | undefined): KafkaMessage;
function present<T>(message: T | undefined): T {
  if (message === undefined) throw new Error('there is no such message');
  return message;
}

async function topicSettings(
  config: Config['kafka'],
  topics: readonly string[],
): Promise<Record<string, Record<string, string>>> {
  const topicType = 2;
  const { resources } = await withAdmin(config, (admin) =>
    admin.describeConfigs({
      includeSynonyms: false,
      resources: topics.map((name) => ({ type: topicType, name })),
    }),
  );
  return Object.fromEntries(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      Object.fromEntries(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
}
