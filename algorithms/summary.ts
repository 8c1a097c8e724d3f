import {
  type AlgorithmSettings,
  type AlgorithmSummary,
  type GroupSummary,
  listMaxDefault,
} from './algorithm.ts';
import type { KeyedPagerank } from './centrality/pagerank/pagerank.ts';
import type { KeyedCommunities } from './communities/communities.ts';
import type { KeyedComponents } from './components/components.ts';

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
  const order = [...ranks.keys()].sort((left, right) => ranks[right]! - ranks[left]! || left - right);
  const top = order.slice(0, settings.listMax ?? listMaxDefault);
  const ranking = top.map((node) => ({ account: keys[node]!, score: ranks[node]! }));
  return { figures: { nodes: keys.length, iterations, converged, change }, ranking };
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
