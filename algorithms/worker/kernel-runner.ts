import type { RunControl } from '../run-control.ts';
import type { GraphOf, KernelTable, ResultOf, SettingsOf } from './kernel.ts';

/** How the caller of a runner follows and ends a job. The signal may be aborted at any time. */
export interface JobControl extends Omit<RunControl, 'signal'> {
  readonly signal?: AbortSignal;
}

/** What a runner refuses. */
export interface RunnerLimits {
  /** Memory that a job may need beside its graph, by the estimate of its kernel. */
  readonly memoryMaxMiB: number;
  /** Jobs that wait behind the one that runs. */
  readonly waitingMax: number;
}

/**
 * Runs kernels one at a time, in the order in which they were asked for. A result has the same bits whatever runs it.
 */
export interface KernelRunner<Table extends KernelTable> {
  /**
   * Resolves with the result of the kernel `name`, or rejects with what it threw. Settings are copied. The arrays of the
   * graph are shared when they lie on a SharedArrayBuffer, and nobody may write to them until the end; otherwise they are
   * moved, and those of the caller are empty from now on. A job that was refused leaves them alone.
   *
   * Rejects with ALGORITHM_TOO_LARGE past `memoryMaxMiB`, LIMIT_EXCEEDED past `waitingMax`, INTERRUPTED when the signal
   * was aborted (while it waits: at once; while it runs: at the kernel's next checkpoint) or the runner is closed, and
   * ALGORITHM_FAILED when what runs it ended without an answer; the next job then starts afresh.
   */
  run<Name extends keyof Table & string>(
    name: Name,
    graph: GraphOf<Table[Name]>,
    settings: SettingsOf<Table[Name]>,
    control?: JobControl,
  ): Promise<ResultOf<Table[Name]>>;

  /** Ends what runs and refuses what waits and comes, with INTERRUPTED. Resolves when nothing is left. */
  close(): Promise<void>;
}
