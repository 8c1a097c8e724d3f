import { join } from 'node:path';
import type { OurFigures, OurRun } from './measure-columns.ts';
import { measureInProcess } from './measure-columns-process.ts';
import { runYardstick, type YardstickFigures } from './yardstick.ts';

/** A stream on disk, as both sides read it. */
export interface StreamFile {
  readonly folder: string;
  readonly edgesFile: string;
  readonly configFile: string;
  readonly transactions: number;
  readonly windowMs: number;
}

/** What both sides did with one stream at one batch size. Rates are of the same first `edges` transfers, or of all without the yardstick. */
export interface BatchFigures {
  readonly batch: number;
  readonly edges: number;
  readonly edgesPerCpuSecond: number;
  readonly cpuSeconds: number;
  /** Over all transfers of the stream. */
  readonly wallSeconds: number;
  readonly peakMemoryMiB: number;
  /** Of all transfers, those whose searches ended at `stepsMax`: their counts are lower bounds, those of the yardstick are whole. */
  readonly capped: number;
  readonly p50Us: number | null;
  readonly p99Us: number | null;
  readonly maxUs: number | null;
  readonly bytesPerTransfer: number;
  readonly yardstick: {
    readonly edgesPerCpuSecond: number;
    readonly cpuSeconds: number;
    readonly wallSeconds: number;
    readonly peakMemoryMiB: number;
    readonly cpuP99UsPerCall: number;
    /** False when its time was over before the stream was. */
    readonly complete: boolean;
  } | null;
  /** Ours by theirs on equal work: our searches have no limit either, so that both count everything. */
  readonly ratio: number | null;
  /** The ratio with our limit of steps, as the product runs. The same where nothing was capped. */
  readonly ratioLimited: number | null;
}

export interface BatchOptions {
  readonly batch: number;
  readonly stepsMax: number;
  readonly python: string | null;
  readonly repeats: number;
  /** Of CPU time for our repeats, of time for the yardstick. */
  readonly secondsMax: number;
}

/** More steps than any search takes in the time that the yardstick has. */
const stepsUnlimited = 2 ** 31;

/** Measures both sides, the yardstick first: it decides how far the comparison reaches. */
export async function measureBatch(stream: StreamFile, options: BatchOptions): Promise<BatchFigures> {
  const { batch, stepsMax, python, repeats, secondsMax } = options;
  const { edgesFile, configFile, transactions, windowMs } = stream;
  const yardstick =
    python === null ? null : await runYardstick(python, { edgesFile, configFile, batch, secondsMax });
  const edges = yardstick?.edges ?? transactions;
  const run: OurRun = {
    windowMs,
    batch,
    stepsMax,
    marks: edges < transactions ? [edges, transactions] : [transactions],
    repeats,
    secondsMax,
    latency: batch === 1,
  };
  const ours = await measureInProcess(edgesFile, run);
  const uncapped =
    yardstick === null || ours.capped === 0
      ? ours
      : await measureInProcess(edgesFile, {
          ...run,
          stepsMax: stepsUnlimited,
          marks: [edges],
          latency: false,
        });
  return batchFigures(batch, edges, ours, uncapped, yardstick);
}

function batchFigures(
  batch: number,
  edges: number,
  ours: OurFigures,
  uncapped: OurFigures,
  yardstick: YardstickFigures | null,
): BatchFigures {
  const rate = edges / ours.cpuSecondsAt[0]!;
  const theirs = yardstick === null ? null : edges / yardstick.cpuSeconds;
  return {
    batch,
    edges,
    edgesPerCpuSecond: Math.round(rate),
    cpuSeconds: ours.cpuSecondsAt[0]!,
    wallSeconds: ours.wallSeconds,
    peakMemoryMiB: ours.peakMemoryMiB,
    capped: ours.capped,
    p50Us: ours.latencyUs?.p50 ?? null,
    p99Us: ours.latencyUs?.p99 ?? null,
    maxUs: ours.latencyUs?.max ?? null,
    bytesPerTransfer: ours.bytesPerTransfer,
    yardstick: yardstick && {
      edgesPerCpuSecond: Math.round(theirs!),
      cpuSeconds: yardstick.cpuSeconds,
      wallSeconds: yardstick.wallSeconds,
      peakMemoryMiB: yardstick.peakMemoryMiB,
      cpuP99UsPerCall: yardstick.cpuP99Us,
      complete: yardstick.complete,
    },
    ratio: theirs === null ? null : edges / uncapped.cpuSecondsAt[0]! / theirs,
    ratioLimited: theirs === null ? null : rate / theirs,
  };
}

/** Where the columns of the yardstick go for the comparison of cells. */
export const columnsFileOf = ({ folder }: StreamFile): string => join(folder, 'columns.bin');
