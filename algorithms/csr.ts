import type { DirectedGraph } from 'graphology';
import { assert } from '../base/assert.ts';
import { AnelError } from '../base/errors.ts';
import type { Csr } from '../graph/csr.ts';

/**
 * The undirected projection: both directions of a pair have the same weight, which is the sum of what was directed.
 * Self-loops are not among the edges: `loops[v]` is their weight, counted once.
 */
export interface UndirectedCsr extends Csr {
  readonly loops: Float64Array;
}

/** A flat copy of a graph: node `i` is the account `keys[i]`, in the order in which the graph received them. */
export interface KeyedCsr {
  readonly csr: Csr;
  readonly keys: readonly string[];
}

/** The edges that a flat copy may have: positions are 32-bit, and the undirected projection doubles them. */
const edgesMax = 2 ** 30;

/** Copies a graph. The weight of an edge is its attribute `weight`, 1 where it has none. Throws INPUT_INVALID on a negative one. */
export function csrFromGraph(graph: DirectedGraph): KeyedCsr {
  const keys = graph.nodes();
  const indexOf = new Map<string, number>();
  for (const [index, key] of keys.entries()) indexOf.set(key, index);
  const sources = new Int32Array(graph.size);
  const targets = new Int32Array(graph.size);
  const weights = new Float64Array(graph.size);
  let edge = 0;
  graph.forEachEdge((_key, attributes, source, target) => {
    sources[edge] = indexOf.get(source)!;
    targets[edge] = indexOf.get(target)!;
    weights[edge] = (attributes.weight as number | undefined) ?? 1;
    edge += 1;
  });
  return { csr: csrFromEdges(keys.length, sources, targets, weights), keys };
}

/**
 * Bytes that `csrFromGraph` allocates: at the peak, and what is left when it returns, with the text of the keys counted
 * as the graph's.
 */
export function estimateCsrBytes(
  nodeCount: number,
  edgeCount: number,
): { readonly peak: number; readonly kept: number } {
  return { peak: nodeCount * 100 + edgeCount * 56, kept: nodeCount * 12 + edgeCount * 12 };
}

/**
 * Builds a flat copy from a list of edges in any order; the weights of equal pairs are summed. O(nodes + edges).
 * Throws INPUT_INVALID on a weight that is negative or no number.
 */
export function csrFromEdges(
  nodeCount: number,
  sources: Int32Array,
  targets: Int32Array,
  weights: Float64Array,
): Csr {
  assert(
    sources.length === targets.length && targets.length === weights.length,
    'edge columns differ in length',
  );
  assert(sources.length <= edgesMax, 'more edges than a flat copy can hold');
  const invalid = weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (invalid >= 0) {
    const message = `copying the graph: the weight "${weights[invalid]}" of an edge is no finite number of at least 0; correct it`;
    throw new AnelError('INPUT_INVALID', message);
  }
  const incoming = bucketed(nodeCount, targets, sources, weights);
  return withoutDuplicates(reverse(incoming));
}

/** The same edges the other way round. O(nodes + edges). */
export function reverse(csr: Csr): Csr {
  return bucketed(csr.nodeCount, csr.targets, sourcesOf(csr), csr.weights);
}

/** The source of every edge position, aligned with `targets`. */
export function sourcesOf(csr: Csr): Int32Array {
  const sources = new Int32Array(csr.targets.length);
  for (let node = 0; node < csr.nodeCount; node += 1) {
    sources.fill(node, csr.offsets[node]!, csr.offsets[node + 1]!);
  }
  return sources;
}

/** The undirected projection of a directed graph. O(nodes + edges). */
export function symmetrise(csr: Csr): UndirectedCsr {
  const { nodeCount, offsets: outOffsets, targets: outTargets, weights: outWeights } = csr;
  const { offsets: intoOffsets, targets: intoTargets, weights: intoWeights } = reverse(csr);
  const offsets = new Int32Array(nodeCount + 1);
  const loops = new Float64Array(nodeCount);
  const targets = new Int32Array(csr.targets.length * 2);
  const weights = new Float64Array(csr.targets.length * 2);
  let next = 0;
  let out = 0;
  let into = 0;
  // Both rows of a node are sorted, so one merge joins them and finds the pairs that have both directions.
  for (let node = 0; node < nodeCount; node += 1) {
    const outEnd = outOffsets[node + 1]!;
    const intoEnd = intoOffsets[node + 1]!;
    let outTarget = out < outEnd ? outTargets[out]! : nodeCount;
    let intoTarget = into < intoEnd ? intoTargets[into]! : nodeCount;
    while (outTarget < nodeCount || intoTarget < nodeCount) {
      const target = Math.min(outTarget, intoTarget);
      let weight = 0;
      if (outTarget === target) {
        weight = outWeights[out++]!;
        outTarget = out < outEnd ? outTargets[out]! : nodeCount;
      }
      if (intoTarget === target) {
        weight += intoWeights[into++]!;
        intoTarget = into < intoEnd ? intoTargets[into]! : nodeCount;
      }
      if (target === node) {
        loops[node] = weight / 2;
      } else {
        targets[next] = target;
        weights[next] = weight;
        next += 1;
      }
    }
    offsets[node + 1] = next;
  }
  // Views instead of copies: what is behind them was never written, so it takes no memory of the machine.
  return {
    nodeCount,
    offsets,
    targets: targets.subarray(0, next),
    weights: weights.subarray(0, next),
    loops,
  };
}

/** One pass of a stable counting sort: rows by `rows`, each row in the order of the input. */
function bucketed(nodeCount: number, rows: Int32Array, columns: Int32Array, weights: Float64Array): Csr {
  const offsets = new Int32Array(nodeCount + 1);
  for (let edge = 0; edge < rows.length; edge += 1) offsets[rows[edge]! + 1]! += 1;
  for (let node = 0; node < nodeCount; node += 1) offsets[node + 1]! += offsets[node]!;
  const cursor = offsets.slice(0, nodeCount);
  const targets = new Int32Array(rows.length);
  const sorted = new Float64Array(rows.length);
  for (let edge = 0; edge < rows.length; edge += 1) {
    const row = rows[edge]!;
    const place = cursor[row]!;
    cursor[row] = place + 1;
    targets[place] = columns[edge]!;
    sorted[place] = weights[edge]!;
  }
  return { nodeCount, offsets, targets, weights: sorted };
}

/** Sums equal pairs of sorted rows, in place of a fresh copy, and returns the shortened arrays. */
function withoutDuplicates(csr: Csr): Csr {
  const { nodeCount, offsets, targets, weights } = csr;
  let next = 0;
  let start = 0;
  for (let node = 0; node < nodeCount; node += 1) {
    const end = offsets[node + 1]!;
    const rowStart = next;
    for (let edge = start; edge < end; edge += 1) {
      if (next > rowStart && targets[next - 1] === targets[edge]) {
        weights[next - 1]! += weights[edge]!;
      } else {
        targets[next] = targets[edge]!;
        weights[next] = weights[edge]!;
        next += 1;
      }
    }
    start = end;
    offsets[node + 1] = next;
  }
  if (next === targets.length) return csr;
  return { nodeCount, offsets, targets: targets.slice(0, next), weights: weights.slice(0, next) };
}
