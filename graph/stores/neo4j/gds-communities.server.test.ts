import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommunities } from '../../../app/communities.ts';
import { ManualClock } from '../../../base/clock.ts';
import { parseConfig } from '../../../base/config.ts';
import { isAnelError } from '../../../base/errors.ts';
import { openLog } from '../../../base/log.ts';
import { simulate } from '../../../simulator/simulate.ts';
import { serverVariable } from '../../../test/servers/server-variable.ts';
import type { GraphStore } from '../../store.ts';
import { gdsCommunities } from './gds-communities.ts';
import { Neo4jDatabase } from './neo4j-database.ts';
import { openNeo4jDriver } from './open-neo4j-driver.ts';
import { openNeo4jGraphStore } from './open-neo4j-graph-store.ts';
import { emptyNeo4j, testNeo4jConfig } from './testing/test-neo4j.ts';

const log = openLog('silent');
const url = serverVariable('ANEL_TEST_NEO4J_URL');

const request = { algorithm: 'leiden', seed: 1, resolution: 1, throughSeq: 10, cutoffAt: 0 } as const;

/** Whether the library is there; prints why not. */
async function isInstalled(config: ReturnType<typeof testNeo4jConfig>): Promise<boolean> {
  try {
    await gdsCommunities({ config, log }, request);
    return true;
  } catch (error) {
    if (!isAnelError(error, 'GRAPH_STORE_FAILED') || !error.message.includes('not installed')) throw error;
    console.log('skipped: communities on Neo4j; the server has no Graph Data Science library');
    return false;
  }
}

if (url !== null) {
  const graph = testNeo4jConfig(url);
  const installed = await isInstalled(graph);

  describe.skipIf(!installed)('communities by Graph Data Science', () => {
    let store: GraphStore;
    beforeAll(async () => {
      await emptyNeo4j(graph);
      store = await openNeo4jGraphStore({ config: graph, log });
      const simulation = simulate({ seed: 5, transactions: 600, accounts: 150, rings: 3 });
      const events = [...simulation].map(({ event }) => event);
      const { at, seenAt } = events.at(-1)!;
      await store.append(events);
      await store.append([{ kind: 'reversal', id: 'undo', at, seenAt, reverses: events[500]!.id }]);
    });
    afterAll(() => store.close());

    const run = (algorithm: 'leiden' | 'louvain' | 'components', engine: 'gds' | 'in-process') => {
      const config = parseConfig({ graph, communities: { engine } });
      const { signal } = new AbortController();
      return runCommunities({ store, config, clock: new ManualClock(0), log, signal }, algorithm);
    };

    it('are the same components, under the same ids', async () => {
      const own = await run('components', 'in-process');
      expect(own.changedAccounts).toBe(own.accounts);
      expect(await run('components', 'gds')).toEqual({ ...own, engine: 'gds', changedAccounts: 0 });
    });

    it.each(['leiden', 'louvain'] as const)(
      'are as good by %s, and the same the second time',
      async (algorithm) => {
        const own = await run(algorithm, 'in-process');
        const first = await run(algorithm, 'gds');
        expect(first).toMatchObject({ engine: 'gds', accounts: own.accounts, pairs: own.pairs });
        expect(Math.abs(first.modularity - own.modularity)).toBeLessThan(0.03);
        expect(await run(algorithm, 'gds')).toEqual({ ...first, changedAccounts: 0 });
      },
    );

    it('leave no projection behind', async () => {
      const database = new Neo4jDatabase(openNeo4jDriver(graph.neo4j, log), graph.neo4j, log);
      const rows = await database.statement('CALL gds.graph.list() YIELD graphName RETURN graphName');
      await database.close();
      expect(rows).toEqual([]);
    });

    it('have none where there is no transfer', async () => {
      expect(await gdsCommunities({ config: graph, log }, { ...request, throughSeq: 0 })).toEqual([]);
    });
  });
}
