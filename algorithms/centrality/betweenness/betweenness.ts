// Betweenness centrality: U. Brandes, "A faster algorithm for betweenness centrality", Journal of Mathematical Sociology
// 25(2), 2001; from a sample of sources as in U. Brandes and C. Pich, "Centrality estimation in large networks",
// International Journal of Bifurcation and Chaos 17(7), 2007. Dependencies are pulled from the nodes ahead instead of
// pushed to predecessors, so every sum has one fixed order. Default: every node is a source.
import type { DirectedGraph } from 'graphology';
import { AnelError } from '../../../base/errors.ts';
import type { Random } from '../../../base/random.ts';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph } from '../../csr.ts';
import { inducedSubgraph } from '../../induced-subgraph.ts';
import { nodesOfAccounts } from '../../nodes-of-accounts.ts';
import { checkpoint, type RunControl } from '../../run-control.ts';

const step = 'betweenness';
const visitsPerCheckpoint = 65_536;
/** More shortest paths than this to one node are counted by their logarithm, since a double would overflow. */
const countMax = 1e300;

export interface BetweennessOptions extends RunControl {
  /**
   * Estimates from `pivots` sources, drawn uniformly without repetition. Exact where there are no more nodes than that,
   * and when it is left out.
   */
  readonly sample?: { readonly pivots: number; readonly random: Random };
  /** Only these nodes and the edges between them: the induced subgraph. Left out: the whole graph. */
  readonly within?: Int32Array;
}

export interface Betweenness {
  /**
   * Aligned with the node index: over all ordered pairs of two other nodes, the sum of the share of the pair's shortest
   * paths that pass the node. At most (n - 1)(n - 2). 0 outside of `within`.
   */
  readonly scores: Float64Array;
  /** The sources that were followed. */
  readonly pivots: number;
  /** False for an estimate from a sample; an estimate is unbiased. */
  readonly exact: boolean;
}

/**
 * How often a node lies on the shortest way of the money between two others: directed, each edge one step whatever its
 * weight; self-loops do not matter. A sample is scaled by nodes / pivots. Deterministic: same input and seed, same bits.
 * O(pivots × (nodes + edges)). Throws INPUT_INVALID for a `sample` or `within` out of range, and INTERRUPTED.
 */
export function betweenness(csr: Csr, options: BetweennessOptions = {}): Betweenness {
  const { within } = options;
  if (within === undefined) return betweennessOfAll(csr, options);
  const part = inducedSubgraph(csr, within);
  const found = betweennessOfAll(part.csr, options);
  const scores = new Float64Array(csr.nodeCount);
  for (const [place, node] of part.nodes.entries()) scores[node] = found.scores[place]!;
  return { ...found, scores };
}

/** Bytes that `betweenness` allocates beside its input, with `within` too. */
export function estimateBetweennessBytes(nodeCount: number, edgeCount: number): number {
  return nodeCount * 80 + edgeCount * 16;
}

/** Betweenness of a graphology graph: `scores[i]` belongs to the account `keys[i]`. */
export interface KeyedBetweenness extends Betweenness {
  readonly keys: readonly string[];
}

export interface BetweennessOfGraphOptions extends Omit<BetweennessOptions, 'within'> {
  /** `within`, by account. */
  readonly accounts?: readonly string[];
}

/** `betweenness` of a graphology graph. Throws INPUT_INVALID also on an account that is not in it. */
export function betweennessOfGraph(
  graph: DirectedGraph,
  { accounts, ...options }: BetweennessOfGraphOptions = {},
): KeyedBetweenness {
  const { csr, keys } = csrFromGraph(graph);
  if (accounts === undefined) return { keys, ...betweenness(csr, options) };
  return { keys, ...betweenness(csr, { ...options, within: nodesOfAccounts(step, keys, accounts) }) };
}

function betweennessOfAll(csr: Csr, options: BetweennessOptions): Betweenness {
  const { nodeCount } = csr;
  const sources = sourcesOf(nodeCount, options.sample);
  const search = newSearch(csr);
  const scores = new Float64Array(nodeCount);
  let visits = visitsPerCheckpoint;
  for (const [place, source] of sources.entries()) {
    if (visits >= visitsPerCheckpoint) {
      checkpoint(options, step, place / sources.length);
      visits = 0;
    }
    const visited = searchFrom(csr, source, search);
    visits += visited;
    search.level[source] = unvisited;
    for (let at = 1; at < visited; at += 1) {
      const node = search.order[at]!;
      scores[node]! += search.dependency[node]!;
      search.level[node] = unvisited;
    }
  }
  const exact = sources.length === nodeCount;
  if (!exact) for (let node = 0; node < nodeCount; node += 1) scores[node]! *= nodeCount / sources.length;
  return { scores, pivots: sources.length, exact };
}

