import { InThreadExecutor } from './in-thread-executor.ts';
import type { KernelRunner, RunnerLimits } from './kernel-runner.ts';
import { kernels } from './kernels.ts';
import { QueuedRunner } from './queued-runner.ts';
import { runnableUrl } from './start-module.ts';
import { WorkerExecutor } from './worker-executor.ts';

/** Runs the kernels that ship. */
export type ShippedRunner = KernelRunner<typeof kernels>;

/** A runner whose jobs run in a worker thread, which starts with the first one. Close it. */
export function openWorkerRunner(limits: RunnerLimits): ShippedRunner {
  return new QueuedRunner(
    kernels,
    new WorkerExecutor(runnableUrl(new URL('./kernels.ts', import.meta.url))),
    limits,
  );
}

/** A runner whose jobs block the thread of the caller: the same results without another thread. */
export function openInThreadRunner(limits: RunnerLimits): ShippedRunner {
  return new QueuedRunner(kernels, new InThreadExecutor(kernels), limits);
}
