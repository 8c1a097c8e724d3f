import type { DirectedGraph } from 'graphology';
import type { RunControl } from './run-control.ts';

export type AlgorithmKind = 'components' | 'communities' | 'centrality' | 'motifs';

/** What a caller may set; an algorithm reads the settings that it knows, and has defaults for all of them. */
export interface AlgorithmSettings extends RunControl {
  /** Seeds the random order of communities; the same seed gives the same result. Default 1. */
  readonly seed?: number;
  readonly resolution?: number;
  readonly damping?: number;
  readonly tolerance?: number;
  readonly iterationsMax?: number;
  /** Groups or accounts that the summary lists, and members of a group. Default 20. */
  readonly listMax?: number;
}

/** A component or community. Members are account keys, in the order of the graph, at most `listMax`. */
export interface GroupSummary {
  readonly label: number;
  readonly size: number;
  readonly members: readonly string[];
}

/** What an algorithm found, as it is printed and served: JSON without further conversion, deterministic. */
export interface AlgorithmSummary {
  /** Whole-result figures such as `count`, `largest`, `modularity`, `converged`. */
  readonly figures: Readonly<Record<string, number | boolean>>;
  /** The largest groups, of one size by label. Absent where there are none to speak of. */
  readonly groups?: readonly GroupSummary[];
  /** The accounts with the highest score, of one score by their order in the graph. */
  readonly ranking?: readonly { readonly account: string; readonly score: number }[];
}

/** One line of the registry. */
export interface Algorithm {
  readonly name: string;
  readonly title: string;
  readonly kind: AlgorithmKind;
  /** Runs on the whole graph. Throws INPUT_INVALID for settings out of range, and INTERRUPTED. */
  readonly run: (graph: DirectedGraph, settings: AlgorithmSettings) => AlgorithmSummary;
  /** Bytes that the kernel allocates at the peak, beside the graph. */
  readonly estimateBytes: (nodeCount: number, edgeCount: number) => number;
}

/** How many groups, members and ranked accounts a summary lists unless it is told otherwise. */
export const listMaxDefault = 20;
