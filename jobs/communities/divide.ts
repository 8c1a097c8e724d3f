import { noCommunity } from '../../algorithms/communities/communities.ts';
import type { Partition, PartitionSettings } from '../../algorithms/communities/partition.ts';
import type { ShippedRunner } from '../../algorithms/worker/open-runner.ts';
import { runPartition } from '../../scoring/communities/run-partition.ts';
import type { StoreWindow } from './store-window.ts';

/** A window that was read, and what its accounts are called. */
export interface ReadWindow {
  readonly window: StoreWindow;
  readonly asOfSeq: number;
  /** Transfers with `at <= cutoffAt` are out of it. */
  readonly cutoffAt: number;
  readonly numberOf: (accountKey: string) => number;
  readonly accountCount: number;
}

/** Divides the pair graph of a window: in a thread of this process, or on a server. */
export interface CommunityEngine {
  readonly name: 'in-process' | 'gds';
  /** Labels by account number. Rejects with ALGORITHM_TOO_LARGE, INTERRUPTED, and what a server says. */
  divide(read: ReadWindow, settings: PartitionSettings, control: DivideControl): Promise<Partition>;
}

export interface DivideControl {
  readonly signal: AbortSignal;
  /** Told the share that is done, 0 to 1, of steps one after the other. */
  readonly onProgress: (share: number) => void;
}

/** Divides in the worker of a runner, which stays open. */
export function inProcessEngine(runner: Pick<ShippedRunner, 'run'>): CommunityEngine {
  return {
    name: 'in-process',
    divide: ({ window }, settings, { signal, onProgress }) =>
      runPartition(runner, window.edges(), settings, {
        signal,
        onProgress: (_step, share) => onProgress(share),
      }),
  };
}

/** The groups of accounts that a server found: any numbers, by account key. */
export type FindGroups = (request: {
  readonly algorithm: PartitionSettings['algorithm'];
  readonly seed: number;
  readonly resolution: number;
  readonly throughSeq: number;
  readonly cutoffAt: number;
}) => Promise<readonly (readonly [account: string, group: number])[]>;

/** Has a server divide its own graph, and measures the result in the worker of a runner. An account that the server left out is by itself. */
export function gdsEngine(runner: Pick<ShippedRunner, 'run'>, find: FindGroups): CommunityEngine {
  return {
    name: 'gds',
    divide: async ({ window, asOfSeq, cutoffAt, numberOf, accountCount }, settings, { signal }) => {
      const { algorithm, seed, resolution } = settings;
      const groups = await find({ algorithm, seed, resolution, throughSeq: asOfSeq, cutoffAt });
      const labels = new Int32Array(accountCount).fill(noCommunity);
      for (const [account, group] of groups) labels[numberOf(account)] = group;
      return runner.run('given-partition', window.edges(), { labels, resolution }, { signal });
    },
  };
}
