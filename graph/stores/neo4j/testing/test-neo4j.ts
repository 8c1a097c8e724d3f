import neo4j from 'neo4j-driver';
import { type Config, parseConfig } from '../../../../base/config.ts';
import { contractLimits } from '../../contract/sample-events.contract.ts';

/** The settings of a graph on the Neo4j server that tests may write to. */
export function testNeo4jConfig(
  url: string,
  changes: Partial<Config['graph']['neo4j']> = {},
): Config['graph'] {
  const password = process.env.ANEL_TEST_NEO4J_PASSWORD;
  const server = { url, ...(password === undefined ? null : { password }), ...changes };
  return parseConfig({ graph: { store: 'neo4j', ...contractLimits, neo4j: server } }).graph;
}

/** Removes every node and relationship, not the schema: Neo4j Community has one database, so tests share it in turns. */
export async function emptyNeo4j({
  neo4j: { url, user, password, database },
}: Config['graph']): Promise<void> {
  const driver = neo4j.driver(url, neo4j.auth.basic(user, password ?? ''));
  const session = driver.session({ database });
  try {
    // Relationships first: a node takes its own with it in one transaction, however many there are.
    await session.run('MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS');
    await session.run('MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS');
  } finally {
    await session.close();
    await driver.close();
  }
}
