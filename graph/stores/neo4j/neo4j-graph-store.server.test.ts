import { openLog } from '../../../base/log.ts';
import { serverVariable } from '../../../test/servers/server-variable.ts';
import { describeGraphStore } from '../../store.contract.ts';
import { openNeo4jGraphStore } from './open-neo4j-graph-store.ts';
import { emptyNeo4j, testNeo4jConfig } from './testing/test-neo4j.ts';

const url = serverVariable('ANEL_TEST_NEO4J_URL');
if (url !== null) {
  const config = testNeo4jConfig(url);
  describeGraphStore('the graph store on Neo4j', async () => {
    await emptyNeo4j(config);
    return {
      open: () => openNeo4jGraphStore({ config, log: openLog('silent') }),
      dispose: async () => {},
    };
  });
}
