import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import { AnelError, messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { type OpenEngine, openEngine } from './engine/open-engine.ts';
import { openStores, type Stores } from './open-stores.ts';
import { ScorerLease } from './scorer/scorer-lease.ts';

/** The active scorer: the stores, the lease that makes it the only one, and the engine on them. */
export interface Service extends Stores, OpenEngine {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly lease: ScorerLease;
}

/** Opens stores and scorer at once. Throws SUPERSEDED when another process is the active scorer. */
export async function openService(config: Config, clock: Clock, log: Log): Promise<Service> {
  const stores = await openStores(config, clock, log);
  try {
    const lease = await ScorerLease.take(leaseParts(stores, config, clock, log));
    if (lease === null) {
      throw new AnelError(
        'SUPERSEDED',
        'becoming the active scorer: another process is; stop it first, or run "anel serve", which stands by until it ends',
      );
    }
    const service = await openScorer(stores, lease, config, clock, log);
    const close = async () => {
      await service.close();
      await stores.close();
    };
    return { ...service, close };
  } catch (error) {
    await stores.close();
    throw error;
  }
}

/** What the lease of a process needs. */
export function leaseParts(stores: Stores, config: Config, clock: Clock, log: Log) {
  return { ledger: stores.ledger, holder: stores.folder.instance, config: config.ledger, clock, log };
}

/**
 * Opens the scorer on stores that stay open when it closes. The graph is claimed before anything is read from it: from then on no
 * former owner can add to what the session is filled with. When the lease is lost, the engine refuses all further work.
 */
export async function openScorer(
  stores: Stores,
  lease: ScorerLease,
  config: Config,
  clock: Clock,
  log: Log,
): Promise<Service> {
  try {
    await stores.graph.claim({ ledgerId: await stores.ledger.ledgerId(), epoch: lease.epoch });
    const opened = await openEngine(stores, config, clock, log);
    lease.onLost((error) => opened.engine.fail(error));
    const close = async () => {
      try {
        await opened.engine.settle();
      } finally {
        await opened.close();
        await releaseQuietly(lease, log);
      }
    };
    return { ...stores, ...opened, config, clock, log, lease, close };
  } catch (error) {
    await releaseQuietly(lease, log);
    throw error;
  }
}

/** A lease that cannot be given back runs out by itself. */
async function releaseQuietly(lease: ScorerLease, log: Log): Promise<void> {
  await lease.release().catch((error: unknown) => {
    log.warn({ error: messageOf(error) }, 'the lease of the active scorer was not given back');
  });
}
