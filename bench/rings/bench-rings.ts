import { type DetectionFigures, detectionFigures } from '../../app/score/time-to-detect.ts';
import { present } from '../../base/assert.ts';
import type { Config } from '../../base/config.ts';
import { simulate } from '../../simulator/simulate.ts';
import { machine } from '../machine.ts';
import { runStream, type StreamResult } from './run-stream.ts';

export interface RingBenchOptions {
  /** One stream a seed, the same seeds for each ratio. None of them may have been used for training or tuning. */
  readonly seeds: readonly number[];
  /** Of each stream. */
  readonly transactions: number;
  readonly accounts: number;
  readonly rings: number;
  /** Benign groups per ring: every ratio is measured on streams of its own. At least one. */
  readonly lookAlikes: readonly number[];
  readonly signal: AbortSignal;
  /** A line for people after each stream. */
  readonly print: (line: string) => void;
  /** Transfers done of all transfers of the benchmark. */
  readonly progress: (done: number, total: number) => void;
}

/** What was found in all streams of one ratio. Shares are 0..1 of all of them together, null where there was nothing to share. */
export interface RingFigures extends DetectionFigures {
  /** Benign groups per planted ring. */
  readonly lookAlikes: number;
  readonly planted: number;
  readonly found: number;
  readonly tracked: number;
  readonly falseRings: number;
  /** Planted rings of which one tracked ring covers at least half at the end of its stream: see `evaluateRings`. */
  readonly recall: number | null;
  /** Tracked rings that match a planted one. */
  readonly precision: number | null;
  /** Typologies in the order of their names. */
  readonly recallByTypology: Readonly<Record<string, number>>;
  readonly alertsPer10000: number;
  /** Of single transfers: flagged ones that are fraud, and fraud that is flagged. */
  readonly transactionPrecision: number | null;
  readonly transactionRecall: number | null;
}

/** The figures of the first ratio, and of all. */
export interface RingBenchFigures extends RingFigures {
  readonly byLookAlikes: readonly RingFigures[];
  readonly streams: {
    readonly seeds: readonly number[];
    readonly transactions: number;
    readonly accounts: number;
    readonly rings: number;
  };
  readonly machine: ReturnType<typeof machine>;
}

/**
 * Measures ring detection on simulated streams, with the scorer alone (no stores): what was found of what was planted, how much
 * money and how many transfers of a ring had gone through when its first alert came (`timeToDetect`), and how many alerts that took.
 * The figures are a function of the options and the configuration, `machine` apart.
 */
export async function benchRings(options: RingBenchOptions, config: Config): Promise<RingBenchFigures> {
  const { seeds, transactions, accounts, rings, lookAlikes, signal, print, progress } = options;
  const total = lookAlikes.length * seeds.length * transactions;
  const byLookAlikes: RingFigures[] = [];
  let before = 0;
  for (const lookAlikeRatio of lookAlikes) {
    const results: StreamResult[] = [];
    for (const seed of seeds) {
      const simulation = simulate({ seed, transactions, accounts, rings, lookAlikeRatio });
      const onBatch = (done: number) => progress(before + done, total);
      const result = await runStream(simulation, config, signal, onBatch);
      before += transactions;
      results.push(result);
      print(`look-alikes ${lookAlikeRatio} to 1, seed ${seed}: ${streamLine(result)}`);
    }
    byLookAlikes.push(ringFigures(lookAlikeRatio, results));
  }
  const first = present(byLookAlikes[0], 'a ratio of look-alikes');
  return { ...first, byLookAlikes, streams: { seeds, transactions, accounts, rings }, machine: machine() };
}

function streamLine({ evaluation, tracked, alerts }: StreamResult): string {
  const { found, planted, falseRings } = evaluation;
  return `${found} of ${planted} rings, ${falseRings} of ${tracked} tracked are false, ${alerts} alerts`;
}

function ringFigures(lookAlikes: number, results: readonly StreamResult[]): RingFigures {
  const sum = (value: (result: StreamResult) => number) =>
    results.reduce((total, result) => total + value(result), 0);
  const planted = sum(({ evaluation }) => evaluation.planted);
  const found = sum(({ evaluation }) => evaluation.found);
  const tracked = sum((result) => result.tracked);
  const falseRings = sum(({ evaluation }) => evaluation.falseRings);
  const flaggedFraud = sum(({ transfers }) => transfers.flaggedFraud);
  return {
    lookAlikes,
    planted,
    found,
    tracked,
    falseRings,
    recall: share(found, planted),
    precision: share(tracked - falseRings, tracked),
    recallByTypology: recallByTypology(results),
    ...detectionFigures(results.flatMap(({ times }) => times)),
    alertsPer10000: (sum(({ alerts }) => alerts) / sum(({ transactions }) => transactions)) * 10_000,
    transactionPrecision: share(
      flaggedFraud,
      sum(({ transfers }) => transfers.flagged),
    ),
    transactionRecall: share(
      flaggedFraud,
      sum(({ transfers }) => transfers.fraud),
    ),
  };
}

function recallByTypology(results: readonly StreamResult[]): Record<string, number> {
  const all = new Map<string, number>();
  const found = new Map<string, number>();
  for (const { evaluation, planted } of results) {
    for (const [typology, count] of planted) {
      all.set(typology, (all.get(typology) ?? 0) + count);
      const recalled = Math.round((evaluation.recallByTypology[typology] ?? 0) * count);
      found.set(typology, (found.get(typology) ?? 0) + recalled);
    }
  }
  const sorted = [...all].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([typology, count]) => [typology, (found.get(typology) ?? 0) / count]),
  );
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
