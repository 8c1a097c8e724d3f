import { Random } from '../../base/random.ts';
import type { Csr, EdgeColumns } from '../../graph/csr.ts';
import { connectedComponents } from '../components/connected-components/connected-components.ts';
import { csrFromEdges, symmetrise } from '../csr.ts';
import type { RunControl } from '../run-control.ts';
import { noCommunity, renumber } from './communities.ts';
import { estimateLeidenBytes, leiden } from './leiden/leiden.ts';
import { estimateLouvainBytes, louvain } from './louvain/louvain.ts';
import { modularity } from './modularity/modularity.ts';

/** How a graph is divided. */
export interface PartitionSettings {
  readonly algorithm: 'leiden' | 'louvain' | 'components';
  /** Seeds the order in which nodes are visited; components have none. */
  readonly seed: number;
  /** Of the modularity that is optimised and answered. */
  readonly resolution: number;
}

/** A graph divided into groups. */
export interface Partition {
  /** The group of every node, aligned with the node index: 0 .. count - 1, numbered by their smallest node; -1 for a node without an edge. */
  readonly labels: Int32Array;
  readonly count: number;
  /** Distinct ordered pairs of nodes. */
  readonly pairs: number;
  readonly modularity: number;
}

/**
 * Divides a graph from a cold start. Deterministic: same edges, same settings, same partition, whatever the order of the edges and however
 * many nodes without an edge there are. Costs what the algorithm costs, and the flat copy. Throws INPUT_INVALID for settings out of range, and
 * INTERRUPTED.
 */
export function partition(
  edges: EdgeColumns,
  settings: PartitionSettings,
  control: RunControl = {},
): Partition {
  const { numbers, count } = connectedNodes(edges);
  const csr = csrFromEdges(
    count,
    renamed(edges.sources, numbers),
    renamed(edges.targets, numbers),
    edges.weights,
  );
  const found = renumbered(labelsOf(csr, settings, control));
  return {
    labels: numbers.map((node) => (node === noCommunity ? noCommunity : found.labels[node]!)),
    count: found.count,
    pairs: csr.targets.length,
    modularity: modularity(symmetrise(csr), found.labels, settings.resolution),
  };
}

/** Bytes that `partition` allocates beside its input: the columns by new numbers, the flat copy, and the hungriest of the algorithms. */
export function estimatePartitionBytes(nodeCount: number, edgeCount: number): number {
  const algorithm = Math.max(
    ...[estimateLouvainBytes, estimateLeidenBytes].map((estimate) => estimate(nodeCount, edgeCount)),
  );
  return algorithm + nodeCount * 24 + edgeCount * 56;
}

/** The nodes with an edge, numbered from 0 in the order of the node index; -1 for the others. */
function connectedNodes({ nodeCount, sources, targets }: EdgeColumns) {
  const numbers = new Int32Array(nodeCount).fill(noCommunity);
  for (const source of sources) numbers[source] = 0;
  for (const target of targets) numbers[target] = 0;
  let count = 0;
  for (let node = 0; node < nodeCount; node += 1) if (numbers[node] === 0) numbers[node] = count++;
  return { numbers, count };
}

function renamed(nodes: Int32Array, numbers: Int32Array): Int32Array {
  const columns = new Int32Array(nodes.length);
  for (let edge = 0; edge < nodes.length; edge += 1) columns[edge] = numbers[nodes[edge]!]!;
  return columns;
}

function labelsOf(
  csr: Csr,
  { algorithm, resolution, seed }: PartitionSettings,
  control: RunControl,
): Int32Array {
  const options = { resolution, random: new Random(seed), ...control };
  if (algorithm === 'leiden') return leiden(csr, options).labels;
  if (algorithm === 'louvain') return louvain(csr, options).labels;
  return connectedComponents(csr, control).labels;
}

/** The labels by their smallest node: those of components are that node itself. */
function renumbered(labels: Int32Array): { labels: Int32Array; count: number } {
  const own = labels.slice();
  return { count: renumber(own), labels: own };
}
