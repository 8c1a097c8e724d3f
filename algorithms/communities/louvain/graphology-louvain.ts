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
  const labels = new Int32Array(keys.length);
  const found = communitiesOf.detailed(undirectedCopy(projection), options);
  for (let node = 0; node < keys.length; node += 1) labels[node] = found.communities[node]!;
  const count = renumber(labels);
  const quality = modularity(projection, labels, options.resolution);
  return { keys, labels, count, modularity: quality, rounds: found.moves?.length ?? 0, converged: true };
}

function undirectedCopy(projection: UndirectedCsr): UndirectedGraph {
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
