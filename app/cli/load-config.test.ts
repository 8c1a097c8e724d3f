import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Setting, settingAt } from '../../base/config/setting.ts';
import { settings } from '../../base/config.ts';
import { shortVariables } from './environment-settings.ts';
import { loadSettings } from './load-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'anel-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const refused = (code: string, ...parts: string[]) =>
  expect.objectContaining({ code, message: expect.stringMatching(new RegExp(parts.join('.*'), 's')) });

describe('the order of origins', () => {
  const config = file('order.yaml', 'data: a\napi: {port: 1}\nlog: {level: info}\nkafka: {groupId: g}\n');

  test('file, then environment, then flags', () => {
    const environment = { ANEL_DATA: 'b', ANEL_LOG_LEVEL: 'error', HOME: '/' };
    const loaded = loadSettings({ config, data: 'c', set: ['live.lingerMs=0'] }, environment);
    expect(loaded.config).toMatchObject({
      data: 'c',
      api: { port: 1 },
      log: { level: 'error' },
      live: { lingerMs: 0 },
    });
    const origins = Object.fromEntries([...loaded.origins].filter(([, origin]) => origin !== 'default'));
    expect(origins).toEqual({
      data: 'flag --data',
      'api.port': `file ${config}`,
      'kafka.groupId': `file ${config}`,
      'live.lingerMs': 'flag --set',
      'log.level': 'environment ANEL_LOG_LEVEL',
    });
    expect([...loaded.origins.keys()]).toEqual(settings.map(({ key }) => key));
  });

  test('a later --set wins over an earlier one', () => {
    const { config: loaded } = loadSettings({ set: ['data=a', 'data=b=c'] }, {});
    expect(loaded.data).toBe('b=c');
  });
});

/** A text that the setting takes, other than its default. */
function otherText({ kind, choices, range, default: value }: Setting): string {
  if (kind === 'boolean') return String(value !== true);
  if (kind === 'choice') return choices.find((choice) => choice !== value) ?? '';
  if (kind === 'text' || kind === 'list') return 'other';
  if (kind === 'numbers') return '0.25, 0.5';
  // Near its default: every range has room for that.
  if (kind === 'number') return String(Math.min(Number(value) * 1.25, range.max ?? Number.POSITIVE_INFINITY));
  return String(Math.min(Number(value) + 1, range.max ?? Number.POSITIVE_INFINITY));
}

/** Raising one limit of a pair breaks the pair: the bound goes up with it. */
const alone = settings.filter(({ key }) => !/^(ingest\.batchMax|session\.replayPage)$/.test(key));

describe('the environment', () => {
  test.each(alone.map((setting) => [setting.variable, setting] as const))(
    '%s sets its key',
    (variable, setting) => {
      const { config, origins } = loadSettings({}, { [variable]: otherText(setting) });
      expect(settingAt(config, setting.key)).not.toEqual(setting.default);
      expect(origins.get(setting.key)).toBe(`environment ${variable}`);
    },
  );

  test('a file has the value, without the white space at its end', () => {
    const path = file('password', ' tiger \n\n');
    const { config, origins } = loadSettings({}, { ANEL_GRAPH_NEO4J_PASSWORD_FILE: path });
    expect(config.graph.neo4j.password).toBe(' tiger');
    expect(origins.get('graph.neo4j.password')).toBe('environment ANEL_GRAPH_NEO4J_PASSWORD_FILE');
  });

  test('the short name of the port sets it, and is the short name of one key', () => {
    expect(loadSettings({}, { ANEL_PORT: '8080' }).config.api.port).toBe(8080);
    expect(settings.some(({ variable }) => variable in shortVariables)).toBe(false);
  });

  test('what tests, tools and Kubernetes set is left alone', () => {
    const environment = {
      ANEL_TEST_REDIS_URL: 'x',
      ANEL_README_TEST: '1',
      ANEL_SERVERS_CACHE: 'x',
      ANEL_YARDSTICK_PYTHON: 'x',
      ANEL_SERVICE_HOST: '10.0.0.1',
      ANEL_SERVICE_PORT_HTTP: '4000',
      ANEL_PORT: 'tcp://10.0.0.1:4000',
      ANEL_PORT_4000_TCP: 'tcp://10.0.0.1:4000',
      ANEL_PORT_4000_TCP_ADDR: '10.0.0.1',
      ANEL_API_PORT: 'tcp://10.0.0.2:4000',
      ANEL_API_SERVICE_PORT: '4000',
    };
    expect(loadSettings({}, environment).config).toEqual(loadSettings({}, {}).config);
  });

  test.each<[Readonly<Record<string, string>>, string, ...string[]]>([
    [{ ANEL_GRAPH_STOR: 'neo4j' }, 'CONFIG_INVALID', '"ANEL_GRAPH_STOR" is not known', '"ANEL_GRAPH_STORE"'],
    [{ ANEL_DATA: 'a', ANEL_DATA_FILE: 'b' }, 'FILE_MISSING', 'ANEL_DATA_FILE', '"b"'],
    [
      { ANEL_PORT: '1', ANEL_API_PORT: '1' },
      'CONFIG_INVALID',
      'ANEL_API_PORT',
      'ANEL_PORT',
      'both set "api.port"',
    ],
    [
      { ANEL_PORT: 'http' },
      'CONFIG_INVALID',
      'api.port',
      '"http"',
      'environment ANEL_PORT',
      'a whole number',
    ],
    [{ ANEL_PORT: '70000' }, 'CONFIG_INVALID', 'api.port', '70000', 'environment ANEL_PORT', 'at most 65535'],
    [{ ANEL_DATA: '' }, 'CONFIG_INVALID', '"data"', '""', 'environment ANEL_DATA', 'not empty'],
    [{ ANEL_KAFKA_BROKERS: 'a,,b' }, 'CONFIG_INVALID', '"kafka.brokers"', 'environment', 'a list'],
  ])('%j is refused', (environment, code, ...parts) => {
    expect(() => loadSettings({}, environment)).toThrow(refused(code, ...parts));
  });

  test('a variable and the file of the same variable are refused', () => {
    const environment = { ANEL_DATA: 'a', ANEL_DATA_FILE: file('data', 'b') };
    expect(() => loadSettings({}, environment)).toThrow(
      refused('CONFIG_INVALID', 'ANEL_DATA', 'ANEL_DATA_FILE'),
    );
  });
});

