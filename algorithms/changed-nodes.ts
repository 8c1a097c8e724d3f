import type { Csr } from '../graph/csr.ts';

/**
 * The nodes of `after` with an edge that `before` has not, or lacks, or has with another weight: both its ends, ascending. Node `i`
 * is the same node in both; nodes that only one of them has count as there without edges, and only nodes of `after` are returned.
 * Rows must be sorted. O(nodes + edges), one pass over both.
 */
export function changedNodes(before: Csr, after: Csr): Int32Array {
  const nodesMax = Math.max(before.nodeCount, after.nodeCount);
  const changed = new Uint8Array(nodesMax);
  for (let node = 0; node < nodesMax; node += 1) markDifferences(before, after, node, changed);
  let count = 0;
  const nodes = new Int32Array(after.nodeCount);
  for (let node = 0; node < after.nodeCount; node += 1) if (changed[node] === 1) nodes[count++] = node;
  return nodes.slice(0, count);
}

/** Merges the two sorted rows of a node; ends of edges that are not in both are marked. */
function markDifferences(before: Csr, after: Csr, node: number, changed: Uint8Array): void {
  let old = rowStart(before, node);
  let now = rowStart(after, node);
  const oldEnd = rowStart(before, node + 1);
  const nowEnd = rowStart(after, node + 1);
  while (old < oldEnd || now < nowEnd) {
    const oldTarget = old < oldEnd ? before.targets[old]! : Number.POSITIVE_INFINITY;
    const nowTarget = now < nowEnd ? after.targets[now]! : Number.POSITIVE_INFINITY;
    const same = oldTarget === nowTarget && before.weights[old] === after.weights[now];
    if (!same) changed[node] = changed[Math.min(oldTarget, nowTarget)] = 1;
    if (oldTarget <= nowTarget) old += 1;
    if (nowTarget <= oldTarget) now += 1;
  }
}

function rowStart({ nodeCount, offsets }: Csr, node: number): number {
  return offsets[Math.min(node, nodeCount)]!;
}
