import { expect, test } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import { cacheDecision } from '../../scoring/feature-cache.contract.ts';
import { openInProcess, openRedis } from './open-redis.ts';

const log = openLog('silent');

test('without an address there is no Redis, and the parts of one process do the work', async () => {
  const config = parseConfig({ api: { requestsPerMinuteMax: 1 } });
  expect(openRedis(config, systemClock, log)).toBeNull();
  const parts = openInProcess(config, systemClock);
  parts.featureCache.offer([cacheDecision(1, 'A', 'B')]);
  expect((await parts.featureCache.row('A'))?.updatedSeq).toBe(1);
  expect((await parts.rateLimiter.take('a')).allowed).toBe(true);
  expect((await parts.rateLimiter.take('a')).allowed).toBe(false);
  const heard: number[] = [];
  const stop = parts.alertBus.subscribe(({ seq }) => heard.push(seq));
  parts.alertBus.publish({ seq: 7, alertIds: ['a'] });
  stop();
  parts.alertBus.publish({ seq: 8, alertIds: ['b'] });
  expect(heard).toEqual([7]);
  await parts.close();
});

test.each([
  ['http://:secret@127.0.0.1', null, 'redis.url'],
  ['secret', null, 'redis.url'],
  ['rediss://127.0.0.1', '/nowhere/ca.pem', '"redis.ca": cannot read the file "/nowhere/ca.pem"'],
])('the settings %s and %s are refused before anything is opened', (address, ca, reason) => {
  const open = () => openRedis(parseConfig({ redis: { url: address, ca } }), systemClock, log);
  expect(open).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(reason) }),
  );
  expect(open).not.toThrow('secret');
});