describe('files and flags that are refused', () => {
  test.each([
    ['ingest: {batchMaximum: 1}', 'CONFIG_INVALID', '"ingest.batchMaximum"', '"ingest.batchMax"'],
    ['ingets: {}', 'CONFIG_INVALID', '"ingets"', '"ingest"'],
    ['api.port: 1', 'CONFIG_INVALID', '"api.port"', 'a level of its own'],
    ['api: 5', 'CONFIG_INVALID', '"api": expected keys and values'],
    ['api: {port: high}', 'CONFIG_INVALID', '"api.port" is "high"', 'refused.yaml'],
    ['kafka: {brokers: [1]}', 'CONFIG_INVALID', '"kafka.brokers" is \\[1\\]', 'refused.yaml', 'a list'],
    ['ledger: {ownerUrl: [tiger]}', 'CONFIG_INVALID', '"ledger.ownerUrl" has a wrong value', 'a text'],
  ])('%s', (text, code, ...parts) => {
    const config = file('refused.yaml', text);
    expect(() => loadSettings({ config, set: ['api.host=x'] }, {})).toThrow(refused(code, ...parts));
  });

  test.each([
    ['api.prot=1', 'CONFIG_INVALID', '"api.prot"', '"api.port"'],
    ['api.port', 'USAGE', 'KEY=VALUE'],
    ['=tiger', 'USAGE', '"="', 'KEY=VALUE'],
    ['kafka.tls=maybe', 'CONFIG_INVALID', '"kafka.tls" is "maybe" \\(flag --set\\)', 'true or false'],
    ['data=b', 'USAGE', '--data and --set both set "data"'],
  ])('--set %s', (set, code, ...parts) => {
    expect(() => loadSettings({ data: 'a', set: [set] }, {})).toThrow(refused(code, ...parts));
  });
});

test('no error has a secret in it', () => {
  const environments = [{ ANEL_LEDGER_URL: 'tiger', ANEL_LEDGER_URL_FILE: file('secret', 'tiger') }];
  const attempts = [
    () => loadSettings({ config: file('number.yaml', 'redis: {password: [tiger]}') }, {}),
    () => loadSettings({ config: file('broken.yaml', 'redis: {password: "tiger') }, {}),
    () => loadSettings({ config: file('section.yaml', 'ledger: tiger') }, {}),
    () => loadSettings({ set: ['=tiger'] }, {}),
    ...environments.map((environment) => () => loadSettings({}, environment)),
  ];
  for (const attempt of attempts) {
    expect(attempt).toThrow();
    expect(attempt).not.toThrow(/tiger/);
  }
});
