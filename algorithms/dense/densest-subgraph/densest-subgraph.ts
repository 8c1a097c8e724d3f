// Densest subgraph by greedy peeling: M. Charikar, "Greedy approximation algorithms for finding dense components in a
// graph", APPROX 2000, with weights of edges. Defaults: none, there is nothing to set.
import type { DirectedGraph } from 'graphology';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph, symmetrise } from '../../csr.ts';
import type { RunControl } from '../../run-control.ts';
import { type DenseSubgraph, estimatePeelBytes, type KeyedDenseSubgraph, peel } from '../peeling.ts';

/**
 * The accounts with the most weight between them by head, on the undirected projection: one node an account, both
 * directions added up. At least half as dense as the densest set there is. Self-loops are left out, or one account that
 * pays itself would be the densest set. Order, ties and determinism as `peel` says. O((nodes + edges) × log nodes).
 * Throws INTERRUPTED.
 */
export function densestSubgraph(csr: Csr, control: RunControl = {}): DenseSubgraph {
  const nodeWeights = new Float64Array(csr.nodeCount);
  return peel(symmetrise(csr), { ...control, step: 'densest subgraph', nodeWeights });
}

/** Bytes that `densestSubgraph` allocates at the peak beside its input. */
export function estimateDensestSubgraphBytes(nodeCount: number, edgeCount: number): number {
  return nodeCount * 24 + edgeCount * 60 + estimatePeelBytes(nodeCount);
}

/** `densestSubgraph` of a graphology graph, weighted by the edge attribute `weight`. */
export function densestSubgraphOfGraph(graph: DirectedGraph, control: RunControl = {}): KeyedDenseSubgraph {
  const { csr, keys } = csrFromGraph(graph);
  return { keys, ...densestSubgraph(csr, control) };
}
