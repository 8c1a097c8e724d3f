import type { RingEvaluation } from './evaluate-rings.ts';
import type { ScoreResult } from './score-source.ts';

/** What a run found, as one JSON object. The keys are part of the contract of the command line. */
export interface Summary {
  readonly source: string;
  readonly records: number;
  readonly transactions: number;
  readonly decisions: number;
  readonly deadLetters: number;
  readonly duplicates: number;
  readonly reversals: number;
  readonly activities: number;
  readonly labels: number;
  readonly late: number;
  readonly verdicts: { readonly ALLOW: number; readonly REVIEW: number; readonly REJECT: number };
  readonly alerts: number;
  readonly rings: number;
  /** Of single transactions against the labels of the source: null where it has none. */
  readonly transactionPrecision: number | null;
  readonly transactionRecall: number | null;
  readonly ringsPlanted: number | null;
  readonly ringsFound: number | null;
  readonly falseRings: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly recallByTypology: Readonly<Record<string, number>> | null;
  readonly resumedFrom: number;
  readonly throughputPerSecond: number | null;
  readonly latencyUs: { readonly p50: number; readonly p99: number };
  readonly peakMemoryMiB: number;
}

/** Puts the summary of a run together; `rings` is null where the rings of the source are not known. */
export function summarise(source: string, result: ScoreResult, rings: RingEvaluation | null): Summary {
  const { tally, resumedFrom, processed, elapsedMs } = result;
  const { flaggedFraud, flagged, fraud, known } = tally.truth;
  return {
    source,
    ...tally.counts,
    decisions: tally.decisions,
    late: tally.late,
    verdicts: tally.verdicts,
    alerts: tally.alertIds.size,
    rings: tally.ringIds.size,
    transactionPrecision: known === 0 ? null : share(flaggedFraud, flagged),
    transactionRecall: known === 0 ? null : share(flaggedFraud, fraud),
    ringsPlanted: rings?.planted ?? null,
    ringsFound: rings?.found ?? null,
    falseRings: rings?.falseRings ?? null,
    precision: rings?.precision ?? null,
    recall: rings?.recall ?? null,
    recallByTypology: rings?.recallByTypology ?? null,
    resumedFrom,
    throughputPerSecond: processed === 0 ? null : Math.round(processed / (elapsedMs / 1000)),
    latencyUs: { p50: tally.latencyUs.at(0.5), p99: tally.latencyUs.at(0.99) },
    peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** a / b to four digits, 0 when b is 0. */
export function share(a: number, b: number): number {
  return b === 0 ? 0 : Math.round((a / b) * 10_000) / 10_000;
}
