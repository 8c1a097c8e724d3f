import type { ShippedRunner } from '../../algorithms/worker/open-runner.ts';
import type { Config } from '../../base/config.ts';
import { isAnelError } from '../../base/errors.ts';
import type { CommunityJob, CommunityPoint } from '../../scoring/communities/community-job.ts';
import { runPartition } from '../../scoring/communities/run-partition.ts';
import { communityResult } from '../../scoring/communities/session-communities.ts';
import { type EventStore, StoreWindow } from './store-window.ts';

export interface StoreCommunitiesParts {
  readonly store: EventStore;
  readonly config: Config['communities'];
  /** A runner of its own, since it must not wait for the jobs of others. Whoever made it closes it. */
  readonly runner: Pick<ShippedRunner, 'run'>;
  /** The number of an account in the session, which has seen every event up to the point. */
  readonly numberOf: (accountKey: string) => number;
  /** Tells of a graph that was too large. */
  readonly onRefused: (error: unknown) => void;
  /** Ends what is under way, with INTERRUPTED. */
  readonly signal: AbortSignal;
}

/**
 * The job on a graph store: reads what came since the last point, divides the pair graph of the window (transfers that are not reversed, between
 * two accounts, weighed by their number) from a cold start, and answers it by the session's accounts. Null when the window has more than
 * `communities.transfersMax` transfers or needs more than `algorithms.memoryMaxMiB`. Rejects with what store and runner reject with; it may then
 * be asked again.
 */
export function storeCommunityJob(parts: StoreCommunitiesParts): CommunityJob {
  const { store, config, runner, numberOf, onRefused, signal } = parts;
  const window = new StoreWindow({ store, settings: config, numberOf, signal });
  const compute = async ({ seq, now }: CommunityPoint) => {
    try {
      await window.readThrough(seq, now);
      return communityResult(seq, await runPartition(runner, window.edges(), config, { signal }));
    } catch (error) {
      if (!isAnelError(error, 'ALGORITHM_TOO_LARGE')) throw error;
      onRefused(error);
      return null;
    }
  };
  return { compute };
}
