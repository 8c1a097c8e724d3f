import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../base/config.ts';
import { AnelError, isAnelError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { untilAborted } from '../live/until-aborted.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { leaseParts, openScorer, type Service } from '../open-service.ts';
import type { Stores } from '../open-stores.ts';
import { type RunningStream, runStream } from './run-stream.ts';
import { ScorerLease } from './scorer-lease.ts';

export interface ScorerRun {
  readonly stores: Stores;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Ends the run cleanly. */
  readonly signal: AbortSignal;
  /** Makes an opened scorer known; the answer is called before it closes. */
  attach(service: Service): () => Promise<void>;
}

/**
 * Stands by until this process may be the active scorer, then scores what is submitted and what comes from Kafka until `signal`
 * aborts. Throws what ended it before: SUPERSEDED, or an error of a part that a new start may get over. The session is opened from the
 * store each time, so a process is a standby or the scorer once in its life and then ends.
 */
export async function runScorer(run: ScorerRun): Promise<void> {
  const { signal, log, metrics, config, attach } = run;
  const service = await becomeScorer(run);
  if (service === null) return;
  log.info({ epoch: service.lease.epoch, seq: service.session.seq }, 'this process is the active scorer');
  const detach = attach(service);
  try {
    const stream = await Promise.race([openStream(service, signal), engineFailed(service)]);
    const unwatch = stream && metrics.lag.watch(() => stream.source.lag(), config.kafka.lagEveryMs);
    try {
      await Promise.race([untilAborted(signal), engineFailed(service), ...(stream ? [stream.failed] : [])]);
    } finally {
      unwatch?.();
      await drained(service, config.ingest.drainForMs, async () => {
        await stream?.close();
      });
    }
  } finally {
    await drained(service, config.ingest.drainForMs, detach);
    await service.close();
  }
}

/** The stream, null without Kafka, or when the end comes while a broker is still waited for. */
async function openStream(service: Service, signal: AbortSignal): Promise<RunningStream | null> {
  try {
    return await runStream(service, signal);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

/** Waits for an end of work, and stops waiting for stores that do not answer when it takes too long: the next start takes that up. */
async function drained(
  { engine, log }: Service,
  drainForMs: number,
  end: () => Promise<void>,
): Promise<void> {
  const timer = setTimeout(() => {
    log.warn({ drainForMs }, 'a store does not answer; what is under way is left to the next start');
    engine.stop();
  }, drainForMs);
  await end().finally(() => clearTimeout(timer));
}

/** Waits for the lease and opens the scorer. When a store goes away in between, somebody else may have the lease meanwhile. */
async function becomeScorer({ stores, config, clock, log, signal }: ScorerRun): Promise<Service | null> {
  for (;;) {
    const parts = leaseParts(stores, config, clock, log);
    // The graph in this process's own folder is no other's: there is nothing to stand by for.
    const lease =
      config.graph.store === 'embedded'
        ? await ScorerLease.take(parts)
        : await ScorerLease.await(parts, signal);
    if (lease === null && config.graph.store === 'embedded') throw otherScorer();
    if (lease === null) return null;
    try {
      return await openScorer(stores, lease, config, clock, log);
    } catch (error) {
      if (!isAnelError(error) || !error.retryable) throw error;
      log.warn({ error: messageOf(error) }, 'the scorer did not open; trying again');
      await sleep(config.ledger.leaseRenewEveryMs, undefined, { signal }).catch(() => {});
    }
  }
}

function otherScorer(): AnelError {
  return new AnelError(
    'SUPERSEDED',
    'becoming the active scorer: another process is, on a graph of its own; stop it first, or put the graph on a server (graph.store) to stand by for it',
  );
}

function engineFailed({ engine }: Service): Promise<never> {
  return new Promise((_resolve, reject) => engine.onFailure(reject));
}
