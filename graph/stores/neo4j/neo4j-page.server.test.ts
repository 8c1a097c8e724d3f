import { readFileSync } from 'node:fs';
import neo4j, { type Driver } from 'neo4j-driver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLog } from '../../../base/log.ts';
import { packagePath } from '../../../base/package-root.ts';
import { serverVariable } from '../../../test/servers/server-variable.ts';
import { transfer } from '../contract/sample-events.contract.ts';
import { openNeo4jDriver } from './open-neo4j-driver.ts';
import { openNeo4jGraphStore } from './open-neo4j-graph-store.ts';
import { emptyNeo4j, testNeo4jConfig } from './testing/test-neo4j.ts';

const url = serverVariable('ANEL_TEST_NEO4J_URL');
const page = readFileSync(packagePath('docs', 'neo4j.md'), 'utf8');
const [received = '', toNodes = '', fromNodes = ''] = [...page.matchAll(/```cypher\n(.*?)```/gs)].map(
  ([, text]) => text ?? '',
);

if (url !== null) {
  const config = testNeo4jConfig(url);

  describe('the queries of docs/neo4j.md', () => {
    let driver: Driver;
    const rows = async (text: string, parameters: Record<string, unknown> = {}) => {
      const session = driver.session({ database: config.neo4j.database });
      const { records } = await session.run(text, parameters).finally(() => session.close());
      return records.map((record) => record.toObject());
    };

    beforeAll(async () => {
      await emptyNeo4j(config);
      driver = openNeo4jDriver(config.neo4j, openLog('silent'));
      const store = await openNeo4jGraphStore({ config, log: openLog('silent') });
      await store.append([
        transfer('t1', 'a', 'b', { amountMinor: 1234 }),
        transfer('t2', 'a', 'b', { amountMinor: 5 }),
        transfer('t3', 'b', 'c', { amountMinor: 100 }),
      ]);
      const member = { ringId: 'r', account: 'a', role: 'source', since: 1, until: null };
      await store.annotate({ memberships: [member] });
      await store.close();
    });
    afterAll(async () => {
      await emptyNeo4j(config);
      await driver.close();
    });

    test('who got money from a ring', async () => {
      expect(await rows(received)).toEqual([
        { ring: 'r', account: 'b', currency: 'USD', received: 1239, transfers: 2 },
      ]);
    });

    test('transactions become nodes, once', async () => {
      expect(await rows(toNodes, { afterSeq: neo4j.int(0) })).toEqual([{ lastSeq: 3 }]);
      expect(await rows(toNodes, { afterSeq: neo4j.int(0) })).toEqual([{ lastSeq: 3 }]);
      expect(await rows('MATCH (x:Transaction) RETURN count(x) AS nodes')).toEqual([{ nodes: 3 }]);
    });

    test('nodes become the lines of a file', async () => {
      const lines = await rows(fromNodes);
      expect(lines.map(({ id, amount }) => [id, amount])).toEqual([
        ['t1', '12.34'],
        ['t2', '0.05'],
        ['t3', '1.00'],
      ]);
      expect(lines[0]).toMatchObject({ from: { account: 'a' }, to: { account: 'b' }, format: 'WIRE' });
    });
  });
}
