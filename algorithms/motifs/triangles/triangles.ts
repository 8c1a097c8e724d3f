// Triangles: the forward algorithm of T. Schank and D. Wagner, "Finding, counting and listing all triangles in large
// graphs", WEA 2005, in the flat arrays of M. Latapy, "Main-memory triangle computations for very large (sparse
// (power-law)) graphs", Theoretical Computer Science 407, 2008 (compact-forward), with a mark a node instead of his
// merge of two sorted rows. Defaults: none, there is nothing to set.
import type { DirectedGraph } from 'graphology';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph, symmetrise } from '../../csr.ts';
import { checkpoint, type RunControl } from '../../run-control.ts';

const step = 'triangles';
const nodesPerCheckpoint = 65_536;

export interface Triangles {
  /** Aligned with the node index: the triangles that the node is in. */
  readonly counts: Int32Array;
  /** Triangles in all, each counted once. */
  readonly total: number;
  /** Aligned with the node index: the share of the pairs of its neighbours that are neighbours; 0 below two neighbours. */
  readonly clustering: Float64Array;
  /** The mean of `clustering` over all nodes, those of fewer than two neighbours included (Watts and Strogatz, 1998). */
  readonly averageClustering: number;
  /** The share of all paths of two edges that are closed by a third; 0 where there are none. */
  readonly transitivity: number;
}

/**
 * Triangles and local clustering coefficients on the undirected simple projection: directions, repetitions, weights and
 * self-loops do not matter. Each edge is kept at its end of lower degree, so a hub has a short row and costs no more
 * than others. Deterministic, and independent of the order of nodes but for the last digits of the mean.
 * O(edges^1.5). Throws INTERRUPTED.
 */
export function triangles(csr: Csr, control: RunControl = {}): Triangles {
  const undirected = symmetrise(csr);
  const counts = countTriangles(undirected, control);
  const clustering = new Float64Array(csr.nodeCount);
  let corners = 0;
  let wedges = 0;
  let clusteringSum = 0;
  for (let node = 0; node < csr.nodeCount; node += 1) {
    const degree = degreeOf(undirected, node);
    const pairs = (degree * (degree - 1)) / 2;
    const share = pairs === 0 ? 0 : counts[node]! / pairs;
    clustering[node] = share;
    clusteringSum += share;
    corners += counts[node]!;
    wedges += pairs;
  }
  return {
    counts,
    total: corners / 3,
    clustering,
    averageClustering: csr.nodeCount === 0 ? 0 : clusteringSum / csr.nodeCount,
    transitivity: wedges === 0 ? 0 : corners / wedges,
  };
}

/** Bytes that `triangles` allocates at the peak beside its input. */
export function estimateTrianglesBytes(nodeCount: number, edgeCount: number): number {
  return nodeCount * 48 + edgeCount * 60;
}

/** Triangles of a graphology graph: `counts[i]` and `clustering[i]` belong to the account `keys[i]`. */
export interface KeyedTriangles extends Triangles {
  readonly keys: readonly string[];
}

/** `triangles` of a graphology graph. */
export function trianglesOfGraph(graph: DirectedGraph, control: RunControl = {}): KeyedTriangles {
  const { csr, keys } = csrFromGraph(graph);
  return { keys, ...triangles(csr, control) };
}

function degreeOf(csr: Csr, node: number): number {
  return csr.offsets[node + 1]! - csr.offsets[node]!;
}

/** A triangle is found at its node of the lowest rank, by the one of its neighbours that has the middle rank. */
function countTriangles(undirected: Csr, control: RunControl): Int32Array {
  const { nodeCount } = undirected;
  const rankOf = ranksByDegree(undirected);
  const { offsets, targets } = towardsHigherRank(undirected, rankOf);
  const counts = new Int32Array(nodeCount);
  const markedBy = new Int32Array(nodeCount).fill(-1);
  for (let low = 0; low < nodeCount; low += 1) {
    if (low % nodesPerCheckpoint === 0) checkpoint(control, step, low / nodeCount);
    const rowStart = offsets[low]!;
    const rowEnd = offsets[low + 1]!;
    for (let edge = rowStart; edge < rowEnd; edge += 1) markedBy[targets[edge]!] = low;
    for (let edge = rowStart; edge < rowEnd; edge += 1) {
      const middle = targets[edge]!;
      let closed = 0;
      for (let other = offsets[middle]!; other < offsets[middle + 1]!; other += 1) {
        const high = targets[other]!;
        if (markedBy[high] !== low) continue;
        closed += 1;
        counts[high]! += 1;
      }
      counts[middle]! += closed;
      counts[low]! += closed;
    }
  }
  return rankOf.map((rank) => counts[rank]!);
}

/** The rank of each node by degree, of one degree by index; sorted by counting. */
function ranksByDegree(undirected: Csr): Int32Array {
  const { nodeCount } = undirected;
  const next = new Int32Array(nodeCount + 1);
  for (let node = 0; node < nodeCount; node += 1) next[degreeOf(undirected, node) + 1]! += 1;
  for (let degree = 0; degree < nodeCount; degree += 1) next[degree + 1]! += next[degree]!;
  const ranks = new Int32Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) {
    const degree = degreeOf(undirected, node);
    ranks[node] = next[degree]!;
    next[degree]! += 1;
  }
  return ranks;
}

/** Each undirected edge once, in the row of its lower rank; rows and targets are ranks, rows in no particular order. */
function towardsHigherRank(
  undirected: Csr,
  rankOf: Int32Array,
): { readonly offsets: Int32Array; readonly targets: Int32Array } {
  const { nodeCount } = undirected;
  const nodeOf = new Int32Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) nodeOf[rankOf[node]!] = node;
  const offsets = new Int32Array(nodeCount + 1);
  const targets = new Int32Array(undirected.targets.length / 2);
  let next = 0;
  for (let rank = 0; rank < nodeCount; rank += 1) {
    const node = nodeOf[rank]!;
    for (let edge = undirected.offsets[node]!; edge < undirected.offsets[node + 1]!; edge += 1) {
      const target = rankOf[undirected.targets[edge]!]!;
      if (target < rank) continue;
      targets[next] = target;
      next += 1;
    }
    offsets[rank + 1] = next;
  }
  return { offsets, targets };
}
