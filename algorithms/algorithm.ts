import type { DirectedGraph } from 'graphology';
import type { RunControl } from './run-control.ts';

export type AlgorithmKind = 'components' | 'communities' | 'centrality' | 'motifs' | 'paths' | 'dense';

/** What a caller may set; an algorithm reads the settings that it knows, and has defaults for all of them. */
export interface AlgorithmSettings extends RunControl {
  /** Seeds the random order of communities and the choice of pivots; the same seed gives the same result. Default 1. */
  readonly seed?: number;
  readonly resolution?: number;
  readonly damping?: number;
  readonly tolerance?: number;
  readonly iterationsMax?: number;
  /** The accounts that an algorithm begins at, or is confined to: see `Algorithm.accounts`. */
  readonly accounts?: readonly string[];
  /** Sources of betweenness; exact where there are no more accounts. Default 1000. */
  readonly pivots?: number;
  /** Rank that local PageRank leaves undistributed, an edge. */
  readonly epsilon?: number;
  /** Pushes of local PageRank. */
  readonly pushesMax?: number;
  /** Edges of the longest path. */
  readonly lengthMax?: number;
  /** Paths that are looked for. */
  readonly pathsMax?: number;
  /** Edges that a search for paths looks at. */
  readonly stepsMax?: number;
  /** Bytes that the run may allocate by its estimate: the setting `algorithms.memoryMaxMiB`. Left out: any number. */
  readonly memoryMax?: number;
  /** Groups or accounts that the summary lists, and members of a group. Default 20. */
  readonly listMax?: number;
}

/** A component or community. Members are account keys, in the order of the graph, at most `listMax`. */
export interface GroupSummary {
  readonly label: number;
  readonly size: number;
  readonly members: readonly string[];
}

export interface RankedAccount {
  readonly account: string;
  readonly score: number;
}

/** What an algorithm found, as it is printed and served: JSON without further conversion, deterministic. */
export interface AlgorithmSummary {
  /** Whole-result figures such as `count`, `largest`, `modularity`, `converged`. */
  readonly figures: Readonly<Record<string, number | boolean>>;
  /** The largest groups, of one size by label. Absent where there are none to speak of. */
  readonly groups?: readonly GroupSummary[];
  /** The accounts with the highest score, of one score by their order in the graph. */
  readonly ranking?: readonly RankedAccount[];
  /** Paths of account keys, each from the source to the target, at most `listMax`. */
  readonly paths?: readonly (readonly string[])[];
}

/** One line of the registry. */
export interface Algorithm {
  readonly name: string;
  readonly title: string;
  readonly kind: AlgorithmKind;
  /** How many `accounts` it has to be given, and takes at the most (absent: any number). Absent: it does not look at them. */
  readonly accounts?: { readonly min: number; readonly max?: number };
  /**
   * Runs on a graph. Throws INPUT_INVALID for settings out of range, ALGORITHM_TOO_LARGE before it starts where
   * `estimateBytes` is more than the settings' `memoryMax`, and INTERRUPTED.
   */
  readonly run: (graph: DirectedGraph, settings: AlgorithmSettings) => AlgorithmSummary;
  /** Bytes that a run allocates at the peak beside the graph: its flat copy and the arrays of the kernel. */
  readonly estimateBytes: (nodeCount: number, edgeCount: number) => number;
}

/** How many groups, members and ranked accounts a summary lists unless it is told otherwise. */
export const listMaxDefault = 20;
