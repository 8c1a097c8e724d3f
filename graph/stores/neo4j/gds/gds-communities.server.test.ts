import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { openLog } from '../../../../base/log.ts';
import { Random } from '../../../../base/random.ts';
import { serverVariable } from '../../../../test/servers/server-variable.ts';
import type { GraphStore } from '../../../store.ts';
import { reversal, startAt, transfer } from '../../contract/sample-events.contract.ts';
import { Neo4jDatabase } from '../neo4j-database.ts';
import { openNeo4jDriver } from '../open-neo4j-driver.ts';
import { openNeo4jGraphStore } from '../open-neo4j-graph-store.ts';
import { emptyNeo4j, testNeo4jConfig } from '../testing/test-neo4j.ts';
import { GdsCommunitySearch, type GdsRequest } from './gds-communities.ts';
import { openGdsCommunities } from './open-gds-communities.ts';

const url = serverVariable('ANEL_TEST_NEO4J_URL');
const log = openLog('silent');
const limits = { accountsMax: 1000, stepTimeoutMs: 60_000 };

/** Whether the server has the library; says so when it does not. */
async function hasGds(address: string): Promise<boolean> {
  try {
    await (await openGdsCommunities({ config: testNeo4jConfig(address).neo4j, limits, log })).close();
    return true;
  } catch (error) {
    console.log(`skipped: communities inside of Neo4j; ${String(error)}`);
    return false;
  }
}

if (url !== null) {
  const config = testNeo4jConfig(url);
  const open = () => openGdsCommunities({ config: config.neo4j, limits, log });
  const installed = await hasGds(url);

  /** Rows of the catalogue of projections, by a statement of ours. */
  const projections = async (): Promise<unknown[]> => {
    const database = new Neo4jDatabase(openNeo4jDriver(config.neo4j, log), config.neo4j, log);
    const rows = await database.statement('CALL gds.graph.list() YIELD graphName RETURN graphName');
    await database.close();
    return rows.map(([name]) => name);
  };

  if (!installed) {
    it.skip('needs Graph Data Science');
    test('without the library it is refused with what to install', async () => {
      await expect(open()).rejects.toMatchObject({
        code: 'GDS_MISSING',
        message: expect.stringContaining('plugin'),
      });
    });
  } else {
    describe('communities inside of Neo4j', () => {
      let store: GraphStore;
      let search: GdsCommunitySearch;
      const whole: GdsRequest = { algorithm: 'leiden', seed: 1, resolution: 1, seq: 8, after: startAt };

      beforeAll(async () => {
        await emptyNeo4j(config);
        store = await openNeo4jGraphStore({ config, log });
        // Two triangles, one pair twice, a transfer to oneself, one before the window, and one between the triangles that is reversed.
        await store.append([
          transfer('t1', 'a', 'b'),
          transfer('t2', 'b', 'c'),
          transfer('t3', 'c', 'a'),
          transfer('t4', 'x', 'y'),
          transfer('t5', 'y', 'z'),
          transfer('t6', 'z', 'x'),
          transfer('t7', 'x', 'y'),
          transfer('t8', 'a', 'a'),
          transfer('t9', 'old', 'x', { at: startAt - 1 }),
          transfer('t10', 'c', 'x'),
          reversal('r1', 't10'),
        ]);
        search = await open();
      });
      afterAll(async () => {
        await search.close();
        await store.close();
        await emptyNeo4j(config);
      });

      test.each(['leiden', 'louvain', 'components'] as const)('%s finds the groups', async (algorithm) => {
        const found = await search.compute({ ...whole, algorithm });
        expect(found).toMatchObject({
          keys: ['a', 'b', 'c', 'x', 'y', 'z'],
          labels: Int32Array.of(0, 0, 0, 1, 1, 1),
          count: 2,
          pairs: 6,
          transfers: 7,
        });
        expect(found.modularity).toBeCloseTo(1 - ((3 / 7) ** 2 + (4 / 7) ** 2), 6);
      });

      test('is as of an event: what came later, a reversal too, does not count', async () => {
        const components = { ...whole, algorithm: 'components' } as const;
        expect(await search.compute({ ...components, seq: 10 })).toMatchObject({ count: 1, pairs: 7 });
        expect(await search.compute({ ...components, seq: 11 })).toMatchObject({ count: 2, pairs: 6 });
        expect(await search.compute({ ...components, seq: 2 })).toMatchObject({
          keys: ['a', 'b', 'c'],
          pairs: 2,
        });
        const before = await search.compute(whole);
        await store.append([transfer('t11', 'a', 'x'), reversal('r2', 't1'), transfer('t12', 'new', 'b')]);
        expect(await search.compute(whole)).toEqual(before);
      });

      test('an empty graph has no communities', async () => {
        expect(await search.compute({ ...whole, seq: 0 })).toMatchObject({
          keys: [],
          count: 0,
          modularity: 0,
        });
      });

      test('leaves no projection behind, also when it is refused or interrupted', async () => {
        const steps: string[] = [];
        await search.compute(whole, (step) => steps.push(step));
        expect(steps).toEqual(['preparation', 'projection', 'algorithm', 'modularity', 'labels']);
        const ending = new AbortController();
        const interrupt = (step: string) => step === 'algorithm' && ending.abort();
        await expect(search.compute(whole, interrupt, ending.signal)).rejects.toMatchObject({
          code: 'INTERRUPTED',
        });
        const database = new Neo4jDatabase(openNeo4jDriver(config.neo4j, log), config.neo4j, log);
        const small = new GdsCommunitySearch(database, { ...limits, accountsMax: 5 });
        await expect(small.compute(whole)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
        await small.close();
        expect(await projections()).toEqual([]);
      });

      test('drops what a dead process left behind, once it cannot be at work any more', async () => {
        const database = new Neo4jDatabase(openNeo4jDriver(config.neo4j, log), config.neo4j, log);
        await database.read('gds-project', { name: 'anel-communities-dead', seq: 8, after: startAt });
        await search.compute(whole);
        expect(await projections()).toEqual(['anel-communities-dead']);
        await new GdsCommunitySearch(database, { ...limits, stepTimeoutMs: 0 }).compute(whole);
        await database.close();
        expect(await projections()).toEqual([]);
      });

      test('a resolution that Louvain of the library does not know is refused', async () => {
        await expect(search.compute({ ...whole, algorithm: 'louvain', resolution: 2 })).rejects.toMatchObject(
          {
            code: 'INPUT_INVALID',
          },
        );
      });

      test.each(['leiden', 'louvain'] as const)(
        '%s says the same twice, and of transfers that came in another order',
        async (algorithm) => {
          const random = new Random(3);
          const key = (group: number) => `p${group * 20 + random.below(20)}`;
          const planted = Array.from({ length: 900 }, (_, place) => {
            const group = random.below(10);
            const other = random.chance(0.8) ? group : random.below(10);
            return transfer(`p${place}`, key(group), key(other));
          });
          const request = { ...whole, algorithm, seq: planted.length };
          const divided = async (transfers: typeof planted) => {
            await emptyNeo4j(config);
            await store.close();
            store = await openNeo4jGraphStore({ config, log });
            await store.append(transfers);
            return search.compute(request);
          };
          const found = await divided(planted);
          expect(found.modularity).toBeGreaterThan(0.5);
          expect(await search.compute(request)).toEqual(found);
          expect(await divided(planted.toReversed())).toEqual(found);
        },
      );
    });
  }
}
