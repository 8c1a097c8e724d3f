import type { MetricCatalogue } from './metric-catalogue.ts';
import type { WatchedMetric } from './watched.ts';

/** The sizes of a scorer, now. */
export interface ScorerState {
  readonly windowTransfers: number;
  readonly accounts: number;
  readonly pairs: number;
  readonly identifiers: number;
  /** Of the last event applied, and of the last one that communities and centrality have seen. */
  readonly seq: number;
  readonly structureSeq: number;
  readonly structureWaits: number;
  readonly structureWaitedUs: number;
  readonly structureRefused: number;
  /** Submitted transactions that wait for a batch. */
  readonly waiting: number;
}

/** Declares the sizes of the session and of the queue before it. */
export function scorerMetrics(catalogue: MetricCatalogue): readonly WatchedMetric<ScorerState>[] {
  catalogue.section('The session');
  const gauge = (name: string, help: string, numberOf: (state: ScorerState) => number) => ({
    metric: catalogue.gauge(name, help),
    samples: (state: ScorerState) => [{ value: numberOf(state) }],
  });
  const counter = (name: string, help: string, numberOf: (state: ScorerState) => number) => ({
    metric: catalogue.counter(name, help),
    samples: (state: ScorerState) => [{ value: numberOf(state) }],
  });
  return [
    gauge(
      'anel_window_transfers',
      'Transfers in the window; session.transfersMax is the limit',
      (state) => state.windowTransfers,
    ),
    gauge(
      'anel_session_accounts',
      'Accounts that the session knows; session.accountsMax is the limit',
      (state) => state.accounts,
    ),
    gauge(
      'anel_session_pairs',
      'Ordered pairs of accounts that the session knows; session.pairsMax is the limit',
      (state) => state.pairs,
    ),
    gauge(
      'anel_session_identifiers',
      'Identifiers that the session knows; session.identifiersMax is the limit',
      (state) => state.identifiers,
    ),
    gauge('anel_sequence_number', 'Sequence number of the last event applied', (state) => state.seq),
    gauge(
      'anel_structure_sequence_number',
      'Sequence number of the last event that communities and centrality have seen',
      (state) => state.structureSeq,
    ),
    counter(
      'anel_structure_waits_total',
      'Times that scoring waited for communities and centrality, which are recomputed beside it; raise session.structureDelayTransfers when it grows',
      (state) => state.structureWaits,
    ),
    counter(
      'anel_structure_wait_seconds_total',
      'How long it waited for them in all',
      (state) => state.structureWaitedUs / 1e6,
    ),
    counter(
      'anel_structure_refused_total',
      'Recomputations that algorithms.memoryMaxMiB refused; what was computed before stays in effect',
      (state) => state.structureRefused,
    ),
    gauge(
      'anel_live_waiting_transactions',
      'Submitted transactions that wait for a batch; live.queueMax is the limit',
      (state) => state.waiting,
    ),
  ];
}
