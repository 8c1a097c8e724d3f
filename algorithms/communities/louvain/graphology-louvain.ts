// The second implementation of Louvain, for comparison: graphology-communities-louvain (MIT).
import { type DirectedGraph, UndirectedGraph } from 'graphology';
import * as louvainModule from 'graphology-communities-louvain';
import { csrFromGraph, symmetrise, type UndirectedCsr } from '../../csr.ts';
import { type KeyedCommunities, renumber } from '../communities.ts';
import { modularity } from '../modularity/modularity.ts';

// The package is CommonJS with the types of an ES module: what it exports is the default as Node imports it.
const communitiesOf = louvainModule.default as unknown as typeof louvainModule.default.default;

export interface GraphologyLouvainOptions {
  readonly resolution: number;
  /** Draws in [0, 1): `Random.next`. */
  readonly rng: () => number;
}

/**
 * Communities by graphology's Louvain of the undirected, weighted projection, in the shape of `louvain`. Deterministic
 * for the same graph and state of `rng`. Slower and larger than `louvain`: it copies the graph twice.
 */
export function graphologyLouvain(graph: DirectedGraph, options: GraphologyLouvainOptions): KeyedCommunities {
  const { keys, csr } = csrFromGraph(graph);
  const projection = symmetrise(csr);
  const { labels, rounds } = graphologyKernel(undirectedCopy(projection), options);
  const count = renumber(labels);
  const quality = modularity(projection, labels, options.resolution);
  return { keys, labels, count, modularity: quality, rounds, converged: true };
}

/** Only the run of the package on a graph that is already its own: what a benchmark times. */
export function graphologyKernel(
  graph: UndirectedGraph,
  options: GraphologyLouvainOptions,
): { labels: Int32Array; rounds: number } {
  const found = communitiesOf.detailed(graph, options);
  const labels = new Int32Array(graph.order);
  for (let node = 0; node < graph.order; node += 1) labels[node] = found.communities[node]!;
  return { labels, rounds: found.moves?.length ?? 0 };
}

/** The undirected projection as graphology has it: node `i` is called `i`, the weight is the attribute `weight`. */
export function undirectedCopy(projection: UndirectedCsr): UndirectedGraph {
  const graph = new UndirectedGraph();
  const { nodeCount, offsets, targets, weights, loops } = projection;
  for (let node = 0; node < nodeCount; node += 1) graph.addNode(node);
  for (let node = 0; node < nodeCount; node += 1) {
    if (loops[node]! > 0) graph.addEdge(node, node, { weight: loops[node] });
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge += 1) {
      if (targets[edge]! > node) graph.addEdge(node, targets[edge], { weight: weights[edge] });
    }
  }
  return graph;
}
