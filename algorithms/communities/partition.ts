import { Random } from '../../base/random.ts';
import type { Csr, EdgeColumns } from '../../graph/csr.ts';
import { connectedComponents } from '../components/connected-components/connected-components.ts';
import { csrFromEdges, symmetrise } from '../csr.ts';
import type { RunControl } from '../run-control.ts';
import { noCommunity, startLabels } from './communities.ts';
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
  return measured(edges, (csr) => labelsOf(csr, settings, control), settings.resolution);
}

/** Groups that were found elsewhere. */
export interface GivenLabels {
  /** The group of every node: any number of at least 0, -1 for a group of its own. */
  readonly labels: Int32Array;
  readonly resolution: number;
}

/** A partition whose groups were found elsewhere: renumbers and measures it as `partition` does. O(nodes + edges). */
export function measurePartition(edges: EdgeColumns, { labels, resolution }: GivenLabels): Partition {
  const given = (_csr: Csr, nodes: Int32Array) => nodes.map((node) => labels[node]!);
  return measured(edges, given, resolution);
}

/** Numbers and measures the groups that `find` gives to the connected nodes: its labels are aligned with those of the flat copy. */
function measured(
  edges: EdgeColumns,
  find: (csr: Csr, nodes: Int32Array) => Int32Array,
  resolution: number,
): Partition {
  const { numbers, nodes } = connectedNodes(edges);
  const ends = [edges.sources, edges.targets].map((column) => renamed(column, numbers));
  const csr = csrFromEdges(nodes.length, ends[0]!, ends[1]!, edges.weights);
  const labels = startLabels(find(csr, nodes), nodes.length);
  return {
    labels: numbers.map((node) => (node === noCommunity ? noCommunity : labels[node]!)),
    count: labels.reduce((most, label) => Math.max(most, label + 1), 0),
    pairs: csr.targets.length,
    modularity: modularity(symmetrise(csr), labels, resolution),
  };
}

/** Bytes that `partition` allocates beside its input: the columns by new numbers, the flat copy, and the hungriest of the algorithms. */
export function estimatePartitionBytes(nodeCount: number, edgeCount: number): number {
  const algorithm = Math.max(
    ...[estimateLouvainBytes, estimateLeidenBytes].map((estimate) => estimate(nodeCount, edgeCount)),
  );
  return algorithm + nodeCount * 24 + edgeCount * 56;
}

/** The nodes with an edge in the order of the node index, and the place of each node among them; -1 for the others. */
function connectedNodes({ nodeCount, sources, targets }: EdgeColumns) {
  const numbers = new Int32Array(nodeCount).fill(noCommunity);
  for (const source of sources) numbers[source] = 0;
  for (const target of targets) numbers[target] = 0;
  let count = 0;
  for (let node = 0; node < nodeCount; node += 1) if (numbers[node] === 0) numbers[node] = count++;
  const nodes = new Int32Array(count);
  for (let node = 0; node < nodeCount; node += 1)
    if (numbers[node] !== noCommunity) nodes[numbers[node]!] = node;
  return { numbers, nodes };
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
