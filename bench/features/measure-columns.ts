import { PatternStream, yardstickConfig } from './pattern-stream.ts';
import type { TransferColumns } from './transfer-columns.ts';

/** What is measured of our side over one stream. */
export interface OurRun {
  readonly windowMs: number;
  /** Transfers a call. Each still sees only what came before it: a batch is a loop, not another computation. */
  readonly batch: number;
  readonly stepsMax: number;
  /** Ascending counts of transfers at which the CPU time is read; the last one is where the run ends. */
  readonly marks: readonly number[];
  /** The fastest of so many passes counts, of fewer when `secondsMax` of CPU time are over. */
  readonly repeats: number;
  readonly secondsMax: number;
  /** One more pass in which every call is timed. */
  readonly latency: boolean;
}

export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface OurFigures {
  /** CPU seconds up to each mark, of the pass that was fastest there. */
  readonly cpuSecondsAt: readonly number[];
  readonly wallSeconds: number;
  readonly passes: number;
  /** Transfers whose searches ended at `stepsMax`. */
  readonly capped: number;
  readonly latencyUs: Latency | null;
  /** Transfers that the window holds at the end, and the bytes of index and moments for each. */
  readonly held: number;
  readonly bytesPerTransfer: number;
  /** The greatest resident set of the process after the first pass, the columns of the stream and Node itself included. */
  readonly peakMemoryMiB: number;
}

/** Measures the pattern columns over a stream. CPU passes read no clock within; latency has a pass of its own. */
export function measureColumns(columns: TransferColumns, run: OurRun): OurFigures {
  const first = cpuPass(columns, run);
  const peakMemoryMiB = process.resourceUsage().maxRSS / 1024;
  const passes = [first];
  let spent = first.cpuSecondsAt.at(-1)!;
  while (passes.length < run.repeats && spent < run.secondsMax) {
    const pass = cpuPass(columns, run);
    spent += pass.cpuSecondsAt.at(-1)!;
    passes.push(pass);
  }
  const { stream } = first;
  const held = stream.index.transfers.size;
  return {
    cpuSecondsAt: run.marks.map((_, mark) => Math.min(...passes.map((pass) => pass.cpuSecondsAt[mark]!))),
    wallSeconds: Math.min(...passes.map((pass) => pass.wallSeconds)),
    passes: passes.length,
    capped: stream.capped,
    latencyUs: run.latency ? latencyPass(columns, run) : null,
    held,
    bytesPerTransfer: (stream.index.bytes + stream.moments.bytes) / held,
    peakMemoryMiB,
  };
}

function cpuPass(columns: TransferColumns, { windowMs, batch, stepsMax, marks }: OurRun) {
  const stream = new PatternStream(yardstickConfig(windowMs), stepsMax);
  const width = stream.columns.names.length;
  const into = new Float64Array(width * batch);
  const cpuSecondsAt: number[] = [];
  let row = 0;
  const beginMs = performance.now();
  const before = process.cpuUsage();
  for (const mark of marks) {
    while (row < mark) {
      const end = Math.min(row + batch, mark);
      for (let place = 0; row < end; place += 1, row += 1) stream.add(columns, row, into, place * width);
    }
    const { user, system } = process.cpuUsage(before);
    cpuSecondsAt.push((user + system) / 1e6);
  }
  return { stream, cpuSecondsAt, wallSeconds: (performance.now() - beginMs) / 1000 };
}

function latencyPass(columns: TransferColumns, { windowMs, stepsMax, marks }: OurRun): Latency {
  const stream = new PatternStream(yardstickConfig(windowMs), stepsMax);
  const into = new Float64Array(stream.columns.names.length);
  const end = marks.at(-1)!;
  const calls = new Float64Array(end);
  for (let row = 0; row < end; row += 1) {
    const begin = process.hrtime.bigint();
    stream.add(columns, row, into, 0);
    calls[row] = Number(process.hrtime.bigint() - begin) / 1000;
  }
  calls.sort();
  const quantile = (share: number): number => calls[Math.max(0, Math.ceil(share * end) - 1)]!;
  return { p50: quantile(0.5), p99: quantile(0.99), max: quantile(1) };
}
