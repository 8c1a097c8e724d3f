import type { Csr } from '../../graph/csr.ts';
import { noCommunity } from './communities.ts';

/**
 * Gives every connected part of a community a label of its own, in place, numbered 0 .. count - 1 by its smallest node,
 * and returns the count. Never lowers modularity. The rows must hold both directions. O(nodes + edges).
 */
export function splitDisconnected(graph: Csr, labels: Int32Array): number {
  const { nodeCount, offsets, targets } = graph;
  const parts = new Int32Array(nodeCount).fill(noCommunity);
  const stack = new Int32Array(nodeCount);
  let count = 0;
  for (let first = 0; first < nodeCount; first += 1) {
    if (parts[first] !== noCommunity) continue;
    const label = labels[first]!;
    let depth = 1;
    stack[0] = first;
    parts[first] = count;
    while (depth > 0) {
      depth -= 1;
      const node = stack[depth]!;
      for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge += 1) {
        const other = targets[edge]!;
        if (labels[other] !== label || parts[other] !== noCommunity) continue;
        parts[other] = count;
        stack[depth] = other;
        depth += 1;
      }
    }
    count += 1;
  }
  labels.set(parts);
  return count;
}
