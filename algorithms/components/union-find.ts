// Union-find: R. E. Tarjan and J. van Leeuwen, "Worst-case analysis of set union algorithms", Journal of the ACM 31(2),
// 1984 (path halving, linking by index).

/**
 * Joins the sets of two nodes; false when they were one already. `parent` starts as the identity. The smaller root stays
 * root, so a root is the smallest node of its set and no parent is larger than its child.
 */
export function unite(parent: Int32Array, left: number, right: number): boolean {
  const leftRoot = rootOf(parent, left);
  const rightRoot = rootOf(parent, right);
  if (leftRoot === rightRoot) return false;
  if (leftRoot < rightRoot) parent[rightRoot] = leftRoot;
  else parent[leftRoot] = rightRoot;
  return true;
}

/** Points every node at the root of its set. O(nodes), since by the time a node is reached its parent points at a root. */
export function flatten(parent: Int32Array): void {
  for (let node = 0; node < parent.length; node += 1) parent[node] = parent[parent[node]!]!;
}

function rootOf(parent: Int32Array, start: number): number {
  let node = start;
  let above = parent[node]!;
  while (above !== node) {
    const grand = parent[above]!;
    parent[node] = grand;
    node = grand;
    above = parent[node]!;
  }
  return node;
}
