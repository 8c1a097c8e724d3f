import {
  type AlgorithmSettings,
  type AlgorithmSummary,
  type GroupSummary,
  listMaxDefault,
  type RankedAccount,
} from './algorithm.ts';
import type { KeyedBetweenness } from './centrality/betweenness/betweenness.ts';
import type { KeyedCoreNumbers } from './centrality/core-number/core-number.ts';
import type { KeyedPagerank } from './centrality/pagerank/pagerank.ts';
import type { KeyedLocalPagerank } from './centrality/personalised-pagerank/local-pagerank.ts';
import type { KeyedCommunities } from './communities/communities.ts';
import type { KeyedComponents } from './components/components.ts';
import type { KeyedDenseSubgraph } from './dense/peeling.ts';
import type { KeyedTriangles } from './motifs/triangles/triangles.ts';
import type { KeyedShortestPath } from './paths/shortest-path/shortest-path.ts';
import type { KeyedSimplePaths } from './paths/simple-paths/simple-paths.ts';

/** The summary of components. */
export function componentsSummary(found: KeyedComponents, settings: AlgorithmSettings): AlgorithmSummary {
  const { keys, labels, count, largest } = found;
  return { figures: { nodes: keys.length, count, largest }, groups: largestGroups(keys, labels, settings) };
}

/** The summary of communities. */
export function communitiesSummary(found: KeyedCommunities, settings: AlgorithmSettings): AlgorithmSummary {
  const { keys, labels, count, modularity, rounds, converged } = found;
  const groups = largestGroups(keys, labels, settings);
  const largest = sizesOf(labels).reduce((most, size) => Math.max(most, size), 0);
  return { figures: { nodes: keys.length, count, largest, modularity, rounds, converged }, groups };
}

/** The summary of PageRank. */
export function pagerankSummary(found: KeyedPagerank, settings: AlgorithmSettings): AlgorithmSummary {
  const { keys, ranks, iterations, converged, change } = found;
  const figures = { nodes: keys.length, iterations, converged, change };
  return { figures, ranking: ranking(keys, ranks, settings) };
}

/** The summary of local PageRank: only accounts that have a rank are in it. */
export function localPagerankSummary(
  found: KeyedLocalPagerank,
  settings: AlgorithmSettings,
): AlgorithmSummary {
  const { keys, nodes, ranks, residual, pushes, converged } = found;
  const figures = { nodes: keys.length, reached: nodes.length, residual, pushes, converged };
  const reached = Array.from(nodes, (node) => keys[node]!);
  return { figures, ranking: ranking(reached, ranks, settings) };
}

/** The summary of betweenness. */
export function betweennessSummary(found: KeyedBetweenness, settings: AlgorithmSettings): AlgorithmSummary {
  const { keys, scores, pivots, exact } = found;
  return { figures: { nodes: keys.length, pivots, exact }, ranking: ranking(keys, scores, settings) };
}

/** The summary of core numbers: `innermost` accounts have the highest one. */
export function coreNumbersSummary(found: KeyedCoreNumbers, settings: AlgorithmSettings): AlgorithmSummary {
  const { keys, cores, degeneracy } = found;
  const innermost = cores.reduce((sum, core) => sum + (core === degeneracy ? 1 : 0), 0);
  return { figures: { nodes: keys.length, degeneracy, innermost }, ranking: ranking(keys, cores, settings) };
}

/** The summary of triangles: accounts are ranked by how many they are in. */
export function trianglesSummary(found: KeyedTriangles, settings: AlgorithmSettings): AlgorithmSummary {
  const { keys, counts, total, averageClustering, transitivity } = found;
  const figures = { nodes: keys.length, total, averageClustering, transitivity };
  return { figures, ranking: ranking(keys, counts, settings) };
}

/** The summary of a dense subgraph: one group, none where there is no density. Its label is its first node. */
export function denseSummary(found: KeyedDenseSubgraph, settings: AlgorithmSettings): AlgorithmSummary {
  const { keys, members, density } = found;
  const listed = Array.from(members.subarray(0, settings.listMax ?? listMaxDefault), (node) => keys[node]!);
  const group = { label: members[0] ?? 0, size: members.length, members: listed };
  const figures = { nodes: keys.length, density, size: members.length };
  return { figures, groups: members.length === 0 ? [] : [group] };
}

/** The summary of a shortest path: `length` only where one was found. */
export function shortestPathSummary(found: KeyedShortestPath): AlgorithmSummary {
  const { keys, path, steps, capped } = found;
  const figures = { nodes: keys.length, found: path !== null, steps, capped };
  if (path === null) return { figures, paths: [] };
  return { figures: { ...figures, length: path.length - 1 }, paths: [accountsOf(keys, path)] };
}

/** The summary of simple paths. */
export function simplePathsSummary(found: KeyedSimplePaths, settings: AlgorithmSettings): AlgorithmSummary {
  const { keys, paths, steps, capped } = found;
  const listed = paths.slice(0, settings.listMax ?? listMaxDefault);
  const figures = { nodes: keys.length, count: paths.length, steps, capped };
  return { figures, paths: listed.map((path) => accountsOf(keys, path)) };
}

function accountsOf(keys: readonly string[], path: Int32Array): readonly string[] {
  return Array.from(path, (node) => keys[node]!);
}

function ranking(
  keys: readonly string[],
  scores: Float64Array | Int32Array,
  settings: AlgorithmSettings,
): readonly RankedAccount[] {
  const order = [...scores.keys()].sort((left, right) => scores[right]! - scores[left]! || left - right);
  const top = order.slice(0, settings.listMax ?? listMaxDefault);
  return top.map((node) => ({ account: keys[node]!, score: scores[node]! }));
}

function largestGroups(
  keys: readonly string[],
  labels: Int32Array,
  settings: AlgorithmSettings,
): readonly GroupSummary[] {
  const listMax = settings.listMax ?? listMaxDefault;
  const sizes = sizesOf(labels);
  const order = [...sizes.keys()].filter((label) => sizes[label]! > 0);
  order.sort((left, right) => sizes[right]! - sizes[left]! || left - right);
  const members = new Map<number, string[]>(order.slice(0, listMax).map((label) => [label, []]));
  for (const [node, label] of labels.entries()) {
    const listed = members.get(label);
    if (listed !== undefined && listed.length < listMax) listed.push(keys[node]!);
  }
  return [...members].map(([label, listed]) => ({ label, size: sizes[label]!, members: listed }));
}

/** Nodes of each label; labels are at most the number of nodes. */
function sizesOf(labels: Int32Array): Int32Array {
  const sizes = new Int32Array(labels.length);
  for (const label of labels) sizes[label]! += 1;
  return sizes;
}
