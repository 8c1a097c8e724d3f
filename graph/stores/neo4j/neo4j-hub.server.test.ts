import type { Driver, ProfiledPlan } from 'neo4j-driver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLog } from '../../../base/log.ts';
import { query } from '../../../cypher/load.ts';
import { serverVariable } from '../../../test/servers/server-variable.ts';
import type { GraphStore } from '../../store.ts';
import { startAt, transfer } from '../contract/sample-events.contract.ts';
import type { CypherParameters } from '../cypher/cypher-database.ts';
import { neo4jParameters } from './neo4j-parameters.ts';
import { openNeo4jDriver } from './open-neo4j-driver.ts';
import { openNeo4jGraphStore } from './open-neo4j-graph-store.ts';
import { emptyNeo4j, testNeo4jConfig } from './testing/test-neo4j.ts';

const url = serverVariable('ANEL_TEST_NEO4J_URL');
const hubTransfers = 20_000;
const batchSize = 1000;
/** How much more the server may touch for a hub than for an account with one transfer. */
const factorMax = 1.5;

const totalHits = ({ dbHits, children }: ProfiledPlan): number =>
  dbHits + children.reduce((sum, child) => sum + totalHits(child), 0);

const transferTo = (id: string, to: string): CypherParameters => ({
  ids: [id],
  seqs: [1_000_000],
  froms: ['small'],
  tos: [to],
  ats: [startAt],
  seenAts: [startAt],
  amounts: [1],
  currencies: ['USD'],
  formats: ['WIRE'],
  deviceIds: null,
  ips: null,
  bodies: ['[]'],
});
const linkTo = (device: string): CypherParameters => ({
  accounts: ['small'],
  ids: [device],
  firstAts: [startAt],
  lastAts: [startAt],
  counts: [1],
});

if (url !== null) {
  const config = testNeo4jConfig(url, { writeTimeoutMs: 60_000 });

  describe(`a hub of ${hubTransfers} transfers on Neo4j`, () => {
    let store: GraphStore;
    let driver: Driver;

    /** What the server touches to run a query of ours; the transaction is rolled back. */
    async function hits(name: string, parameters: CypherParameters, label?: string): Promise<number> {
      const session = driver.session({ database: config.neo4j.database });
      const transaction = session.beginTransaction();
      try {
        const text = `PROFILE ${query('neo4j', name, label)}`;
        const { summary } = await transaction.run(text, neo4jParameters(parameters));
        if (summary.profile === false) throw new Error('the server gave no profile');
        return totalHits(summary.profile);
      } finally {
        await transaction.rollback();
        await session.close();
      }
    }

    beforeAll(async () => {
      await emptyNeo4j(config);
      driver = openNeo4jDriver(config.neo4j, openLog('silent'));
      store = await openNeo4jGraphStore({ config, log: openLog('silent') });
      for (let start = 0; start < hubTransfers; start += batchSize) {
        await store.append(
          Array.from({ length: batchSize }, (_, index) =>
            transfer(`t${start + index}`, `a${(start + index) % 3000}`, 'hub', {
              at: startAt + start + index,
              device: 'shared',
            }),
          ),
        );
      }
      await store.append([transfer('s1', 'small', 'other', { device: 'own' })]);
    });
    afterAll(async () => {
      await store.close();
      await emptyNeo4j(config);
      await driver.close();
    });

    test('a transfer to it costs the server what one to a small account costs', async () => {
      const toHub = await hits('transfers-create', transferTo('n1', 'hub'));
      const toSmall = await hits('transfers-create', transferTo('n2', 'other'));
      expect(toSmall).toBeGreaterThan(0);
      expect(toHub).toBeLessThanOrEqual(factorMax * toSmall);
    });

    test('a link to an identifier of all of them costs what one to an identifier of one costs', async () => {
      const toShared = await hits('links-merge', linkTo('shared'), 'Device');
      const toOwn = await hits('links-merge', linkTo('own'), 'Device');
      expect(toOwn).toBeGreaterThan(0);
      expect(toShared).toBeLessThanOrEqual(factorMax * toOwn);
    });

    test('the look-up of an id costs the same however many there are', async () => {
      const known = await hits('events-by-id', { ids: ['t500'] });
      expect(known).toBeLessThan(50);
    });

    test('reading it is capped in its answer, and in its cost by its own degree', async () => {
      const limits = { ids: ['hub'], fromAt: 0, untilAt: Number.MAX_SAFE_INTEGER, limit: 51 };
      const walked = await hits('walk-in', limits);
      expect(walked).toBeLessThan(12 * hubTransfers);
      const found = await store.neighbourhood('hub', { hops: 1, nodesMax: 100, degreeMax: 50 });
      expect(found?.truncated).toBe(true);
      expect(found?.transfers).toHaveLength(50);
    });
  });
}
