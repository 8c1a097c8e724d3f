import type { PoolUse } from '../../base/pool-use.ts';
import type { PartitionLag } from '../../ingest/kafka/kafka-source.ts';
import type { OutboxAge } from '../../ledger/model.ts';
import type { RedisCounts } from '../redis/open-redis.ts';
import type { MetricCatalogue } from './metric-catalogue.ts';
import type { WatchedMetric } from './watched.ts';

/** Whether this process scores, and the epoch of its lease. */
export interface LeaseState {
  readonly active: boolean;
  /** Null while this process stands by. */
  readonly epoch: number | null;
}

/** How Redis is used. */
export interface RedisUse extends RedisCounts {
  readonly connected: boolean;
}

/** Declares how the connection pools of the parts are used; the source answers them by the name of the part. */
export function poolMetrics(
  catalogue: MetricCatalogue,
): readonly WatchedMetric<ReadonlyMap<string, PoolUse>>[] {
  catalogue.section('Connections to stores');
  const connections = catalogue.gauge('anel_pool_connections', 'Connections to a part: in use or idle', [
    'part',
    'state',
  ]);
  const waiting = catalogue.gauge(
    'anel_pool_waiting_requests',
    'Requests that wait for a connection to a part',
    ['part'],
  );
  return [
    {
      metric: connections,
      samples: (pools) =>
        [...pools].flatMap(([part, { inUse, idle }]) => [
          { value: inUse, labels: { part, state: 'in_use' } },
          { value: idle, labels: { part, state: 'idle' } },
        ]),
    },
    {
      metric: waiting,
      samples: (pools) => [...pools].map(([part, use]) => ({ value: use.waiting, labels: { part } })),
    },
  ];
}

/** Declares how far the consumer is behind. */
export function lagMetrics(catalogue: MetricCatalogue): readonly WatchedMetric<readonly PartitionLag[]>[] {
  catalogue.section('The stream');
  const lag = catalogue.gauge(
    'anel_consumer_lag_records',
    'Records of a partition that are not decided yet, for the partitions that this process reads',
    ['topic', 'partition'],
  );
  const samples = (lags: readonly PartitionLag[]) =>
    lags.map(({ topic, partition, lag: value }) => ({ value, labels: { topic, partition } }));
  return [{ metric: lag, samples }];
}

/** Declares what waits in the outbox. */
export function outboxMetrics(catalogue: MetricCatalogue): readonly WatchedMetric<OutboxAge>[] {
  const messages = catalogue.gauge(
    'anel_outbox_messages',
    'Messages of the ledger that wait to be published',
  );
  const age = catalogue.gauge(
    'anel_outbox_age_seconds',
    'How long the oldest of them has been waiting, 0 when none is',
  );
  return [
    { metric: messages, samples: (outbox) => [{ value: outbox.messages }] },
    { metric: age, samples: (outbox) => [{ value: outbox.oldestMs / 1000 }] },
  ];
}

/** Declares who scores. */
export function leaseMetrics(catalogue: MetricCatalogue): readonly WatchedMetric<LeaseState>[] {
  catalogue.section('The lease of the active scorer');
  const active = catalogue.gauge(
    'anel_scorer_active',
    '1 when this process is the active scorer, 0 when it stands by',
  );
  const epoch = catalogue.gauge(
    'anel_lease_epoch_number',
    'Epoch of the lease that this process holds: it rises at every takeover; absent on a standby',
  );
  return [
    { metric: active, samples: (lease) => [{ value: lease.active ? 1 : 0 }] },
    { metric: epoch, samples: (lease) => (lease.epoch === null ? [] : [{ value: lease.epoch }]) },
  ];
}

/** Declares how Redis is used. */
export function redisMetrics(catalogue: MetricCatalogue): readonly WatchedMetric<RedisUse>[] {
  catalogue.section('Redis');
  const connected = catalogue.gauge('anel_redis_connected', '1 while Redis answers, 0 while it is away');
  const queued = catalogue.gauge(
    'anel_redis_queue_rows',
    'Feature rows that wait to be written; redis.queueMax is the limit',
  );
  const dropped = catalogue.counter(
    'anel_redis_dropped_rows_total',
    'Feature rows that were dropped for want of room',
  );
  const failed = catalogue.counter(
    'anel_redis_failed_commands_total',
    'Commands that failed, or could not be sent, and were done without',
  );
  const unsent = catalogue.counter(
    'anel_redis_unsent_news_total',
    'News of alerts that did not reach other processes; their subscribers find the alerts in the ledger',
  );
  const local = catalogue.counter(
    'anel_redis_local_requests_total',
    'Requests that this process counted alone against the limit of their client, since Redis was away',
  );
  return [
    { metric: connected, samples: (redis) => [{ value: redis.connected ? 1 : 0 }] },
    { metric: queued, samples: (redis) => [{ value: redis.queuedRows }] },
    { metric: dropped, samples: (redis) => [{ value: redis.droppedRows }] },
    { metric: failed, samples: (redis) => [{ value: redis.failedCommands }] },
    { metric: unsent, samples: (redis) => [{ value: redis.unsentNews }] },
    { metric: local, samples: (redis) => [{ value: redis.localRequests }] },
  ];
}
