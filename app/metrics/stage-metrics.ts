import type { EngineObserver, Stage } from '../engine/engine-observer.ts';
import { batchBucketsRecords, stageBucketsSeconds } from './buckets.ts';
import type { MetricCatalogue } from './metric-catalogue.ts';

const names =
  'decode, store (graph), score (features, rules, model), commit (ledger), annotate (graph), publish (stream)';

/** Declares what the stages of the pipeline do, and answers who is to be told. About a microsecond a call, a few calls a batch. */
export function stageMetrics(catalogue: MetricCatalogue): EngineObserver {
  catalogue.section('The stages of the pipeline');
  const seconds = catalogue.histogram(
    'anel_stage_seconds',
    `How long a stage worked on one batch, retries included and the wait for its turn not: ${names}`,
    stageBucketsSeconds,
    ['stage'],
  );
  const records = catalogue.histogram(
    'anel_stage_batch_records',
    'Records in one batch of a stage; the sum is how many passed it, the count how many batches',
    batchBucketsRecords,
    ['stage'],
  );
  const retries = catalogue.counter(
    'anel_stage_retries_total',
    'Attempts of a stage that failed and were tried again, by the code of the error',
    ['stage', 'code'],
  );
  return {
    stage: (stage: Stage, durationUs, count) => {
      seconds.observe({ stage }, durationUs / 1e6);
      records.observe({ stage }, count);
    },
    retry: (stage: Stage, code) => retries.inc({ stage, code }),
  };
}
