import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { CheckResult } from '../../base/check.ts';
import { serverVariable } from '../../test/servers/server-variable.ts';
import { checkCommand } from './check.ts';
import { runCommand } from './testing/run-command.ts';

const neo4jUrl = serverVariable('ANEL_TEST_NEO4J_URL');
const neo4jPassword = serverVariable('ANEL_TEST_NEO4J_PASSWORD');
const brokers = serverVariable('ANEL_TEST_KAFKA_BROKERS');
const postgresUrl = serverVariable('ANEL_TEST_POSTGRES_URL');
const redisUrl = serverVariable('ANEL_TEST_REDIS_URL');

const all =
  neo4jUrl !== null && neo4jPassword && brokers !== null && postgresUrl !== null && redisUrl !== null;

describe.skipIf(!all)('anel check on real servers', () => {
  const data = mkdtempSync(join(tmpdir(), 'anel-check-servers-'));
  afterAll(() => rmSync(data, { recursive: true }));
  /** Nobody has this name: the server counts failed logins by user, and others use it at the same time. */
  const nobody = `nobody${process.pid}`;
  const prefix = `anel-check-${process.pid}`;
  const environment = {
    ANEL_DATA: data,
    ANEL_GRAPH_STORE: 'neo4j',
    ANEL_GRAPH_NEO4J_URL: neo4jUrl ?? '',
    ANEL_GRAPH_NEO4J_PASSWORD: neo4jPassword ?? '',
    ANEL_LEDGER_URL: postgresUrl ?? '',
    ANEL_KAFKA_BROKERS: brokers ?? '',
    ANEL_KAFKA_TOPICS_ALERTS: `${prefix}-alerts`,
    ANEL_REDIS_URL: redisUrl ?? '',
  };
  const at = (url: string | null, change: (url: URL) => void) => {
    const changed = new URL(url ?? '');
    change(changed);
    return changed.toString();
  };

  const withoutLogin = (url: string | null) =>
    at(url ?? 'redis://x', (changed) => Object.assign(changed, { username: '', password: '' }));

  async function check(...set: string[]) {
    const { code, lines } = await runCommand(checkCommand, { json: true, set }, { environment });
    const { ok, checks } = JSON.parse(lines[0] ?? '') as { ok: boolean; checks: CheckResult[] };
    return { code, ok, checks, text: lines[0] ?? '' };
  }

  async function expectFailed(part: string, set: string[], detail: RegExp, advice: RegExp) {
    const { code, ok, checks } = await check(...set);
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([
      { part, state: 'failed', detail: expect.stringMatching(detail), advice: expect.stringMatching(advice) },
    ]);
    expect({ code, ok }).toEqual({ code: 1, ok: false });
  }

  test('every part is ok, with the version of its server', async () => {
    const { code, ok, checks, text } = await check();
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect({ code, ok }).toEqual({ code: 0, ok: true });
    const details = Object.fromEntries(checks.map(({ part, detail }) => [part, detail]));
    expect(details['graph store']).toMatch(/^Neo4j (5\.26|20\d\d)\S* \w+ at bolt:.*database "neo4j".*schema/);
    expect(details['ledger']).toMatch(/^PostgreSQL 1[5-9].*its tables/);
    expect(details['kafka']).toMatch(/^1 broker at .*of its 6 topics will be made at the start/);
    expect(details['redis']).toMatch(/^Redis [7-9]\./);
    expect(text).not.toContain(neo4jPassword ?? '');
  });

  test('a check makes no topic', async () => {
    await check();
    await expectFailed('kafka', ['kafka.createTopics=false'], new RegExp(`"${prefix}-alerts"`), /make them/);
  });

  describe('a wrong password', () => {
    test.each([
      [
        'graph store',
        [`graph.neo4j.user=${nobody}`, 'graph.neo4j.password=tiger'],
        /unauthorized/,
        /correct graph\.neo4j\.user and graph\.neo4j\.password/,
      ],
      [
        'ledger',
        [
          `ledger.url=${at(postgresUrl ?? 'postgres://x', (url) => Object.assign(url, { username: nobody, password: 'tiger' }))}`,
        ],
        /password authentication failed|does not exist/,
        /correct user and password in ledger\.url/,
      ],
      [
        'redis',
        [`redis.url=${withoutLogin(redisUrl)}`, `redis.user=${nobody}`, 'redis.password=tiger'],
        /WRONGPASS/,
        /redis\.user and redis\.password/,
      ],
      [
        'kafka',
        ['kafka.mechanism=plain', 'kafka.user=x', 'kafka.password=tiger'],
        /SASL/,
        /correct kafka\.mechanism, kafka\.user and kafka\.password/,
      ],
    ])('of %s', async (part, set, detail, advice) => {
      await expectFailed(part, set, detail, advice);
      expect((await check(...set)).text).not.toContain('tiger');
    });
  });

  describe('a wrong port', () => {
    const refused = /ECONNREFUSED/;
    const inSettings = (key: string) => new RegExp(`see whether .* runs.*${key.replaceAll('.', '\\.')}`);
    test.each([
      ['graph store', 'graph.neo4j.url', 'bolt://127.0.0.1:1'],
      ['ledger', 'ledger.url', 'postgres://anel:tiger@127.0.0.1:1/postgres'],
      ['redis', 'redis.url', 'redis://127.0.0.1:1'],
      ['kafka', 'kafka.brokers', '127.0.0.1:1'],
    ])('of %s', async (part, key, value) => {
      await expectFailed(part, [`${key}=${value}`], refused, inSettings(key));
    });
  });

  describe('a database that is not there', () => {
    test.each([
      [
        'graph store',
        'graph.neo4j.database=nowhere',
        /nowhere/,
        /graph\.neo4j\.database.*CREATE DATABASE nowhere/,
      ],
      [
        'ledger',
        `ledger.url=${at(postgresUrl ?? 'postgres://x', (url) => Object.assign(url, { pathname: '/nowhere' }))}`,
        /database "nowhere" does not exist/,
        /ledger\.url.*createdb/,
      ],
      [
        'redis',
        `redis.url=${at(redisUrl ?? 'redis://x', (url) => Object.assign(url, { pathname: '/9999' }))}`,
        /DB index/,
        /number of the database in redis\.url/,
      ],
    ])('of %s', async (part, set, detail, advice) => {
      await expectFailed(part, [set], detail, advice);
    });
  });

  test('one broker of two that is away is a warning, and more copies than brokers a failure', async () => {
    const { code, checks } = await check(`kafka.brokers=${brokers},127.0.0.1:1`);
    expect(code).toBe(0);
    expect(checks.find(({ part }) => part === 'kafka')).toMatchObject({
      state: 'warn',
      advice: expect.stringContaining('127.0.0.1:1 did not answer'),
    });
    await expectFailed(
      'kafka',
      ['kafka.replicationFactor=9'],
      /cannot be made.*[Rr]eplication/,
      /replicationFactor/,
    );
  });

  test('a role of the ledger that is also its owner fails', async () => {
    await expectFailed(
      'ledger',
      [`ledger.ownerUrl=${postgresUrl}`],
      /both log in as role/,
      /a role of its own/,
    );
  });
});
