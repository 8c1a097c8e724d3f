import { present } from '../../base/assert.ts';
import { AnelError } from '../../base/errors.ts';
import { type Executor, interrupted, type Job } from './job.ts';
import type { FlatGraph, GraphOf, KernelTable, ResultOf, SettingsOf } from './kernel.ts';
import type { JobControl, KernelRunner, RunnerLimits } from './kernel-runner.ts';
import { movedBuffers } from './moved-buffers.ts';

const bytesPerMiB = 2 ** 20;

interface Waiting {
  readonly job: Job;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Stops listening to the job's signal. */
  readonly leave: () => void;
}

/** What all runners have in common: the limits, the order, and the end of jobs that wait. The executor does the rest. */
export class QueuedRunner<Table extends KernelTable> implements KernelRunner<Table> {
  readonly #kernels: Table;
  readonly #executor: Executor;
  readonly #limits: RunnerLimits;
  #waiting: Waiting[] = [];
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(kernels: Table, executor: Executor, limits: RunnerLimits) {
    this.#kernels = kernels;
    this.#executor = executor;
    this.#limits = limits;
  }

  async run<Name extends keyof Table & string>(
    name: Name,
    graph: GraphOf<Table[Name]>,
    settings: SettingsOf<Table[Name]>,
    control: JobControl = {},
  ): Promise<ResultOf<Table[Name]>> {
    if (this.#closed || control.signal?.aborted === true) throw interrupted(name);
    this.#refuseTooLarge(name, graph);
    this.#refusePastWaitingMax(name);
    const job = { kernel: name, settings: structuredClone(settings), graph: moved(graph), control };
    const result = new Promise<unknown>((resolve, reject) => this.#enqueue(job, resolve, reject));
    this.#running ??= this.#drain();
    return (await result) as ResultOf<Table[Name]>;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { job, reject, leave } of this.#waiting.splice(0)) {
      leave();
      reject(interrupted(job.kernel));
    }
    await this.#executor.close();
    await this.#running;
  }

  #refuseTooLarge(name: string, { nodeCount, targets }: FlatGraph): void {
    const kernel = present(this.#kernels[name], `kernel "${name}"`);
    const neededMiB = Math.ceil(kernel.estimateBytes(nodeCount, targets.length) / bytesPerMiB);
    const { memoryMaxMiB } = this.#limits;
    if (neededMiB <= memoryMaxMiB) return;
    throw new AnelError(
      'ALGORITHM_TOO_LARGE',
      `run "${name}" on ${nodeCount} accounts and ${targets.length} edges: it needs about ${neededMiB} MiB and configuration key "algorithms.memoryMaxMiB" is ${memoryMaxMiB}; raise it, or take a smaller graph`,
    );
  }

  #refusePastWaitingMax(name: string): void {
    const { waitingMax } = this.#limits;
    if (this.#waiting.length < waitingMax) return;
    throw new AnelError(
      'LIMIT_EXCEEDED',
      `run "${name}": ${this.#waiting.length} jobs wait and configuration key "algorithms.waitingMax" is ${waitingMax}; try again when one has ended`,
    );
  }

  #enqueue(job: Job, resolve: Waiting['resolve'], reject: Waiting['reject']): void {
    const { signal } = job.control;
    const abort = () => {
      this.#waiting = this.#waiting.filter((each) => each !== entry);
      reject(interrupted(job.kernel));
    };
    const entry: Waiting = {
      job,
      resolve,
      reject,
      leave: () => signal?.removeEventListener('abort', abort),
    };
    signal?.addEventListener('abort', abort, { once: true });
    this.#waiting.push(entry);
  }

  async #drain(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      next.leave();
      await this.#executor.execute(next.job).then(next.resolve, next.reject);
    }
    this.#running = null;
  }
}

/** The same graph in arrays of its own, without copying them: see `KernelRunner.run`. */
function moved<Graph extends FlatGraph>(graph: Graph): Graph {
  return structuredClone(graph, { transfer: movedBuffers(graph) });
}
