import { pino } from 'pino';
import { expect, it } from 'vitest';
import { parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import { openKafkaClient } from './open-kafka-client.ts';

const settings = (kafka: Record<string, unknown>) =>
  parseConfig({ kafka: { brokers: ['127.0.0.1:1'], ...kafka } }).kafka;

it.each([
  [
    { mechanism: 'plain', user: 'anel' },
    /"kafka.mechanism" is "plain": set "kafka.user" and "kafka.password" too/,
  ],
  [{ ca: 'ca.pem' }, /"kafka.ca" asks for TLS, but "kafka.tls" is false/],
  [{ tls: true, certificate: 'c.pem' }, /"kafka.certificate" and "kafka.key" belong together/],
  [
    { tls: true, ca: '/no/such/ca.pem' },
    /"kafka.ca" names the file "\/no\/such\/ca.pem", which cannot be read/,
  ],
])('refuses %j', async (kafka, message) => {
  const opening = openKafkaClient(settings(kafka), openLog('silent'));
  await expect(opening).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(message),
  });
});

it('needs six topics of different names', () => {
  expect(() => settings({ topics: { alerts: 'decisions' } })).toThrow(
    /kafka.topics.*two topics have one name/,
  );
});

it.each([
  ['warn', ['warn a failure']],
  ['info', ['warn a failure', 'info a warning']],
  ['debug', ['warn a failure', 'info a warning', 'debug a step']],
  ['error', []],
])('writes to a log of level %s what the library says, one level lower', async (level, expected) => {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  const formatters = { level: (label: string) => ({ label }) };
  const log = pino({ level, formatters, messageKey: 'message' }, { write });
  const logger = (await openKafkaClient(settings({}), log)).logger().namespace('Part');
  logger.error('a failure', { broker: 'b' });
  logger.warn('a warning');
  logger.info('a step');
  logger.debug('a detail');
  const entries = lines.map((line) => JSON.parse(line));
  expect(entries.map(({ label, message }) => `${label} ${message}`)).toEqual(expected);
  expect(entries.every((entry) => entry['log.logger'] === 'kafkajs/Part')).toBe(true);
  if (entries.length > 0) expect(entries[0]).toMatchObject({ broker: 'b' });
});
