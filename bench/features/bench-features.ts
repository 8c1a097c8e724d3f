import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../base/config.ts';
import { machine } from '../machine.ts';
import { yardstickMissing } from '../yardsticks/find-python.ts';
import { type AllFamilies, measureAllFamilies } from './all-families.ts';
import { compareCells, type Equality } from './equality.ts';
import { type Growth, measureGrowth } from './growth.ts';
import { yardstickConfig } from './pattern-stream.ts';
import { type BatchFigures, columnsFileOf, measureBatch, type StreamFile } from './stream-figures.ts';
import { inDegreeP999, makeStream, type StreamName, streamNames, streamShape } from './streams.ts';
import { type TransferColumns, writeTransferFile } from './transfer-columns.ts';
import { runYardstick } from './yardstick.ts';

export interface FeatureBenchOptions {
  readonly transactions: number;
  /** Of the stream on which growth and memory are measured. */
  readonly growthTransactions: number;
  readonly seed: number;
  /** Of each pass of ours, at most. */
  readonly repeats: number;
  /** For each run of the yardstick, and of CPU time for our repeats. */
  readonly secondsMax: number;
  readonly stepsMax?: number;
  /** The interpreter of the yardsticks, null where they are not installed. */
  readonly python: string | null;
  readonly print: (line: string) => void;
}

/** Rows of each stream whose every cell is compared with the yardstick's. */
const equalityRows = 50_000;
const batchLarge = 128;
/** More steps than a search takes on those rows: the comparison is of whole counts. */
const equalityStepsMax = 2 ** 31;

export interface StreamFigures {
  readonly accounts: number;
  readonly days: number;
  readonly windowDays: number;
  readonly inDegreeP999: number | null;
  readonly batch1: BatchFigures;
  readonly batch128: BatchFigures;
  readonly equality: Equality | null;
}

export interface FeatureFigures {
  readonly ratioLowSkew: number | null;
  readonly ratioHubs: number | null;
  readonly ratioLongWindows: number | null;
  readonly ratioLowSkewBatch1: number | null;
  readonly ratioHubsBatch1: number | null;
  readonly ratioLongWindowsBatch1: number | null;
  /** The greatest of the streams, batch 1. */
  readonly p99Us: number;
  readonly growth: number;
  readonly bytesPerTransfer: number;
  readonly allFamiliesPerCpuSecond: number;
  readonly transactions: number;
  readonly stepsMax: number;
  readonly streams: Readonly<Record<StreamName, StreamFigures>>;
  readonly growthRun: Growth;
  readonly allFamilies: AllFamilies;
  readonly machine: ReturnType<typeof machine>;
}

/**
 * Compares our pattern columns with the Graph Feature Preprocessor on three simulated streams in one run, both in processes of their own:
 * edges per CPU-second on the same first transfers, memory, latency, growth, and every cell. A batch of ours is a loop over the same exact work, so
 * that nothing sees its own future; the yardstick computes a batch at once. Takes some minutes; without the yardstick its figures are null.
 */
export async function benchFeatures(options: FeatureBenchOptions, config: Config): Promise<FeatureFigures> {
  const { transactions, growthTransactions, seed, repeats, python, print } = options;
  const stepsMax = options.stepsMax ?? config.patterns.stepsMax;
  if (python === null) print(yardstickMissing);
  const folder = await mkdtemp(join(tmpdir(), 'anel-bench-features-'));
  try {
    const streams = {} as Record<StreamName, StreamFigures>;
    for (const name of streamNames) streams[name] = await measureStream(name, folder, options, stepsMax);
    print(`growth: ${growthTransactions} transactions`);
    const long = makeStream('lowSkew', growthTransactions, seed);
    const longFile = join(folder, 'growth.edges');
    await writeTransferFile(longFile, long);
    const { windowMs } = streamShape('lowSkew', growthTransactions);
    const growthRun = await measureGrowth(longFile, long, windowMs, stepsMax);
    print('all families');
    const allFamilies = await measureAllFamilies(transactions, seed, repeats, config);
    return {
      ratioLowSkew: streams.lowSkew.batch128.ratio,
      ratioHubs: streams.hubs.batch128.ratio,
      ratioLongWindows: streams.longWindows.batch128.ratio,
      ratioLowSkewBatch1: streams.lowSkew.batch1.ratio,
      ratioHubsBatch1: streams.hubs.batch1.ratio,
      ratioLongWindowsBatch1: streams.longWindows.batch1.ratio,
      p99Us: Math.max(...streamNames.map((name) => streams[name].batch1.p99Us!)),
      growth: growthRun.growth,
      bytesPerTransfer: growthRun.bytesPerTransfer,
      allFamiliesPerCpuSecond: allFamilies.perCpuSecond,
      transactions,
      stepsMax,
      streams,
      growthRun,
      allFamilies,
      machine: machine(),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureStream(
  name: StreamName,
  folder: string,
  { transactions, seed, repeats, secondsMax, python, print }: FeatureBenchOptions,
  stepsMax: number,
): Promise<StreamFigures> {
  print(`${name}: simulating ${transactions} transactions`);
  const columns = makeStream(name, transactions, seed);
  const { accounts, days, windowMs } = streamShape(name, transactions);
  const stream: StreamFile = {
    folder,
    edgesFile: join(folder, `${name}.edges`),
    configFile: join(folder, `${name}.json`),
    transactions,
    windowMs,
  };
  await writeTransferFile(stream.edgesFile, columns);
  await writeFile(stream.configFile, JSON.stringify(yardstickConfig(windowMs)));
  const batchOf = async (batch: number) => {
    const figures = await measureBatch(stream, { batch, stepsMax, python, repeats, secondsMax });
    print(
      `${name}, batch ${batch}: ${figures.edgesPerCpuSecond} edges/CPU-s, yardstick ${figures.yardstick?.edgesPerCpuSecond ?? 'absent'}`,
    );
    return figures;
  };
  return {
    accounts,
    days,
    windowDays: windowMs / 86_400_000,
    inDegreeP999: inDegreeP999(columns, windowMs),
    batch1: await batchOf(1),
    batch128: await batchOf(batchLarge),
    equality: python === null ? null : await equalityOf(python, stream, columns, secondsMax),
  };
}

async function equalityOf(
  python: string,
  stream: StreamFile,
  columns: TransferColumns,
  secondsMax: number,
): Promise<Equality> {
  const out = columnsFileOf(stream);
  const { edgesFile, configFile, windowMs } = stream;
  await runYardstick(python, { edgesFile, configFile, batch: 1, limit: equalityRows, secondsMax, out });
  const bytes = await readFile(out);
  const expected = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return compareCells(columns, yardstickConfig(windowMs), equalityStepsMax, expected);
}
