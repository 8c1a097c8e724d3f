import { describe, expect, test } from 'vitest';
import { parseConfig, settings } from '../config.ts';
import { convertText } from './convert-text.ts';
import { settingAt } from './setting.ts';
import { shownValue } from './shown-value.ts';

const named = (key: string) => {
  const setting = settings.find((each) => each.key === key);
  if (setting === undefined) throw new Error(`no setting ${key}`);
  return setting;
};

describe('the settings of the schema', () => {
  test('each key has a variable of its own, and none is the file variable of another', () => {
    const variables = settings.flatMap(({ variable }) => [variable, `${variable}_FILE`]);
    expect(new Set(variables).size).toBe(settings.length * 2);
    for (const variable of variables) expect(variable).toMatch(/^ANEL(_[A-Z0-9]+)+$/);
  });

  test.each([
    ['data', 'ANEL_DATA'],
    ['graph.neo4j.url', 'ANEL_GRAPH_NEO4J_URL'],
    ['session.allowedLatenessMs', 'ANEL_SESSION_ALLOWED_LATENESS_MS'],
    ['algorithms.memoryMaxMiB', 'ANEL_ALGORITHMS_MEMORY_MAX_MIB'],
    ['kafka.topics.deadLetters', 'ANEL_KAFKA_TOPICS_DEAD_LETTERS'],
    ['log.level', 'ANEL_LOG_LEVEL'],
  ])('%s is %s', (key, variable) => {
    expect(named(key).variable).toBe(variable);
  });

  test('every default is found in the parsed configuration', () => {
    const config = parseConfig({});
    for (const setting of settings) expect(settingAt(config, setting.key)).toEqual(setting.default);
  });

  test('everything that holds a password is marked', () => {
    const secrets = settings.filter(({ secret }) => secret !== 'no').map(({ key, secret }) => [key, secret]);
    expect(secrets).toEqual([
      ['graph.neo4j.password', 'whole'],
      ['kafka.password', 'whole'],
      ['ledger.url', 'connection'],
      ['ledger.ownerUrl', 'connection'],
      ['redis.url', 'connection'],
      ['redis.password', 'whole'],
    ]);
    const suspicious = settings.filter(
      ({ key, secret }) => secret === 'no' && /password|secret|token/i.test(key),
    );
    expect(suspicious).toEqual([]);
  });
});

test.each([
  ['api.port', '8080', 8080],
  ['api.port', '-1', -1],
  ['api.port', '80.5', null],
  ['api.port', '', null],
  ['api.port', '0x50', null],
  ['session.structureEveryShare', '0.5', 0.5],
  ['session.structureEveryShare', '5e-1', 0.5],
  ['session.structureEveryShare', 'half', null],
  ['kafka.tls', 'true', true],
  ['kafka.tls', 'yes', null],
  ['kafka.brokers', 'a:1, b:2', ['a:1', 'b:2']],
  ['kafka.brokers', '', []],
  ['graph.store', 'neo4j', 'neo4j'],
  ['data', '  x ', '  x '],
])('%s takes "%s" as %j', (key, text, value) => {
  const converted = convertText(named(key), text);
  expect(converted).toEqual(value === null ? { ok: false } : { ok: true, value });
});

test('the empty text is null where null is a value', () => {
  expect(convertText(named('ledger.url'), '')).toEqual({ ok: true, value: null });
  expect(convertText(named('scoring.reviewScore'), '')).toEqual({ ok: true, value: null });
});

test.each([
  ['graph.neo4j.password', 'tiger', '***'],
  ['graph.neo4j.password', null, null],
  ['ledger.url', 'postgres://anel:ti:ge@r@db:5432/anel', 'postgres://anel:***@db:5432/anel'],
  ['ledger.url', 'postgres://anel@db/anel?sslmode=require', 'postgres://anel@db/anel?sslmode=require'],
  [
    'ledger.url',
    'postgres://db/anel?user=anel&password=tiger&sslmode=require',
    'postgres://db/anel?user=anel&password=***&sslmode=require',
  ],
  ['ledger.url', 'host=db user=anel password=tiger', '***'],
  ['redis.url', 'redis://:tiger@cache:6379/0', 'redis://:***@cache:6379/0'],
  ['graph.neo4j.url', 'bolt://neo4j:tiger@graph:7687', 'bolt://neo4j:***@graph:7687'],
  ['api.port', 4000, 4000],
])('%s with %j is shown as %j', (key, value, shown) => {
  expect(shownValue(named(key), value)).toBe(shown);
});
