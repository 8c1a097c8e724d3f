import type { PartitionSettings } from '../algorithms/communities/partition.ts';
import { openWorkerRunner } from '../algorithms/worker/open-runner.ts';
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import { inProcessEngine } from '../jobs/communities/divide.ts';
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
}

/** Recomputes the communities of an open store once, on the engine of the settings. See `recomputeCommunities`. */
export async function runCommunities(
  { config, onProgress = () => {}, ...parts }: RunCommunitiesParts,
  algorithm: PartitionSettings['algorithm'],
): Promise<CommunityReport> {
  const runner = openWorkerRunner(config.algorithms);
  try {
    const own = { config: config.communities, engine: inProcessEngine(runner), onProgress };
    return await recomputeCommunities({ ...parts, ...own }, algorithm);
  } finally {
    await runner.close();
  }
}
