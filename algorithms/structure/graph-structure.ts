import { Random } from '../../base/random.ts';
import type { Csr, EdgeColumns } from '../../graph/csr.ts';
import { betweenness } from '../centrality/betweenness/betweenness.ts';
import { estimatePagerankBytes, pagerank } from '../centrality/pagerank/pagerank.ts';
import { noCommunity } from '../communities/communities.ts';
import { estimateLeidenBytes, leiden } from '../communities/leiden/leiden.ts';
import { estimateLouvainBytes, louvain } from '../communities/louvain/louvain.ts';
import { connectedComponents } from '../components/connected-components/connected-components.ts';
import { csrFromEdges } from '../csr.ts';
import type { RunControl } from '../run-control.ts';
import { communityBetweenness } from './community-betweenness.ts';

/** How the structure of a graph is found. */
export interface StructureSettings {
  readonly algorithm: 'louvain' | 'leiden';
  /** Seeds the order in which the community algorithm visits nodes. */
  readonly seed: number;
  readonly resolution: number;
  readonly damping: number;
  readonly tolerance: number;
  readonly iterationsMax: number;
}

/** Where the nodes of a graph stand. Columns of nodes are aligned with the node index. */
export interface GraphStructure {
  /** The community of every node, `noCommunity` for one without an edge. */
  readonly communities: Int32Array;
  /** Nodes with an edge in each community. */
  readonly communitySizes: Int32Array;
  /** The share of the weight of each community's edges that stays inside of it; an edge between two counts for both. */
  readonly internalShares: Float64Array;
  /** The weakly connected component of every node, `noCommunity` for one without an edge. */
  readonly components: Int32Array;
  /** Nodes of each component, by its label. */
  readonly componentSizes: Int32Array;
  /** PageRank, sum 1; nodes without an edge have their share of it. */
  readonly ranks: Float64Array;
  /** How much of the shortest paths inside a node's community passes through it, about 0 to 1, from a sample of them. */
  readonly betweenness: Float64Array;
  /** 1 for the nodes of a community that was too large for it. */
  readonly betweennessCapped: Uint8Array;
}

/** The structure of a graph without nodes. */
export const emptyStructure: GraphStructure = {
  communities: new Int32Array(0),
  communitySizes: new Int32Array(0),
  internalShares: new Float64Array(0),
  components: new Int32Array(0),
  componentSizes: new Int32Array(0),
  ranks: new Float64Array(0),
  betweenness: new Float64Array(0),
  betweennessCapped: new Uint8Array(0),
};

/**
 * Communities, components, PageRank and betweenness inside communities of one graph together. Deterministic: same graph, same settings, same bits, whatever
 * the order of the edges. Costs what the four cost, and the flat copy. Throws INPUT_INVALID for settings out of range, and INTERRUPTED.
 */
export function graphStructure(
  edges: EdgeColumns,
  settings: StructureSettings,
  control: RunControl = {},
): GraphStructure {
  const csr = csrFromEdges(edges.nodeCount, edges.sources, edges.targets, edges.weights);
  const isolated = isolatedNodes(csr);
  const communities = maskedLabels(communityLabels(csr, settings, control), isolated);
  const communitySizes = sizes(communities);
  const components = maskedLabels(connectedComponents(csr, control).labels, isolated);
  const { damping, tolerance, iterationsMax } = settings;
  const random = new Random(settings.seed);
  const between = communityBetweenness(csr, communities, betweenness, { random });
  return {
    communities,
    communitySizes,
    internalShares: internalShares(csr, communities, communitySizes.length),
    components,
    componentSizes: sizes(components),
    ranks: pagerank(csr, { damping, tolerance, iterationsMax, ...control }).ranks,
    betweenness: between.shares,
    betweennessCapped: between.capped,
  };
}

/** Bytes that `graphStructure` allocates beside its input: the flat copy, the hungriest of its steps, and the results. */
export function estimateStructureBytes(nodeCount: number, edgeCount: number): number {
  const steps = [estimateLouvainBytes, estimateLeidenBytes, estimatePagerankBytes];
  return (
    Math.max(...steps.map((estimate) => estimate(nodeCount, edgeCount))) + nodeCount * 49 + edgeCount * 24
  );
}

function communityLabels(csr: Csr, settings: StructureSettings, control: RunControl): Int32Array {
  const { algorithm, resolution, seed } = settings;
  const options = { resolution, random: new Random(seed), ...control };
  return (algorithm === 'leiden' ? leiden(csr, options) : louvain(csr, options)).labels;
}

/** 1 for every node without an edge. */
function isolatedNodes(csr: Csr): Uint8Array {
  const isolated = new Uint8Array(csr.nodeCount).fill(1);
  for (let node = 0; node < csr.nodeCount; node += 1) {
    if (csr.offsets[node]! < csr.offsets[node + 1]!) isolated[node] = 0;
  }
  for (const target of csr.targets) isolated[target] = 0;
  return isolated;
}

function maskedLabels(labels: Int32Array, isolated: Uint8Array): Int32Array {
  return labels.map((label, node) => (isolated[node] === 1 ? noCommunity : label));
}

/** How many nodes have each label of 0 .. highest. */
function sizes(labels: Int32Array): Int32Array {
  let highest = -1;
  for (const label of labels) highest = Math.max(highest, label);
  const counted = new Int32Array(highest + 1);
  for (const label of labels) if (label !== noCommunity) counted[label]! += 1;
  return counted;
}

function internalShares(csr: Csr, communities: Int32Array, communityCount: number): Float64Array {
  const inside = new Float64Array(communityCount);
  const all = new Float64Array(communityCount);
  for (let node = 0; node < csr.nodeCount; node += 1) {
    for (let edge = csr.offsets[node]!; edge < csr.offsets[node + 1]!; edge += 1) {
      const weight = csr.weights[edge]!;
      const source = communities[node]!;
      const target = communities[csr.targets[edge]!]!;
      all[source]! += weight;
      if (source === target) inside[source]! += weight;
      else all[target]! += weight;
    }
  }
  return inside.map((weight, community) => weight / all[community]!);
}
