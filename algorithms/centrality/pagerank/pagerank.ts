// PageRank: L. Page, S. Brin, R. Motwani and T. Winograd, "The PageRank citation ranking", Stanford InfoLab 1999-66;
// restarts and dangling nodes as in A. N. Langville and C. D. Meyer, "Deeper inside PageRank", Internet Mathematics 1(3),
// 2004. Power iteration, pulled along incoming edges so that every sum has one fixed order.
import type { DirectedGraph } from 'graphology';
import { AnelError } from '../../../base/errors.ts';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph, reverse } from '../../csr.ts';
import { checkpoint, type RunControl } from '../../run-control.ts';

/** The settings that a caller leaves out. */
const pagerankDefaults = { damping: 0.85, tolerance: 1e-6, iterationsMax: 100 } as const;

export interface PagerankOptions extends RunControl {
  /** The share of the rank that follows the edges, 0 to 1 (1 excluded); the rest restarts. */
  readonly damping?: number;
  /** Ends when the ranks changed by at most this in one iteration: the sum of absolute changes, the total rank being 1. */
  readonly tolerance?: number;
  readonly iterationsMax?: number;
  /**
   * Personalised PageRank: where restarts and the rank of dangling nodes go, one weight a node, not negative, not all
   * zero; scaled to sum 1. Left out: everywhere alike.
   */
  readonly restart?: Float64Array;
  /** A former result to start from: fewer iterations when the graph changed little. Scaled to sum 1. */
  readonly start?: Float64Array;
}

export interface Pagerank {
  /** Aligned with the node index; sum 1 (up to rounding), empty for an empty graph. */
  readonly ranks: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
  /** The change of the last iteration, compare `tolerance`. */
  readonly change: number;
}

/**
 * Weighted PageRank. A node passes its rank on in proportion to the weights of its edges (self-loops included); a node
 * without a positive weight is dangling. The tolerance is relative to the total rank, so it means the same at every
 * size. Deterministic: same input, same bits. O(iterations × edges). Throws INPUT_INVALID and INTERRUPTED.
 */
export function pagerank(csr: Csr, options: PagerankOptions = {}): Pagerank {
  const { damping, tolerance, iterationsMax } = { ...pagerankDefaults, ...options };
  const { nodeCount } = csr;
  if (!(damping >= 0 && damping < 1)) {
    throw new AnelError('INPUT_INVALID', `pagerank: damping "${damping}" is not in 0 to 1; use 0.85`);
  }
  const restart = distribution(options.restart, nodeCount, 'restart');
  const flow = flowOf(csr);
  let ranks: Float64Array = distribution(options.start ?? options.restart, nodeCount, 'start').slice();
  let next: Float64Array = new Float64Array(nodeCount);
  let change = nodeCount === 0 ? 0 : Number.POSITIVE_INFINITY;
  let iterations = 0;
  while (change > tolerance && iterations < iterationsMax) {
    checkpoint(options, 'pagerank', iterations / iterationsMax);
    change = iterate(flow, ranks, next, restart, damping);
    [ranks, next] = [next, ranks];
    iterations += 1;
  }
  return { ranks, iterations, converged: change <= tolerance, change };
}

/** Bytes that `pagerank` allocates beside its input. */
export function estimatePagerankBytes(nodeCount: number, edgeCount: number): number {
  return nodeCount * 44 + edgeCount * 16;
}

/** PageRank of a graphology graph: `ranks[i]` belongs to the account `keys[i]`. */
export interface KeyedPagerank extends Pagerank {
  readonly keys: readonly string[];
}

/** `pagerank` of a graphology graph, weighted by the edge attribute `weight`. */
export function pagerankOfGraph(graph: DirectedGraph, options: PagerankOptions = {}): KeyedPagerank {
  const { csr, keys } = csrFromGraph(graph);
  return { keys, ...pagerank(csr, options) };
}

interface Flow {
  /** Incoming edges. */
  readonly incoming: Csr;
  /** 1 / weight of the outgoing edges, 0 for a dangling node. */
  readonly perWeight: Float64Array;
  /** The rank that a node passes on per unit of weight, filled anew in each iteration. */
  readonly offered: Float64Array;
}

function flowOf(csr: Csr): Flow {
  const { nodeCount, offsets, weights } = csr;
  const perWeight = new Float64Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) {
    let total = 0;
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge += 1) total += weights[edge]!;
    perWeight[node] = total > 0 ? 1 / total : 0;
  }
  return { incoming: reverse(csr), perWeight, offered: new Float64Array(nodeCount) };
}

/** One step of the power iteration; returns the sum of absolute changes. */
function iterate(
  flow: Flow,
  ranks: Float64Array,
  next: Float64Array,
  restart: Float64Array,
  damping: number,
): number {
  const { perWeight, offered } = flow;
  const { offsets, targets, weights } = flow.incoming;
  let kept = 0;
  for (let node = 0; node < ranks.length; node += 1) {
    const rank = ranks[node]!;
    const share = perWeight[node]!;
    offered[node] = rank * share;
    if (share > 0) kept += rank;
  }
  // What does not follow an edge restarts: written as a difference, so that the total stays 1 without drifting.
  const restarted = 1 - damping * kept;
  let change = 0;
  let start = 0;
  for (let node = 0; node < ranks.length; node += 1) {
    const end = offsets[node + 1]!;
    let received = 0;
    for (let edge = start; edge < end; edge += 1) received += weights[edge]! * offered[targets[edge]!]!;
    start = end;
    const rank = damping * received + restarted * restart[node]!;
    change += Math.abs(rank - ranks[node]!);
    next[node] = rank;
  }
  return change;
}

function distribution(given: Float64Array | undefined, nodeCount: number, name: string): Float64Array {
  if (given === undefined) return new Float64Array(nodeCount).fill(1 / nodeCount);
  let total = 0;
  for (const weight of given) total += weight >= 0 ? weight : Number.NaN;
  if (given.length !== nodeCount || (nodeCount > 0 && !(total > 0 && total < Number.POSITIVE_INFINITY))) {
    const message = `pagerank: "${name}" needs ${nodeCount} weights of at least 0, not all zero, but has ${given.length} with sum "${total}"`;
    throw new AnelError('INPUT_INVALID', message);
  }
  return given.map((weight) => weight / total);
}
