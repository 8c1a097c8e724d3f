/** A division of the nodes into components. */
export interface Components {
  /** The component of every node, aligned with the node index: the smallest node index in it. */
  readonly labels: Int32Array;
  readonly count: number;
  /** Nodes in the largest component; 0 for an empty graph. */
  readonly largest: number;
}

/** Components of a graphology graph: `labels[i]` is the component of the account `keys[i]`. */
export interface KeyedComponents extends Components {
  readonly keys: readonly string[];
}

/** Counts components whose labels are each the smallest node index of the component. */
export function componentsOf(labels: Int32Array): Components {
  const sizes = new Int32Array(labels.length);
  let count = 0;
  let largest = 0;
  for (const label of labels) {
    const size = sizes[label]! + 1;
    sizes[label] = size;
    if (size === 1) count += 1;
    if (size > largest) largest = size;
  }
  return { labels, count, largest };
}
