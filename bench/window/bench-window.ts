import { dayMs } from '../../base/clock.ts';
import { AnelError } from '../../base/errors.ts';
import { WindowIndex } from '../../graph/window/window-index.ts';
import { windowLengths } from '../../graph/window/windows.ts';
import { machine } from '../machine.ts';
import { NaiveWindow } from './naive-window.ts';
import { WindowStream } from './window-stream.ts';

export interface WindowBenchOptions {
  readonly transfers: number;
  readonly seed: number;
  readonly print: (line: string) => void;
}

/** Transfers of an account over the whole stream. */
const transfersPerAccount = 40;
/** The stream is twice as long as the longest window, so that half of it is held and the other half has left. */
const spanMs = 60 * dayMs;
const accountsMax = 10_000_000;
const naiveTransfersMax = 4000;
/** The share of the held transfers at which the limit of the refused run lies. */
const refusedShare = 0.5;

export interface WindowFigures {
  readonly transfers: number;
  readonly accounts: number;
  readonly windowsMs: readonly number[];
  readonly transfersPerCpuSecond: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Transfers in the longest window at the end. */
  readonly held: number;
  readonly bytesPerHeldTransfer: number;
  /** The greatest resident set of the process. */
  readonly peakMemoryMiB: number;
  /** The counters of every window again, by a plain sum over the transfers held. */
  readonly countersEqual: boolean;
  /** What a session says that may hold less: `transfersMax` is where it ended. */
  readonly refused: { readonly code: string; readonly message: string; readonly transfersMax: number } | null;
  /** The same counters by filters over an array, on the first transfers alone: its cost a transfer grows with what is held. */
  readonly naive: {
    readonly transfers: number;
    readonly cpuUsPerTransferAtEnd: number;
    readonly indexCpuUsPerTransfer: number;
    /** Measured, on these few transfers. */
    readonly ratio: number;
    /** Not measured: the cost at the end scaled by the transfers that the index holds. */
    readonly extrapolatedRatioAtHeld: number;
  };
  readonly machine: ReturnType<typeof machine>;
}

/** Takes a stream through one window index with the five windows of a session, then into one that is too small, then through plain arrays. */
export function benchWindow({ transfers, seed, print }: WindowBenchOptions): WindowFigures {
  const windowsMs = windowLengths(7 * dayMs, 30 * dayMs);
  const accounts = Math.max(100, Math.round(transfers / transfersPerAccount));
  const streamOf = () => new WindowStream(seed, accounts, transfers, spanMs);
  const index = WindowIndex.of(windowsMs, { transfersMax: transfers, accountsMax });
  const beginMs = performance.now();
  const generating = cpuSeconds(() => drain(streamOf(), transfers));
  const both = cpuSeconds(() => fill(index, streamOf(), transfers));
  const seconds = both - generating;
  print(`${transfers} transfers in ${seconds.toFixed(1)} CPU-s, ${index.transfers.size} held`);
  const held = index.transfers.size;
  const figures = {
    transfers,
    accounts,
    windowsMs,
    transfersPerCpuSecond: Math.round(transfers / seconds),
    cpuSeconds: seconds,
    wallSeconds: (performance.now() - beginMs) / 1000,
    held,
    bytesPerHeldTransfer: index.bytes / held,
    peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
    countersEqual: countersEqual(index, accounts),
  };
  const transfersMax = Math.max(1, Math.floor(held * refusedShare));
  const refused = refusal(windowsMs, streamOf(), transfers, transfersMax);
  print(refused === null ? 'nothing was refused' : `${refused.code}: ${refused.message}`);
  return {
    ...figures,
    refused: refused && { ...refused, transfersMax },
    naive: compareNaive(streamOf(), windowsMs, transfers, held, seconds),
    machine: machine(),
  };
}

function drain(stream: WindowStream, transfers: number): void {
  for (let count = 0; count < transfers; count += 1) stream.next();
}

function fill(index: WindowIndex, stream: WindowStream, transfers: number): void {
  for (let count = 0; count < transfers; count += 1) index.add(stream.next());
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Counts and sums of all accounts and windows, recomputed from the transfers that are held. */
function countersEqual({ accounts, transfers, windows, now }: WindowIndex, accountCount: number): boolean {
  return windows.every((length, window) => {
    const counts = new Float64Array(accountCount);
    const sums = new Float64Array(accountCount);
    for (let slot = 0; slot < transfers.used; slot += 1) {
      if (transfers.seq[slot] === 0 || transfers.at[slot]! <= now - length) continue;
      if (transfers.from[slot] === transfers.to[slot]) continue;
      counts[transfers.from[slot]!]! += 1;
      sums[transfers.from[slot]!]! += transfers.cents[slot]!;
    }
    return counts.every((count, account) => {
      const cell = account * windows.length + window;
      return accounts.outCount[cell] === count && accounts.outSum[cell] === sums[account];
    });
  });
}

/** How an index ends that may hold `transfersMax`: the error of its limit, null when it took everything. */
function refusal(
  windowsMs: readonly number[],
  stream: WindowStream,
  transfers: number,
  transfersMax: number,
) {
  const small = WindowIndex.of(windowsMs, { transfersMax, accountsMax });
  try {
    fill(small, stream, transfers);
    return null;
  } catch (error) {
    if (!(error instanceof AnelError)) throw error;
    return { code: error.code, message: error.message };
  }
}

function compareNaive(
  stream: WindowStream,
  windowsMs: readonly number[],
  transfers: number,
  held: number,
  indexSeconds: number,
): WindowFigures['naive'] {
  const count = Math.min(naiveTransfersMax, transfers);
  const tail = Math.ceil(count / 4);
  const naive = new NaiveWindow(windowsMs);
  for (let done = 0; done < count - tail; done += 1) naive.add(stream.next());
  const seconds = cpuSeconds(() => {
    for (let done = 0; done < tail; done += 1) naive.add(stream.next());
  });
  const naiveUs = (seconds * 1e6) / tail;
  const indexUs = (indexSeconds * 1e6) / transfers;
  return {
    transfers: count,
    cpuUsPerTransferAtEnd: naiveUs,
    indexCpuUsPerTransfer: indexUs,
    ratio: naiveUs / indexUs,
    extrapolatedRatioAtHeld: (naiveUs / indexUs) * (held / (count - tail / 2)),
  };
}
