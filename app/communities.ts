import type { PartitionSettings } from '../algorithms/communities/partition.ts';
import { openWorkerRunner, type ShippedRunner } from '../algorithms/worker/open-runner.ts';
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import { AnelError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { gdsCommunities } from '../graph/stores/neo4j/gds-communities.ts';
import { type CommunityEngine, gdsEngine, inProcessEngine } from '../jobs/communities/divide.ts';
import {
  type CommunityReport,
  type RecomputeParts,
  recomputeCommunities,
} from '../jobs/communities/recompute-communities.ts';

export interface RunCommunitiesParts
  extends Pick<RecomputeParts, 'store' | 'signal'>,
    Partial<Pick<RecomputeParts, 'onProgress'>> {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Recomputes the communities of an open store once, on the engine of the settings. See `recomputeCommunities`. Throws CONFIG_INVALID when the engine
 * is Neo4j's and the store is not.
 */
export async function runCommunities(
  { config, log, onProgress = () => {}, ...parts }: RunCommunitiesParts,
  algorithm: PartitionSettings['algorithm'],
): Promise<CommunityReport> {
  const runner = openWorkerRunner(config.algorithms);
  try {
    const own = { config: config.communities, engine: engineOf(config, log, runner), onProgress };
    return await recomputeCommunities({ ...parts, ...own }, algorithm);
  } finally {
    await runner.close();
  }
}

function engineOf(
  { communities, graph }: Config,
  log: Log,
  runner: Pick<ShippedRunner, 'run'>,
): CommunityEngine {
  if (communities.engine === 'in-process') return inProcessEngine(runner);
  if (graph.store === 'neo4j')
    return gdsEngine(runner, (request) => gdsCommunities({ config: graph, log }, request));
  throw new AnelError(
    'CONFIG_INVALID',
    'configuration key "communities.engine" is gds: expected in-process where "graph.store" is embedded; gds needs a Neo4j server',
  );
}
