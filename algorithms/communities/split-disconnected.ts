// The order of the edges is that of M. Sutton, T. Ben-Nun and A. Barak, "Optimizing parallel graph connectivity
// computation via subgraph sampling", IPDPS 2018 (Afforest): a few edges of every node join nearly everything, and what
// is joined by then needs no look at its other edges.
import type { Csr } from '../../graph/csr.ts';
import { flatten, unite } from '../components/union-find.ts';
import { singletons } from './communities.ts';

/** Edges to its own community that are looked at of every node before it is known which communities are connected. */
const edgesSampled = 2;

/**
 * Gives every connected part of a community a label of its own, in place, numbered 0 .. count - 1 by its smallest node,
 * and returns the count. Never lowers modularity. `labels` are 0 .. n - 1; the rows must hold both directions.
 * O(nodes + edges), and O(nodes) for communities that are dense and connected.
 */
export function splitDisconnected(graph: Csr, labels: Int32Array): number {
  const { nodeCount, offsets, targets } = graph;
  const parent = singletons(nodeCount);
  const partsOf = new Int32Array(nodeCount);
  for (const label of labels) partsOf[label]! += 1;
  for (let pass = 0; pass < 2; pass += 1) {
    const edgesMax = pass === 0 ? edgesSampled : Number.POSITIVE_INFINITY;
    for (let node = 0; node < nodeCount; node += 1) {
      const label = labels[node]!;
      if (partsOf[label] === 1) continue;
      const end = offsets[node + 1]!;
      let inside = 0;
      for (let edge = offsets[node]!; edge < end && inside < edgesMax; edge += 1) {
        if (labels[targets[edge]!] !== label) continue;
        inside += 1;
        if (unite(parent, node, targets[edge]!)) partsOf[label]! -= 1;
      }
    }
  }
  flatten(parent);
  let count = 0;
  for (let node = 0; node < nodeCount; node += 1) {
    // A root comes before the rest of its part, so its label is the new one by then.
    const root = parent[node]!;
    labels[node] = root === node ? count++ : labels[root]!;
  }
  return count;
}
