import type { FlatGraph } from './kernel.ts';
import type { PackedError } from './packed-error.ts';

/** What the worker thread is started with. */
export interface WorkerData {
  /** The URL of the module whose export `kernels` is the table. */
  readonly kernelsUrl: string;
}

/** To the worker: run a kernel. */
export interface JobMessage {
  readonly kernel: string;
  readonly graph: FlatGraph;
  readonly settings: unknown;
  /** One number in shared memory: 1 from the moment on at which the caller wants no more of the job. */
  readonly abort: Int32Array;
  readonly wantsProgress: boolean;
}

/** From the worker, about the job that it runs: any number of `progress`, then one of the others. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly step: string; readonly share: number }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: PackedError };
