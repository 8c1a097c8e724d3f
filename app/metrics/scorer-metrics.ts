import type { AuditFigures } from '../../scoring/audit/auditor.ts';
import type { CommunitySchedule } from '../../scoring/communities/community-schedule.ts';
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
  /** Null where communities are not recomputed. */
  readonly communities: Pick<CommunitySchedule, 'asOfSeq' | 'counts'> | null;
  /** Null where nothing is audited. */
  readonly audit: AuditFigures | null;
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
      'anel_community_sequence_number',
      'Sequence number of the last event that the communities have seen which were folded into the rings last, by this process',
      (state) => state.communities?.asOfSeq ?? 0,
    ),
    counter(
      'anel_community_waits_total',
      'Times that scoring waited for communities of the store; raise communities.delayTransfers when it grows',
      (state) => state.communities?.counts.waits ?? 0,
    ),
    counter(
      'anel_community_wait_seconds_total',
      'How long it waited for them in all',
      (state) => (state.communities?.counts.waitedUs ?? 0) / 1e6,
    ),
    counter(
      'anel_community_refused_total',
      'Recomputations of communities that communities.transfersMax or algorithms.memoryMaxMiB refused; the rings went on without',
      (state) => state.communities?.counts.refused ?? 0,
    ),
    counter(
      'anel_audit_runs_total',
      'Audits that compared what is kept up to date with a recomputation; audit.everyRecomputations says how often',
      (state) => state.audit?.runs ?? 0,
    ),
    counter(
      'anel_audit_rebuilds_total',
      'Parts that an audit found to be wrong and that were made anew: any is a defect of Anel, see the log for AUDIT_FAILED',
      (state) => state.audit?.rebuilds ?? 0,
    ),
    counter(
      'anel_audit_skipped_total',
      'Audits that were refused or ended without an answer',
      (state) => state.audit?.skipped ?? 0,
    ),
    gauge(
      'anel_audit_window_differences',
      'Counters of the sampled accounts that were wrong in the last audit',
      (state) => state.audit?.windowDifferences ?? 0,
    ),
    gauge(
      'anel_audit_pagerank_difference',
      'The greatest relative difference of a PageRank from the exact one in the last audit; audit.pagerankDifferenceMax is the limit',
      (state) => state.audit?.pagerankDifference ?? 0,
    ),
    gauge(
      'anel_audit_core_difference',
      'The greatest difference of a core number from the exact one in the last audit',
      (state) => state.audit?.coreDifference ?? 0,
    ),
    gauge(
      'anel_audit_modularity',
      'Modularity of the communities in effect on the graph of the last audit',
      (state) => state.audit?.modularity ?? 0,
    ),
    gauge(
      'anel_audit_components_moved',
      'Share of accounts whose component is no longer as the structure in effect says, in the last audit',
      (state) => state.audit?.componentsMoved ?? 0,
    ),
    gauge(
      'anel_live_waiting_transactions',
      'Submitted transactions that wait for a batch; live.queueMax is the limit',
      (state) => state.waiting,
    ),
  ];
}
