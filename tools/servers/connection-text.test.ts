import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../base/config.ts';
import { connectionText } from './connection-text.ts';
import type { TestServer } from './test-server.ts';

function reachedBy(environment: Record<string, string>, settings: Record<string, unknown>): TestServer {
  const nothing = async () => {};
  return {
    name: 'redis',
    port: 1,
    pid: 1,
    environment: () => environment,
    settings: () => settings,
    stop: nothing,
    kill: nothing,
    start: nothing,
  };
}

it('is a script for a shell with a configuration of Anel in its comments', () => {
  const text = connectionText([
    reachedBy({ ANEL_TEST_REDIS_URL: 'redis://:p@127.0.0.1:1' }, { redis: { url: 'redis://127.0.0.1:1' } }),
    reachedBy({ ANEL_TEST_KAFKA_BROKERS: '127.0.0.1:2' }, { kafka: { brokers: ['127.0.0.1:2'] } }),
  ]);
  expect(text.split('\n').slice(0, 2)).toEqual([
    "export ANEL_TEST_REDIS_URL='redis://:p@127.0.0.1:1'",
    "export ANEL_TEST_KAFKA_BROKERS='127.0.0.1:2'",
  ]);
  const [, commented = ''] = text.split('# for anel serve --config FILE:\n');
  const config = parseConfig(parse(commented.replace(/^# /gm, '')));
  expect([config.redis.url, config.kafka.brokers]).toEqual(['redis://127.0.0.1:1', ['127.0.0.1:2']]);
});
