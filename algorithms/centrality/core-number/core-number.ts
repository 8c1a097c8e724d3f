// Core numbers: V. Batagelj and M. Zaversnik, "An O(m) algorithm for cores decomposition of networks", arXiv:cs/0310049,
// 2003. Nodes lie sorted by degree; the one with the fewest is taken away, and its neighbours move down by one place.
// Defaults: none, there is nothing to set.
import type { DirectedGraph } from 'graphology';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph, symmetrise } from '../../csr.ts';
import { checkpoint, type RunControl } from '../../run-control.ts';

const step = 'core numbers';
const nodesPerCheckpoint = 65_536;

export interface CoreNumbers {
  /** Aligned with the node index: the largest k for which the node is in the k-core. */
  readonly cores: Int32Array;
  /** The largest core number, 0 for a graph without edges. */
  readonly degeneracy: number;
}

/**
 * The k-core is the largest part of the graph in which everybody has at least k neighbours in the part: what is left
 * when loosely tied accounts are peeled away. On the undirected simple projection: directions, repetitions, weights
 * and self-loops do not matter. Deterministic, and independent of the order of nodes. O(nodes + edges). Throws
 * INTERRUPTED.
 */
export function coreNumbers(csr: Csr, control: RunControl = {}): CoreNumbers {
  const { nodeCount, offsets, targets } = symmetrise(csr);
  const queue = degreeQueue(offsets);
  const { degrees: cores, order, placeOf, firstOf } = queue;
  for (let at = 0; at < nodeCount; at += 1) {
    if (at % nodesPerCheckpoint === 0) checkpoint(control, step, at / nodeCount);
    const node = order[at]!;
    const core = cores[node]!;
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge += 1) {
      const neighbour = targets[edge]!;
      const degree = cores[neighbour]!;
      if (degree <= core) continue;
      // The first node of its degree changes places with it, and then the border of the degree moves past it.
      const first = firstOf[degree]!;
      const other = order[first]!;
      const place = placeOf[neighbour]!;
      order[first] = neighbour;
      order[place] = other;
      placeOf[neighbour] = first;
      placeOf[other] = place;
      firstOf[degree] = first + 1;
      cores[neighbour] = degree - 1;
    }
  }
  return { cores, degeneracy: nodeCount === 0 ? 0 : cores[order[nodeCount - 1]!]! };
}

/** Bytes that `coreNumbers` allocates at the peak beside its input. */
export function estimateCoreNumbersBytes(nodeCount: number, edgeCount: number): number {
  return nodeCount * 32 + edgeCount * 60;
}

/** Core numbers of a graphology graph: `cores[i]` belongs to the account `keys[i]`. */
export interface KeyedCoreNumbers extends CoreNumbers {
  readonly keys: readonly string[];
}

/** `coreNumbers` of a graphology graph. */
export function coreNumbersOfGraph(graph: DirectedGraph, control: RunControl = {}): KeyedCoreNumbers {
  const { csr, keys } = csrFromGraph(graph);
  return { keys, ...coreNumbers(csr, control) };
}

interface DegreeQueue {
  /** The degree that is left, which becomes the core number. */
  readonly degrees: Int32Array;
  /** The nodes by degree. */
  readonly order: Int32Array;
  /** The place of each node in `order`. */
  readonly placeOf: Int32Array;
  /** Where the nodes of a degree begin. */
  readonly firstOf: Int32Array;
}

/** Sorts the nodes by degree, by counting. */
function degreeQueue(offsets: Int32Array): DegreeQueue {
  const nodeCount = offsets.length - 1;
  const degrees = new Int32Array(nodeCount);
  const firstOf = new Int32Array(nodeCount + 1);
  for (let node = 0; node < nodeCount; node += 1) {
    degrees[node] = offsets[node + 1]! - offsets[node]!;
    firstOf[degrees[node]! + 1]! += 1;
  }
  for (let degree = 0; degree < nodeCount; degree += 1) firstOf[degree + 1]! += firstOf[degree]!;
  const order = new Int32Array(nodeCount);
  const placeOf = new Int32Array(nodeCount);
  const next = firstOf.slice();
  for (let node = 0; node < nodeCount; node += 1) {
    const place = next[degrees[node]!]!;
    next[degrees[node]!] = place + 1;
    order[place] = node;
    placeOf[node] = place;
  }
  return { degrees, order, placeOf, firstOf };
}
