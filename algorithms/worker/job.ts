import { AnelError } from '../../base/errors.ts';
import type { FlatGraph } from './kernel.ts';
import type { JobControl } from './kernel-runner.ts';

/** A kernel by its name and all that it is run with. */
export interface Job {
  readonly kernel: string;
  readonly graph: FlatGraph;
  readonly settings: unknown;
  readonly control: JobControl;
}

/** Where jobs are run. */
export interface Executor {
  /** Runs one job, never two at a time. Rejects as `KernelRunner.run` says. */
  execute(job: Job): Promise<unknown>;
  /** Ends what runs. Resolves when nothing is left. */
  close(): Promise<void>;
}

/** The end of a job that nobody wants any more. */
export function interrupted(kernel: string): AnelError {
  return new AnelError(
    'INTERRUPTED',
    `"${kernel}" was interrupted by its signal or by the end of its runner; run it again without`,
  );
}
