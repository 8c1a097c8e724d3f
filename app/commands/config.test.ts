import { expect, test } from 'vitest';
import { settings } from '../../base/config.ts';
import { configCommand } from './config.ts';
import { runCommand } from './testing/run-command.ts';

const environment = {
  ANEL_KAFKA_BROKERS: 'a:1,b:2',
  ANEL_KAFKA_PASSWORD: 'tiger',
  ANEL_LEDGER_URL: 'postgres://anel:tiger@db/anel',
};

test('every setting has a line, in the order of the schema', async () => {
  const { code, lines } = await runCommand(configCommand, {}, { environment });
  expect(code).toBe(0);
  const keys = lines.filter((line) => /^[a-z]\S*\.\S|^data/.test(line)).map((line) => line.split(' ', 1)[0]);
  expect(keys).toEqual(settings.map(({ key }) => key));
  expect(lines).toContainEqual(expect.stringMatching(/^api\.port +4000 +default$/));
  expect(lines.at(-1)).toBe(
    `3 of ${settings.length} settings are not the default; --changed prints only those`,
  );
});

test('only what is set, with secrets hidden', async () => {
  const options = { changed: true, set: ['redis.url=redis://:tiger@cache:6379'], port: '8080' };
  const { lines } = await runCommand(configCommand, options, { environment });
  expect(lines).toEqual([
    'kafka.brokers   a:1,b:2                      environment ANEL_KAFKA_BROKERS',
    'kafka.password  ***                          environment ANEL_KAFKA_PASSWORD',
    'ledger.url      postgres://anel:***@db/anel  environment ANEL_LEDGER_URL',
    'redis.url       redis://:***@cache:6379      flag --set',
    'api.port        8080                         flag --port',
    '',
    `the other ${settings.length - 5} of ${settings.length} settings are the default`,
  ]);
});

test('as JSON, by key', async () => {
  const { lines } = await runCommand(configCommand, { json: true }, { environment });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('tiger');
  const { settings: printed } = JSON.parse(lines[0] ?? '') as { settings: Record<string, object> };
  expect(Object.keys(printed)).toEqual(settings.map(({ key }) => key));
  expect(printed['kafka.brokers']).toEqual({
    value: ['a:1', 'b:2'],
    origin: 'environment ANEL_KAFKA_BROKERS',
    default: [],
    variable: 'ANEL_KAFKA_BROKERS',
  });
  expect(printed['kafka.password']).toMatchObject({ value: '***' });
  expect(printed['ledger.ownerUrl']).toMatchObject({ value: null, origin: 'default' });
});

test('in a terminal what is set stands out', async () => {
  const { lines } = await runCommand(configCommand, { port: '8080' }, { colour: true });
  expect(lines.find((line) => line.includes('api.port'))).toContain('\u001b[1m');
  expect(lines.find((line) => line.includes('api.host'))).toContain('\u001b[2m');
});
