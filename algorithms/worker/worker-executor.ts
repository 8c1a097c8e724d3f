import type { Worker } from 'node:worker_threads';
import { assert } from '../../base/assert.ts';
import { AnelError, messageOf } from '../../base/errors.ts';
import { type Executor, interrupted, type Job } from './job.ts';
import type { JobMessage, WorkerData, WorkerMessage } from './messages.ts';
import { movedBuffers } from './moved-buffers.ts';
import { unpackError } from './packed-error.ts';
import { startModule } from './start-module.ts';

/**
 * Runs jobs in a thread of its own, so that the thread of the caller goes on. The worker starts with the first job and
 * stays; only while a job runs does it keep the process alive, since somebody waits for that one. When it ends by itself
 * (an error outside of a kernel, no memory left), its job fails with ALGORITHM_FAILED and the next one starts another worker.
 */
export class WorkerExecutor implements Executor {
  readonly #kernelsUrl: URL;
  #worker: Worker | null = null;
  #current: Current | null = null;

  /** `kernelsUrl` is a module whose export `kernels` is the table; the worker imports it. */
  constructor(kernelsUrl: URL) {
    this.#kernelsUrl = kernelsUrl;
  }

  async execute(job: Job): Promise<unknown> {
    assert(this.#current === null, 'two jobs run at a time');
    const abort = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const raise = () => Atomics.store(abort, 0, 1);
    const { signal } = job.control;
    signal?.addEventListener('abort', raise, { once: true });
    this.#worker ??= this.#start();
    this.#worker.ref();
    try {
      return await this.#answer(this.#worker, job, abort);
    } finally {
      signal?.removeEventListener('abort', raise);
      this.#current = null;
      this.#worker?.unref();
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    // Nobody else may let go of it from now on: whoever awaits its end is kept alive until it has come.
    this.#worker = null;
    worker?.ref();
    this.#current?.reject(interrupted(this.#current.job.kernel));
    await worker?.terminate();
  }

  #answer(worker: Worker, job: Job, abort: Int32Array): Promise<unknown> {
    const { kernel, graph, settings, control } = job;
    const wantsProgress = control.onProgress !== undefined;
    const message: JobMessage = { kernel, graph, settings, abort, wantsProgress };
    return new Promise((resolve, reject) => {
      this.#current = { job, abort, resolve, reject, thrown: null };
      worker.postMessage(message, movedBuffers(graph));
    });
  }

  #start(): Worker {
    const workerData: WorkerData = { kernelsUrl: this.#kernelsUrl.href };
    const worker = startModule(new URL('./worker-main.ts', import.meta.url), workerData);
    let cause: unknown;
    worker.on('message', (message: WorkerMessage) => this.#receive(message));
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', (exitCode) => {
      if (this.#worker === worker) this.#worker = null;
      this.#current?.reject(failed(this.#current.job.kernel, exitCode, cause));
    });
    return worker;
  }

  #receive(message: WorkerMessage): void {
    if (this.#current === null) return;
    const { resolve, reject, thrown } = this.#current;
    if (message.kind === 'progress') report(this.#current, message.step, message.share);
    else if (thrown !== null) reject(thrown.error);
    else if (message.kind === 'done') resolve(message.result);
    else reject(unpackError(message.error));
  }
}

/** The job that runs, and how it ends. */
interface Current {
  readonly job: Job;
  readonly abort: Int32Array;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** What the progress listener threw: the answer of the job once the worker is done with it. */
  thrown: { readonly error: unknown } | null;
}

/** A listener that throws ends the job, as it does where both run in one thread. */
function report(current: Current, step: string, share: number): void {
  if (current.thrown !== null) return;
  try {
    current.job.control.onProgress?.(step, share);
  } catch (error) {
    current.thrown = { error };
    Atomics.store(current.abort, 0, 1);
  }
}

function failed(kernel: string, exitCode: number, cause: unknown): AnelError {
  const why = cause === undefined ? '' : ` ("${messageOf(cause)}")`;
  return new AnelError(
    'ALGORITHM_FAILED',
    `run "${kernel}": the worker thread ended with code ${exitCode}${why}; run it again, which starts another thread, with more memory if that was missing`,
    cause === undefined ? {} : { cause },
  );
}
