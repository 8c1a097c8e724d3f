import type { Csr } from '../../graph/csr.ts';
import type { RunControl } from '../run-control.ts';

/**
 * An algorithm on a flat graph in the form in which any thread can run it: settings and result are plain values and typed
 * arrays, without functions, and randomness comes from a seed among the settings. Same graph, same settings, same bits.
 */
export interface Kernel<Settings, Result> {
  /** Only reads the graph. Throws INTERRUPTED at a checkpoint when `control` says so. */
  readonly run: (graph: Csr, settings: Settings, control: RunControl) => Result;
  /** Bytes that `run` allocates at the peak, beside the graph. */
  readonly estimateBytes: (nodeCount: number, edgeCount: number) => number;
}

/** Kernels by name. (`never` is the one settings type that every kernel can be called with.) */
export type KernelTable = Readonly<Record<string, Kernel<never, unknown>>>;

export type SettingsOf<K> = K extends Kernel<infer Settings, unknown> ? Settings : never;
export type ResultOf<K> = K extends Kernel<never, infer Result> ? Result : never;