/** All nodes, or a sample without repetition, ascending so that a sample of all nodes gives the bits of the exact run. */
function sourcesOf(nodeCount: number, sample: BetweennessOptions['sample']): Int32Array {
  const nodes = Int32Array.from({ length: nodeCount }, (_, node) => node);
  if (sample === undefined) return nodes;
  const { pivots, random } = sample;
  if (!(Number.isInteger(pivots) && pivots > 0)) {
    throw new AnelError('INPUT_INVALID', `${step}: pivots "${pivots}" is no whole number above 0; use 1000`);
  }
  if (pivots >= nodeCount) return nodes;
  for (let place = 0; place < pivots; place += 1) {
    const other = place + random.below(nodeCount - place);
    [nodes[place], nodes[other]] = [nodes[other]!, nodes[place]!];
  }
  return nodes.slice(0, pivots).sort();
}

const unvisited = 0;

/** One breadth-first search. What is by place belongs to the node `order[place]`. */
interface Search {
  /** 0 before the visit, then 1 + the distance from the source; by node. */
  readonly level: Int32Array;
  /** Visited nodes by distance: the queue of the search. */
  readonly order: Int32Array;
  /** The edges on shortest paths: `ahead[aheadFrom[place]] .. ahead[aheadFrom[place + 1] - 1]` are next nodes. */
  readonly aheadFrom: Int32Array;
  readonly ahead: Int32Array;
  /** The number of shortest paths from the source; by node. */
  readonly count: Float64Array;
  /** The dependency of the source on the node, Brandes's delta; by node. */
  readonly dependency: Float64Array;
}

function newSearch({ nodeCount, targets }: Csr): Search {
  return {
    level: new Int32Array(nodeCount),
    order: new Int32Array(nodeCount),
    aheadFrom: new Int32Array(nodeCount + 1),
    ahead: new Int32Array(targets.length),
    count: new Float64Array(nodeCount),
    dependency: new Float64Array(nodeCount),
  };
}

/** Fills the search from one source; returns the number of nodes that it visited. */
function searchFrom(csr: Csr, source: number, search: Search): number {
  const { offsets, targets } = csr;
  const { level, order, aheadFrom, ahead, count } = search;
  level[source] = 1;
  count[source] = 1;
  order[0] = source;
  let visited = 1;
  let found = 0;
  let largest = 1;
  for (let place = 0; place < visited; place += 1) {
    const node = order[place]!;
    const next = level[node]! + 1;
    const paths = count[node]!;
    if (paths > largest) largest = paths;
    const end = offsets[node + 1]!;
    for (let edge = offsets[node]!; edge < end; edge += 1) {
      const target = targets[edge]!;
      const known = level[target]!;
      if (known === unvisited) {
        level[target] = next;
        count[target] = paths;
        order[visited++] = target;
        ahead[found++] = target;
      } else if (known === next) {
        count[target]! += paths;
        ahead[found++] = target;
      }
    }
    aheadFrom[place + 1] = found;
  }
  if (largest <= countMax) pullDependencies(search, visited);
  else pullByLogarithm(search, visited);
  return visited;
}

/** Farthest nodes first: a node gets from each node ahead its share of the paths there, times 1 + that dependency. */
function pullDependencies({ order, aheadFrom, ahead, count, dependency }: Search, visited: number): void {
  for (let place = visited - 1; place >= 0; place -= 1) {
    const end = aheadFrom[place + 1]!;
    let pulled = 0;
    for (let edge = aheadFrom[place]!; edge < end; edge += 1) pulled += count[ahead[edge]!]!;
    const node = order[place]!;
    const depends = pulled * count[node]!;
    dependency[node] = depends;
    // The count is done with: from here on it is what the node offers for one path.
    count[node] = (1 + depends) / count[node]!;
  }
}

/** The same with logarithms of the numbers of paths: slower, and as good as a logarithm's last digits. */
function pullByLogarithm({ order, aheadFrom, ahead, count, dependency }: Search, visited: number): void {
  count[order[0]!] = 0;
  for (let place = 1; place < visited; place += 1) count[order[place]!] = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < visited; place += 1) {
    const paths = count[order[place]!]!;
    for (let edge = aheadFrom[place]!; edge < aheadFrom[place + 1]!; edge += 1) {
      count[ahead[edge]!] = logOfSum(count[ahead[edge]!]!, paths);
    }
  }
  for (let place = visited - 1; place >= 0; place -= 1) {
    const node = order[place]!;
    let depends = 0;
    for (let edge = aheadFrom[place]!; edge < aheadFrom[place + 1]!; edge += 1) {
      const target = ahead[edge]!;
      depends += Math.exp(count[node]! - count[target]!) * (1 + dependency[target]!);
    }
    dependency[node] = depends;
  }
}

/** log(e^left + e^right); `right` is finite. */
function logOfSum(left: number, right: number): number {
  return Math.max(left, right) + Math.log1p(Math.exp(-Math.abs(left - right)));
}
