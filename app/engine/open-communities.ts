import type { ShippedRunner } from '../../algorithms/worker/open-runner.ts';
import { assert } from '../../base/assert.ts';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { Session } from '../../graph/session/session.ts';
import type { GraphStore } from '../../graph/store.ts';
import { storeCommunityJob } from '../../jobs/communities/store-communities.ts';
import type { CommunityPoint, CommunityResult } from '../../scoring/communities/community-job.ts';
import { CommunitySchedule } from '../../scoring/communities/community-schedule.ts';
import { withRetry } from './retry.ts';

export interface CommunityParts {
  readonly graph: GraphStore;
  readonly session: Session;
  /** A runner of its own. Whoever made it closes it. */
  readonly runner: Pick<ShippedRunner, 'run'>;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
}

/** Communities that are recomputed beside an engine. */
export interface OpenCommunities {
  /** Null where the settings want none. */
  readonly schedule: CommunitySchedule | null;
  /** Ends what is being read. Resolves when the store is left alone. */
  close(): Promise<void>;
}

/** Opens the recomputation of communities on a graph store: a store that does not answer is asked again for `ingest.outageMaxMs`. */
export function openCommunities(parts: CommunityParts): OpenCommunities {
  const { graph, session, runner, config, clock, log } = parts;
  if (!config.communities.enabled) return { schedule: null, close: async () => {} };
  const closing = new AbortController();
  const { signal } = closing;
  const job = storeCommunityJob({
    store: graph,
    config: config.communities,
    runner,
    numberOf: (key) => {
      const account = session.accountKeys.find(key);
      assert(account !== -1, `account "${key}" is in the store and not in the session`);
      return account;
    },
    onRefused: (error) => log.warn({ error: messageOf(error) }, 'communities were not recomputed'),
    signal,
  });
  const onRetry = (error: unknown) =>
    log.warn({ error: messageOf(error) }, 'communities are not recomputed yet; trying again');
  let running: Promise<CommunityResult | null> | null = null;
  const compute = (point: CommunityPoint) => {
    running = withRetry({ limits: config.ingest, clock, signal, onRetry }, () => job.compute(point));
    return running;
  };
  const close = async () => {
    closing.abort();
    await running?.catch(() => {});
  };
  return { schedule: new CommunitySchedule(config.communities, { compute }, clock), close };
}
