import { present } from '../../base/assert.ts';
import { type Executor, interrupted, type Job } from './job.ts';
import type { KernelTable } from './kernel.ts';

/**
 * Runs jobs in the thread of the caller, which does nothing else meanwhile: for tests and for programs that wait anyway. A
 * signal is seen when a progress listener of the job aborts it.
 */
export class InThreadExecutor implements Executor {
  readonly #kernels: KernelTable;
  #closed = false;

  constructor(kernels: KernelTable) {
    this.#kernels = kernels;
  }

  async execute({ kernel, graph, settings, control }: Job): Promise<unknown> {
    // The caller goes on first, as it does when another thread works.
    await Promise.resolve();
    if (this.#closed) throw interrupted(kernel);
    return present(this.#kernels[kernel], `kernel "${kernel}"`).run(
      graph as never,
      settings as never,
      control,
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}
