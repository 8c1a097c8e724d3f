import { AnelError } from '../base/errors.ts';

/** Says whether a caller wants no more of a computation: an AbortSignal, or a number in memory that threads share. */
export interface AbortFlag {
  readonly aborted: boolean;
}

/**
 * How a caller follows and ends a long computation. Kernels are synchronous, so a signal is seen when it was aborted
 * before the call, by `onProgress`, or from another thread.
 */
export interface RunControl {
  /** Called with the step's name and the share of it that is done, 0 to 1; never more often than once a pass. */
  readonly onProgress?: (step: string, share: number) => void;
  readonly signal?: AbortFlag;
}

/** Reports progress, then throws INTERRUPTED when the caller wants no more of `step`. */
export function checkpoint(control: RunControl, step: string, share: number): void {
  control.onProgress?.(step, Math.min(1, share));
  if (control.signal?.aborted !== true) return;
  throw new AnelError('INTERRUPTED', `"${step}" was interrupted; run it again without the abort signal`);
}
