import type { Config } from '../../../../base/config.ts';
import type { Log } from '../../../../base/log.ts';
import { Neo4jDatabase } from '../neo4j-database.ts';
import { openNeo4jDriver } from '../open-neo4j-driver.ts';
import { GdsCommunitySearch, type GdsLimits } from './gds-communities.ts';

export interface GdsOptions {
  readonly config: Config['graph']['neo4j'];
  readonly limits: GdsLimits;
  readonly log: Log;
}

/**
 * Opens the Graph Data Science library of the Neo4j server of the settings, on connections of its own: its steps take longer than a read of the
 * graph store may. Throws GDS_MISSING when the server does not have it, and what opening the graph store throws. Close it.
 */
export async function openGdsCommunities({ config, limits, log }: GdsOptions): Promise<GdsCommunitySearch> {
  const settings = { ...config, readTimeoutMs: limits.stepTimeoutMs };
  const database = new Neo4jDatabase(openNeo4jDriver(settings, log), settings, log);
  const search = new GdsCommunitySearch(database, limits);
  try {
    await search.version();
    return search;
  } catch (error) {
    await search.close();
    throw error;
  }
}
