import { collectDefaultMetrics } from 'prom-client';
import type { Clock } from '../../base/clock.ts';
import type { PoolUse } from '../../base/pool-use.ts';
import type { PartitionLag } from '../../ingest/kafka/kafka-source.ts';
import type { OutboxAge } from '../../ledger/model.ts';
import type { CommitListener, Engine } from '../engine/engine.ts';
import type { EngineObserver } from '../engine/engine-observer.ts';
import { decisionMetrics } from './decision-metrics.ts';
import { MetricCatalogue, type MetricEntry } from './metric-catalogue.ts';
import {
  type LeaseState,
  lagMetrics,
  leaseMetrics,
  outboxMetrics,
  poolMetrics,
  type RedisUse,
  redisMetrics,
} from './part-metrics.ts';
import { type ScorerState, scorerMetrics } from './scorer-metrics.ts';
import { stageMetrics } from './stage-metrics.ts';
import { Watched, type WatchedMetric } from './watched.ts';

/**
 * The metrics of one process in the Prometheus format. All of them are there from the start; what feeds them is attached while it is
 * open. Those that have nothing to say have no samples.
 */
export class Metrics {
  /** Every metric of our own, in the order of the page. */
  readonly entries: readonly MetricEntry[];
  /** For stages outside of an engine; those of an engine come through `observe`. */
  readonly stages: EngineObserver;
  readonly scorer: Watched<ScorerState>;
  readonly lag: Watched<readonly PartitionLag[]>;
  readonly outbox: Watched<OutboxAge>;
  readonly lease: Watched<LeaseState>;
  readonly redis: Watched<RedisUse>;
  readonly #catalogue = new MetricCatalogue();
  readonly #decided: CommitListener;
  readonly #pools = new Map<string, () => PoolUse | null>();

  constructor({ version, clock }: { readonly version: string; readonly clock: Clock }) {
    const catalogue = this.#catalogue;
    this.stages = stageMetrics(catalogue);
    this.#decided = decisionMetrics(catalogue);
    const scorer = scorerMetrics(catalogue);
    const [lag, outbox, lease] = [lagMetrics(catalogue), outboxMetrics(catalogue), leaseMetrics(catalogue)];
    const [pools, redis] = [poolMetrics(catalogue), redisMetrics(catalogue)];
    catalogue.section('The process');
    catalogue.gauge('anel_build_info', '1, with the version of Anel', ['version']).set({ version }, 1);
    const unread = catalogue.counter(
      'anel_unread_metrics_total',
      'Times that a part did not answer when its metrics were read; they are then absent',
      ['part'],
    );
    const watched = <T>(part: string, metrics: readonly WatchedMetric<T>[]) =>
      new Watched(clock, () => unread.inc({ part }), metrics);
    this.scorer = watched('scorer', scorer);
    this.lag = watched('stream', lag);
    this.outbox = watched('outbox', outbox);
    this.lease = watched('lease', lease);
    this.redis = watched('redis', redis);
    watched('pools', pools).watch(() => this.#poolUses());
    this.entries = catalogue.entries;
    collectDefaultMetrics({ register: catalogue.registry });
  }

  /** Counts what an engine does from now on, until the answered function is called. */
  observe(engine: Pick<Engine, 'onCommit' | 'observers'>): () => void {
    const stops = [engine.observers.add(this.stages), engine.onCommit(this.#decided)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Shows how the connections of a part are used, null for none, until the answered function is called. */
  watchPool(part: 'graph' | 'ledger', use: () => PoolUse | null): () => void {
    this.#pools.set(part, use);
    return () => {
      if (this.#pools.get(part) === use) this.#pools.delete(part);
    };
  }

  #poolUses(): ReadonlyMap<string, PoolUse> {
    const uses = [...this.#pools].map(([part, use]) => [part, use()] as const);
    return new Map(uses.flatMap(([part, use]) => (use === null ? [] : [[part, use] as const])));
  }

  /** What `/metrics` answers: at most two seconds later, also when a part does not answer. */
  text(): Promise<string> {
    return this.#catalogue.registry.metrics();
  }
}
