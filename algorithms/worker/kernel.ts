import type { RunControl } from '../run-control.ts';

/** A graph in typed arrays, with one entry of `targets` an edge: a Csr, or EdgeColumns. */
export interface FlatGraph {
  readonly nodeCount: number;
  readonly targets: Int32Array;
}

/**
 * An algorithm on a flat graph in the form in which any thread can run it: settings and result are plain values and typed
 * arrays, without functions, and randomness comes from a seed among the settings. Same graph, same settings, same bits.
 */
export interface Kernel<Graph extends FlatGraph, Settings, Result> {
  /** Only reads the graph. Throws INTERRUPTED at a checkpoint when `control` says so. */
  readonly run: (graph: Graph, settings: Settings, control: RunControl) => Result;
  /** Bytes that `run` allocates at the peak, beside the graph. */
  readonly estimateBytes: (nodeCount: number, edgeCount: number) => number;
}

/** Kernels by name. (`never` is the one graph and the one settings type that every kernel can be called with.) */
export type KernelTable = Readonly<Record<string, Kernel<never, never, unknown>>>;

export type GraphOf<K> = K extends Kernel<infer Graph, never, unknown> ? Graph : never;
export type SettingsOf<K> = K extends Kernel<never, infer Settings, unknown> ? Settings : never;
export type ResultOf<K> = K extends Kernel<never, never, infer Result> ? Result : never;
