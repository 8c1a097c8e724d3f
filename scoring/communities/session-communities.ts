import { noCommunity } from '../../algorithms/communities/communities.ts';
import type { Partition } from '../../algorithms/communities/partition.ts';
import type { ShippedRunner } from '../../algorithms/worker/open-runner.ts';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { isAnelError } from '../../base/errors.ts';
import { pairEdges } from '../../graph/session/pair-graph.ts';
import type { Session } from '../../graph/session/session.ts';
import type { CommunityPoint, CommunityResult } from './community-job.ts';
import { CommunitySchedule } from './community-schedule.ts';
import { runPartition } from './run-partition.ts';

/**
 * A schedule without a store, for benches and tests, null where the settings want none: its job divides the session's own pair graph (the
 * week's window) of the moment of the point. It cannot go back, so this schedule cannot `resume`.
 */
export function sessionCommunities(
  session: Session,
  { communities }: Pick<Config, 'communities'>,
  runner: Pick<ShippedRunner, 'run'>,
  clock: Clock,
): CommunitySchedule | null {
  if (!communities.enabled) return null;
  const compute = async ({ seq }: CommunityPoint) => {
    const edges = pairEdges(session);
    try {
      return communityResult(seq, await runPartition(runner, edges, communities));
    } catch (error) {
      if (isAnelError(error, 'ALGORITHM_TOO_LARGE')) return null;
      throw error;
    }
  };
  return new CommunitySchedule(communities, { compute }, clock);
}

/** A partition whose nodes are the accounts of the session. */
export function communityResult(asOfSeq: number, { labels }: Pick<Partition, 'labels'>): CommunityResult {
  return {
    asOfSeq,
    communityOf: (account) => (account < labels.length ? labels[account]! : noCommunity),
  };
}
