import fc from 'fast-check';
import type { Csr } from '../graph/csr.ts';
import { csrFromEdges } from './csr.ts';

/** A small random graph for properties: edges as [source, target, weight], pairs may repeat and loop. */
export interface SmallGraph {
  readonly nodeCount: number;
  readonly edges: readonly (readonly [number, number, number])[];
}

/** Draws graphs of 1 to 24 nodes, from empty to dense, with isolated nodes, self-loops and repeated pairs. */
export const smallGraphs: fc.Arbitrary<SmallGraph> = fc.integer({ min: 1, max: 24 }).chain((nodeCount) => {
  const node = fc.integer({ min: 0, max: nodeCount - 1 });
  const edge = fc.tuple(node, node, fc.integer({ min: 1, max: 5 }));
  return fc.record({ nodeCount: fc.constant(nodeCount), edges: fc.array(edge, { maxLength: 60 }) });
});

/** A small graph with a permutation of its nodes. */
export const relabelledGraphs = smallGraphs.chain((graph) => {
  const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node);
  const permutation = fc.shuffledSubarray(nodes, { minLength: nodes.length });
  return fc.record({ graph: fc.constant(graph), permutation, shift: fc.nat(60) });
});

export function csrOf(graph: SmallGraph): Csr {
  const column = (place: 0 | 1 | 2) => graph.edges.map((edge) => edge[place]);
  return csrFromEdges(
    graph.nodeCount,
    Int32Array.from(column(0)),
    Int32Array.from(column(1)),
    Float64Array.from(column(2)),
  );
}

/** The same graph with node `v` called `permutation[v]` and its edges in another order. */
export function relabelled(graph: SmallGraph, permutation: readonly number[], shift: number): SmallGraph {
  const renamed = graph.edges.map(
    ([from, to, weight]) => [permutation[from]!, permutation[to]!, weight] as const,
  );
  const at = graph.edges.length === 0 ? 0 : shift % graph.edges.length;
  return { nodeCount: graph.nodeCount, edges: [...renamed.slice(at), ...renamed.slice(0, at)].reverse() };
}

/** Both graphs side by side: nodes of `right` follow those of `left`. */
export function disjointUnion(left: SmallGraph, right: SmallGraph): SmallGraph {
  const moved = right.edges.map(
    ([from, to, weight]) => [from + left.nodeCount, to + left.nodeCount, weight] as const,
  );
  return { nodeCount: left.nodeCount + right.nodeCount, edges: [...left.edges, ...moved] };
}

/** The symmetric matrix of the undirected projection by the definition: entry [v][v] is twice the self-loop. */
export function denseUndirected(graph: SmallGraph): number[][] {
  const matrix = Array.from({ length: graph.nodeCount }, () => new Array<number>(graph.nodeCount).fill(0));
  for (const [from, to, weight] of graph.edges) {
    matrix[from]![to]! += weight;
    matrix[to]![from]! += weight;
  }
  return matrix;
}

/** Labels as groups of nodes, smallest node first: equal for equal partitions, whatever the labels are called. */
export function groupsOf(labels: Int32Array): number[][] {
  const groups = new Map<number, number[]>();
  for (const [node, label] of labels.entries()) groups.set(label, [...(groups.get(label) ?? []), node]);
  return [...groups.values()];
}

/** A directed path of `nodeCount` nodes, the shape on which recursion overflows. */
export function chainCsr(nodeCount: number): Csr {
  const sources = Int32Array.from({ length: nodeCount - 1 }, (_, node) => node);
  return csrFromEdges(
    nodeCount,
    sources,
    sources.map((node) => node + 1),
    new Float64Array(nodeCount - 1).fill(1),
  );
}

/** Hops of the shortest paths between all nodes by Floyd and Warshall; infinite where there is no path. */
export function naiveDistances(graph: SmallGraph): number[][] {
  const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node);
  const distance = nodes.map((from) => nodes.map((to) => (from === to ? 0 : Number.POSITIVE_INFINITY)));
  for (const [from, to] of graph.edges) if (from !== to) distance[from]![to] = 1;
  for (const via of nodes) {
    for (const from of nodes)
      for (const to of nodes)
        distance[from]![to] = Math.min(distance[from]![to]!, distance[from]![via]! + distance[via]![to]!);
  }
  return distance;
}
