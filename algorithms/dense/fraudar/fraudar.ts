// Fraudar: B. Hooi, H. A. Song, A. Beutel, N. Shah, K. Shin and C. Faloutsos, "FRAUDAR: Bounding graph fraud in the face
// of camouflage", KDD 2016: greedy peeling with edges that weigh less the more popular their target is.
import type { DirectedGraph } from 'graphology';
import { AnelError } from '../../../base/errors.ts';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph, symmetrise } from '../../csr.ts';
import type { RunControl } from '../../run-control.ts';
import { type DenseSubgraph, estimatePeelBytes, type KeyedDenseSubgraph, peel } from '../peeling.ts';

const step = 'Fraudar';

/** The paper's constant: it keeps targets of few senders from weighing too differently. */
const popularityOffset = 5;

export interface FraudarOptions extends RunControl {
  /** How suspicious each node is by itself, in the unit of the edges' weights, not negative. Left out: not at all. */
  readonly suspiciousness?: Float64Array;
}

/**
 * The set of accounts with the highest suspiciousness by head: that of its members and 1 / log(x + 5) for each ordered
 * pair inside it that has transfers, x being the number of senders of the pair's receiver in the whole graph. So a ring
 * gains little by also paying popular accounts, its camouflage. At least half as high as that of any set.
 *
 * The graph is taken as homogeneous, one node an account, and not as the paper's two sides: the same account sends and
 * receives, a ring is made of accounts that do both, and two nodes for one would count it twice. Where nobody does
 * both, it is the paper's bipartite graph, with the paper's result. Weights of edges and self-loops do not matter.
 * Order, ties and determinism as `peel` says. O((nodes + edges) × log nodes). Throws INPUT_INVALID and INTERRUPTED.
 */
export function fraudar(csr: Csr, { suspiciousness, ...control }: FraudarOptions = {}): DenseSubgraph {
  const nodeWeights = checkedSuspiciousness(suspiciousness, csr.nodeCount);
  const undirected = symmetrise({ ...csr, weights: camouflageWeights(csr) });
  return peel(undirected, { ...control, step, nodeWeights });
}

/** Bytes that `fraudar` allocates at the peak beside its input. */
export function estimateFraudarBytes(nodeCount: number, edgeCount: number): number {
  return nodeCount * 32 + edgeCount * 68 + estimatePeelBytes(nodeCount);
}

/** `fraudar` of a graphology graph; the node attribute `suspiciousness`, where there is one, is that of the account. */
export function fraudarOfGraph(graph: DirectedGraph, control: RunControl = {}): KeyedDenseSubgraph {
  const { csr, keys } = csrFromGraph(graph);
  const suspiciousness = Float64Array.from(
    keys,
    (key) => (graph.getNodeAttribute(key, 'suspiciousness') as number | undefined) ?? 0,
  );
  return { keys, ...fraudar(csr, { ...control, suspiciousness }) };
}

/** The weight of every edge by the number of other nodes with an edge to its target. */
function camouflageWeights({ nodeCount, offsets, targets }: Csr): Float64Array {
  const senders = new Int32Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) {
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge += 1) {
      if (targets[edge] !== node) senders[targets[edge]!]! += 1;
    }
  }
  return Float64Array.from(targets, (target) => 1 / Math.log(senders[target]! + popularityOffset));
}

function checkedSuspiciousness(given: Float64Array | undefined, nodeCount: number): Float64Array {
  if (given === undefined) return new Float64Array(nodeCount);
  const invalid = given.find((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (given.length === nodeCount && invalid === undefined) return given;
  const found = invalid === undefined ? `has ${given.length}` : `has "${invalid}"`;
  const message = `${step}: "suspiciousness" needs ${nodeCount} finite numbers of at least 0, but ${found}; correct it`;
  throw new AnelError('INPUT_INVALID', message);
}
