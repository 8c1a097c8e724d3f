// Modularity: M. E. J. Newman, "Modularity and community structure in networks", PNAS 103(23), 2006, with the
// resolution of J. Reichardt and S. Bornholdt, "Statistical mechanics of community detection", Phys. Rev. E 74, 2006.

import type { DirectedGraph } from 'graphology';
import { csrFromGraph, symmetrise, type UndirectedCsr } from '../../csr.ts';

/** The settings that a caller leaves out. */
const modularityDefaults = { resolution: 1 } as const;

/**
 * The modularity of a partition, at most 1: the share of the weight that is inside communities less `resolution` times
 * the share that would be there by chance. A self-loop is inside, and counts twice for the strength of its node. 0 for
 * a graph without weight. `labels` are 0 .. n - 1, aligned with the node index. O(nodes + edges).
 */
export function modularity(
  graph: UndirectedCsr,
  labels: Int32Array,
  resolution: number = modularityDefaults.resolution,
): number {
  const { nodeCount, offsets, targets, weights, loops } = graph;
  const strengths = new Float64Array(nodeCount);
  let inside = 0;
  let total = 0;
  for (let node = 0; node < nodeCount; node += 1) {
    const label = labels[node]!;
    const end = offsets[node + 1]!;
    let strength = 2 * loops[node]!;
    inside += strength;
    for (let edge = offsets[node]!; edge < end; edge += 1) {
      const weight = weights[edge]!;
      strength += weight;
      // A product instead of a branch, which the processor could not predict: two to three times as fast.
      inside += weight * Number(labels[targets[edge]!] === label);
    }
    strengths[label]! += strength;
    total += strength;
  }
  if (total === 0) return 0;
  let expected = 0;
  for (const strength of strengths) expected += (strength / total) ** 2;
  return inside / total - resolution * expected;
}

/** `modularity` of the undirected projection of a graphology graph; `labels[i]` belongs to the i-th node of the graph. */
export function modularityOfGraph(graph: DirectedGraph, labels: Int32Array, resolution?: number): number {
  return modularity(symmetrise(csrFromGraph(graph).csr), labels, resolution);
}
