import type { Config } from '../../../base/config.ts';
import type { Log } from '../../../base/log.ts';
import type { GraphStore } from '../../store.ts';
import { CypherGraphStore } from '../cypher/cypher-graph-store.ts';
import { applySchema } from '../cypher/schema.ts';
import { Neo4jDatabase } from './neo4j-database.ts';
import { openNeo4jDriver } from './open-neo4j-driver.ts';

/** Which server, and how it is used. */
export interface Neo4jGraphStoreOptions {
  readonly config: Config['graph'];
  readonly log: Log;
}

/**
 * Opens the graph store on a Neo4j server and brings its schema up to date. Several processes may have one open; `claim` says who
 * writes. Throws GRAPH_STORE_UNAVAILABLE (retryable), GRAPH_STORE_FAILED when the server refuses, MIGRATION_CHANGED, or
 * CONFIG_INVALID for settings that cannot be used.
 */
export async function openNeo4jGraphStore({ config, log }: Neo4jGraphStoreOptions): Promise<GraphStore> {
  const database = new Neo4jDatabase(openNeo4jDriver(config.neo4j, log), config.neo4j, log);
  try {
    await applySchema(database);
    return new CypherGraphStore(database, config);
  } catch (error) {
    await database.close();
    throw error;
  }
}
