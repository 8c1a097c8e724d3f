import { measureInProcess } from './measure-columns-process.ts';
import type { TransferColumns } from './transfer-columns.ts';

/** How cost and memory behave over a long stream. */
export interface Growth {
  readonly transactions: number;
  /** CPU time of the last tenth of the stream divided by that of the first tenth with a full window. */
  readonly growth: number;
  /** Bytes of index and moments for each transfer that the window holds at the end, the columns of all accounts included. */
  readonly bytesPerTransfer: number;
  readonly held: number;
  readonly accounts: number;
  readonly peakMemoryMiB: number;
}

/** Runs the pattern columns over a whole stream of at least ten windows' tenths in a process of its own. Throws when the window is never full. */
export async function measureGrowth(
  edgesFile: string,
  { at, from, to }: TransferColumns,
  windowMs: number,
  stepsMax: number,
): Promise<Growth> {
  const transactions = at.length;
  const full = at.findIndex((time) => time - at[0]! >= windowMs);
  const tenth = Math.floor(transactions / 10);
  if (full === -1) throw new Error(`the stream of ${transactions} transactions is shorter than its window`);
  const places = [full, full + tenth, transactions - tenth, transactions];
  const marks = [...new Set(places)].sort((a, b) => a - b);
  const figures = await measureInProcess(edgesFile, {
    windowMs,
    batch: 1,
    stepsMax,
    marks,
    repeats: 1,
    secondsMax: 0,
    latency: false,
  });
  const cpuAt = (place: number) => figures.cpuSecondsAt[marks.indexOf(place)]!;
  const [first, last] = [
    cpuAt(full + tenth) - cpuAt(full),
    cpuAt(transactions) - cpuAt(transactions - tenth),
  ];
  return {
    transactions,
    growth: last / first,
    bytesPerTransfer: figures.bytesPerTransfer,
    held: figures.held,
    accounts:
      Math.max(
        from.reduce((a, b) => Math.max(a, b), 0),
        to.reduce((a, b) => Math.max(a, b), 0),
      ) + 1,
    peakMemoryMiB: figures.peakMemoryMiB,
  };
}
