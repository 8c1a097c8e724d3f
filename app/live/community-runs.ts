import type { CommunityRun, CommunityRuns } from '../../api/services.ts';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { AnelError, isAnelError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { GraphStore } from '../../graph/store.ts';
import type { CommunityReport } from '../../jobs/communities/recompute-communities.ts';
import { runCommunities } from '../communities.ts';

export interface CommunityRunsParts {
  readonly graph: GraphStore;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
}

/** Recomputations that are asked for while a service runs, one at a time, beside everything else. */
export class OnDemandCommunities implements CommunityRuns {
  readonly #parts: CommunityRunsParts;
  readonly #closing = new AbortController();
  #running: Promise<void> | null = null;
  last: CommunityRun | null = null;

  constructor(parts: CommunityRunsParts) {
    this.#parts = parts;
  }

  begin(name: CommunityReport['algorithm'] | null): CommunityRun {
    if (this.#running !== null) {
      const message = 'recompute communities: a recomputation is running; ask again when it has ended';
      throw new AnelError('LIMIT_EXCEEDED', message);
    }
    const { config, clock } = this.#parts;
    const algorithm = name ?? config.communities.algorithm;
    const run = { algorithm, startedAt: clock.nowMs(), running: true, report: null, failure: null };
    this.last = run;
    this.#running = this.#run(run);
    return run;
  }

  /** Ends what is running. Resolves when the store is left alone. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(run: CommunityRun): Promise<void> {
    const { graph, log, ...parts } = this.#parts;
    try {
      const report = await runCommunities(
        { store: graph, ...parts, log, signal: this.#closing.signal },
        run.algorithm,
      );
      this.last = { ...run, running: false, report };
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'communities were not recomputed');
      this.last = { ...run, running: false, failure: isAnelError(error) ? error.code : 'INTERNAL' };
    } finally {
      this.#running = null;
    }
  }
}
