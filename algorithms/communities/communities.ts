import { AnelError } from '../../base/errors.ts';

/** A division of the nodes into communities. */
export interface Communities {
  /** The community of every node, aligned with the node index: 0 .. count - 1, numbered by their smallest node. */
  readonly labels: Int32Array;
  readonly count: number;
  /** Of the undirected projection, at the resolution that was asked for. */
  readonly modularity: number;
  /** Times that the whole (levels, passes) was gone through. */
  readonly rounds: number;
  /** False when a limit ended the search before nothing more moved. */
  readonly converged: boolean;
}

/** Communities of a graphology graph: `labels[i]` is the community of the account `keys[i]`. */
export interface KeyedCommunities extends Communities {
  readonly keys: readonly string[];
}

/** A node that had no community in a former partition. */
export const noCommunity = -1;

/** Renumbers labels of 0 .. n - 1 in place to 0 .. count - 1 by the first node that has each, and returns the count. */
export function renumber(labels: Int32Array): number {
  const numbers = new Int32Array(labels.length).fill(noCommunity);
  let count = 0;
  for (let node = 0; node < labels.length; node += 1) {
    const label = labels[node]!;
    if (numbers[label] === noCommunity) {
      numbers[label] = count;
      count += 1;
    }
    labels[node] = numbers[label]!;
  }
  return count;
}

/** Every node by itself. */
export function singletons(nodeCount: number): Int32Array {
  const labels = new Int32Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) labels[node] = node;
  return labels;
}

/**
 * A former partition as labels of 0 .. count - 1: any label of at least 0 is taken, `noCommunity` makes a community of
 * its own. Singletons when there is none. Throws INPUT_INVALID when it has another number of nodes.
 */
export function startLabels(former: Int32Array | undefined, nodeCount: number): Int32Array {
  if (former === undefined) return singletons(nodeCount);
  if (former.length !== nodeCount) {
    const message = `warm start: ${former.length} labels for ${nodeCount} nodes; give one label a node, ${noCommunity} for a new one`;
    throw new AnelError('INPUT_INVALID', message);
  }
  const numbers = new Map<number, number>();
  const labels = new Int32Array(nodeCount);
  let count = 0;
  for (let node = 0; node < nodeCount; node += 1) {
    const label = former[node]!;
    const known = label < 0 ? undefined : numbers.get(label);
    if (known === undefined && label >= 0) numbers.set(label, count);
    labels[node] = known ?? count++;
  }
  return labels;
}

/** Replaces the label of every node by what that label became: labels of a level seen from the nodes below it. */
export function compose(labels: Int32Array, became: Int32Array): void {
  for (let node = 0; node < labels.length; node += 1) labels[node] = became[labels[node]!]!;
}

/** Throws INPUT_INVALID unless the resolution is a positive, finite number. */
export function checkResolution(resolution: number): void {
  if (resolution > 0 && resolution < Number.POSITIVE_INFINITY) return;
  throw new AnelError('INPUT_INVALID', `communities: the resolution "${resolution}" is not above 0; use 1`);
}
