// Greedy peeling: M. Charikar, "Greedy approximation algorithms for finding dense components in a graph", APPROX 2000;
// with weights of nodes as in B. Hooi et al., "FRAUDAR: Bounding graph fraud in the face of camouflage", KDD 2016.
import type { Csr } from '../../graph/csr.ts';
import { checkpoint, type RunControl } from '../run-control.ts';
import { NodeHeap } from './node-heap.ts';

const nodesPerCheckpoint = 16_384;

/** The densest part that peeling passed. */
export interface DenseSubgraph {
  /** Ascending. Empty when no part has a density above 0. */
  readonly members: Int32Array;
  /** The weight inside the members, of edges (each once) and nodes, by the number of members. */
  readonly density: number;
  /** Every node in the order in which it was peeled: the members are the last ones. */
  readonly order: Int32Array;
}

/** A dense subgraph of a graphology graph: node `i` is the account `keys[i]`. */
export interface KeyedDenseSubgraph extends DenseSubgraph {
  readonly keys: readonly string[];
}

export interface Peeling extends RunControl {
  /** The name under which progress is reported. */
  readonly step: string;
  /** Weight a node, not negative. */
  readonly nodeWeights: Float64Array;
}

/**
 * Takes away, one by one, the node that adds least to what is left, of equal ones the one of the lowest index, and
 * returns the densest of the sets passed, of equal ones the largest: at least half as dense as any set of nodes.
 * `undirected` has both directions of every edge and no self-loop, and no negative weight. Deterministic; where nodes
 * add the same, which goes first depends on the order of nodes. O((nodes + edges) × log nodes). Throws INTERRUPTED.
 */
export function peel(undirected: Csr, { step, nodeWeights, ...control }: Peeling): DenseSubgraph {
  const { nodeCount, offsets, targets, weights } = undirected;
  const heap = new NodeHeap(contributions(undirected, nodeWeights));
  const order = new Int32Array(nodeCount);
  const added = new Float64Array(nodeCount);
  for (let place = 0; place < nodeCount; place += 1) {
    if (place % nodesPerCheckpoint === 0) checkpoint(control, step, place / nodeCount);
    const node = heap.pop();
    // Summed anew over what is left: the key has the rounding of all its differences.
    let contribution = nodeWeights[node]!;
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge += 1) {
      const neighbour = targets[edge]!;
      if (!heap.has(neighbour)) continue;
      contribution += weights[edge]!;
      heap.lower(neighbour, weights[edge]!);
    }
    order[place] = node;
    added[place] = contribution;
  }
  return densest(order, added);
}

/** Bytes that `peel` allocates beside its input. */
export function estimatePeelBytes(nodeCount: number): number {
  return nodeCount * 32;
}

/** What each node adds to the whole. */
function contributions({ nodeCount, offsets, weights }: Csr, nodeWeights: Float64Array): Float64Array {
  const sums = nodeWeights.slice();
  for (let node = 0; node < nodeCount; node += 1) {
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge += 1) sums[node]! += weights[edge]!;
  }
  return sums;
}

/** Puts the nodes back, the last one first: the sums grow, so that small sets have no rounding of large ones. */
function densest(order: Int32Array, added: Float64Array): DenseSubgraph {
  let inside = 0;
  let density = 0;
  let first = order.length;
  for (let place = order.length - 1; place >= 0; place -= 1) {
    inside += added[place]!;
    const found = inside / (order.length - place);
    if (found > 0 && found >= density) {
      density = found;
      first = place;
    }
  }
  return { members: order.slice(first).sort(), density, order };
}
