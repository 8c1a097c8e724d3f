import { randomUUID } from 'node:crypto';
import type { Config } from '../../../base/config.ts';
import { AnelError } from '../../../base/errors.ts';
import type { Log } from '../../../base/log.ts';
import { Neo4jDatabase } from './neo4j-database.ts';
import { openNeo4jDriver } from './open-neo4j-driver.ts';

/** Which transfers are divided, and how. */
export interface GdsRequest {
  readonly algorithm: 'leiden' | 'louvain' | 'components';
  /** Of Leiden; Louvain of the library has no seed and no resolution. */
  readonly seed: number;
  readonly resolution: number;
  /** Transfers with a higher number are left out, as are those with `at <= cutoffAt`, reversed ones and self-transfers. */
  readonly throughSeq: number;
  readonly cutoffAt: number;
}

/** The account key and the group of every account that has a transfer. Groups are any numbers. */
export type GdsGroups = readonly (readonly [account: string, group: number])[];

/**
 * Divides the pair graph in the memory of a Neo4j server by its Graph Data Science library, in one thread and with a fixed seed. The projection is
 * dropped in the end. Nothing is written. Throws GRAPH_STORE_FAILED when the library is not installed, and what the server refuses.
 */
export async function gdsCommunities(
  { config, log }: { readonly config: Config['graph']; readonly log: Log },
  { algorithm, seed, resolution, throughSeq, cutoffAt }: GdsRequest,
): Promise<GdsGroups> {
  const database = new Neo4jDatabase(openNeo4jDriver(config.neo4j, log), config.neo4j, log);
  const graph = `anel-${randomUUID()}`;
  try {
    const [[installed = 0] = []] = await database.read('gds-installed');
    if (installed === 0) throw notInstalled();
    const [[nodes] = []] = await database.analyse('gds-project', { graph, throughSeq, cutoffAt });
    if (nodes === undefined || nodes === null) return [];
    const settings = algorithm === 'leiden' ? { seed, resolution } : {};
    const rows = await database.analyse(`gds-${algorithm}`, { graph, ...settings });
    return rows.map(([account, group]) => [account as string, group as number] as const);
  } finally {
    await database.analyse('gds-drop', { graph }).catch(() => {}); // not there when the projection failed
    await database.close();
  }
}

function notInstalled(): AnelError {
  return new AnelError(
    'GRAPH_STORE_FAILED',
    'divide the graph on Neo4j: its Graph Data Science library is not installed; install the plugin, or set "communities.engine" to in-process',
  );
}
