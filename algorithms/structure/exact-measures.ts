import type { EdgeColumns } from '../../graph/csr.ts';
import { coreNumbers, estimateCoreNumbersBytes } from '../centrality/core-number/core-number.ts';
import { estimatePagerankBytes, pagerank } from '../centrality/pagerank/pagerank.ts';
import { noCommunity } from '../communities/communities.ts';
import { modularity } from '../communities/modularity/modularity.ts';
import { connectedComponents } from '../components/connected-components/connected-components.ts';
import { csrFromEdges, symmetrise } from '../csr.ts';
import type { RunControl } from '../run-control.ts';

/** What is compared with a graph: labels of an earlier structure of it, which may have fewer nodes. */
export interface ExactSettings {
  readonly damping: number;
  /** Of the sum of absolute changes, small enough to stand for the exact ranks. */
  readonly tolerance: number;
  readonly iterationsMax: number;
  readonly communities: Int32Array;
  readonly components: Int32Array;
}

/** What holds of a graph exactly, computed from its edges alone. */
export interface ExactMeasures {
  /** PageRank, sum 1, and core numbers, aligned with the node index. */
  readonly ranks: Float64Array;
  readonly cores: Int32Array;
  /** Of the given communities on this graph; nodes without one stand alone. */
  readonly modularity: number;
  /** The share of nodes with edges whose component of now has nodes of several given components, or given none. */
  readonly componentsMoved: number;
}

/** PageRank, core numbers, and how well earlier communities and components still fit. Deterministic. Costs what its parts cost. */
export function exactMeasures(
  edges: EdgeColumns,
  settings: ExactSettings,
  control: RunControl = {},
): ExactMeasures {
  const csr = csrFromEdges(edges.nodeCount, edges.sources, edges.targets, edges.weights);
  const { damping, tolerance, iterationsMax } = settings;
  const { labels } = connectedComponents(csr, control);
  return {
    ranks: pagerank(csr, { damping, tolerance, iterationsMax, ...control }).ranks,
    cores: coreNumbers(csr, control).cores,
    modularity: modularity(symmetrise(csr), everyNode(settings.communities, csr.nodeCount)),
    componentsMoved: movedShare(edges, labels, settings.components),
  };
}

/** Bytes that `exactMeasures` allocates beside its input: the flat copy, its projection, the hungriest step and the results. */
export function estimateExactMeasuresBytes(nodeCount: number, edgeCount: number): number {
  const steps = [estimateCoreNumbersBytes, estimatePagerankBytes].map((estimate) =>
    estimate(nodeCount, edgeCount),
  );
  return Math.max(...steps) + nodeCount * 48 + edgeCount * 48;
}

/** Labels of all nodes, below their number: those given, and a community of its own for every other. */
function everyNode(given: Int32Array, nodeCount: number): Int32Array {
  const labels = new Int32Array(nodeCount);
  let next = given.reduce((highest, label) => Math.max(highest, label), noCommunity) + 1;
  for (let node = 0; node < nodeCount; node += 1) {
    const label = given[node] ?? noCommunity;
    labels[node] = label === noCommunity ? next++ : label;
  }
  return labels;
}

function movedShare(
  { nodeCount, sources, targets }: EdgeColumns,
  now: Int32Array,
  given: Int32Array,
): number {
  const connected = new Uint8Array(nodeCount);
  for (let edge = 0; edge < sources.length; edge += 1) {
    connected[sources[edge]!] = 1;
    connected[targets[edge]!] = 1;
  }
  const before = new Map<number, number>();
  const mixed = new Set<number>();
  for (let node = 0; node < nodeCount; node += 1) {
    if (connected[node] === 0) continue;
    const label = given[node] ?? noCommunity;
    const known = before.get(now[node]!);
    if (known === undefined) before.set(now[node]!, label);
    if (label === noCommunity || (known !== undefined && known !== label)) mixed.add(now[node]!);
  }
  let [moved, all] = [0, 0];
  for (let node = 0; node < nodeCount; node += 1) {
    if (connected[node] === 0) continue;
    all += 1;
    if (mixed.has(now[node]!)) moved += 1;
  }
  return all === 0 ? 0 : moved / all;
}
