// Strongly connected components: R. Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal on Computing
// 1(2), 1972, in the form with one number a node of D. J. Pearce, "A space-efficient algorithm for finding strongly
// connected components", Information Processing Letters 116(1), 2016. Iterative: no recursion, so no depth overflows
// the stack. Defaults: none, there is nothing to set.
import type { DirectedGraph } from 'graphology';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph } from '../../csr.ts';
import { checkpoint, type RunControl } from '../../run-control.ts';
import { type Components, componentsOf, type KeyedComponents } from '../components.ts';

const step = 'strongly connected components';
const nodesPerCheckpoint = 65_536;
const unvisited = 0;

/**
 * The strongly connected components: nodes that reach each other along the directions. A node on no cycle is its own
 * component. Weights and self-loops do not matter. Deterministic. O(nodes + edges). Throws INTERRUPTED.
 */
export function stronglyConnectedComponents(csr: Csr, control: RunControl = {}): Components {
  const search = newSearch(csr.nodeCount);
  for (let node = 0; node < csr.nodeCount; node += 1) {
    if (node % nodesPerCheckpoint === 0) checkpoint(control, step, node / csr.nodeCount);
    if (search.low[node] === unvisited) visitFrom(csr, node, search);
  }
  return componentsOf(search.labels);
}

/** `stronglyConnectedComponents` of a graphology graph. */
export function stronglyConnectedComponentsOfGraph(
  graph: DirectedGraph,
  control: RunControl = {},
): KeyedComponents {
  const { csr, keys } = csrFromGraph(graph);
  return { keys, ...stronglyConnectedComponents(csr, control) };
}

/** Bytes that `stronglyConnectedComponents` allocates beside its input. */
export function estimateStronglyConnectedComponentsBytes(nodeCount: number, _edgeCount: number): number {
  return nodeCount * 24;
}

interface Search {
  /** 0 before the visit, then the lowest visit number that the node is known to reach; `closed` once it has a label. */
  readonly low: Int32Array;
  readonly labels: Int32Array;
  /** The depth-first path, and the next edge to look at of each of its nodes. */
  readonly path: Int32Array;
  readonly cursor: Int32Array;
  /** Visited nodes that wait for the root of their component. */
  readonly waiting: Int32Array;
  waitingCount: number;
  visits: number;
}

const closed = 2 ** 31 - 1;

function newSearch(nodeCount: number): Search {
  const column = (): Int32Array => new Int32Array(nodeCount);
  return {
    low: column(),
    labels: column(),
    path: column(),
    cursor: column(),
    waiting: column(),
    waitingCount: 0,
    visits: 0,
  };
}

/** One depth-first search, whole: the state of the recursion lives in `path` and `cursor`. */
function visitFrom(csr: Csr, start: number, search: Search): void {
  const { low, path, cursor, waiting } = search;
  const { offsets, targets } = csr;
  let depth = 0;
  // Whether a node is the root of its component is whether its number is still the one of its own visit.
  const rootNumber = search.labels;
  const enter = (node: number): void => {
    search.visits += 1;
    low[node] = search.visits;
    rootNumber[node] = search.visits;
    cursor[node] = offsets[node]!;
    path[depth] = node;
    depth += 1;
  };
  enter(start);
  while (depth > 0) {
    const node = path[depth - 1]!;
    const edge = cursor[node]!;
    if (edge < offsets[node + 1]!) {
      const target = targets[edge]!;
      if (low[target] === unvisited) {
        enter(target);
      } else {
        if (low[target]! < low[node]!) low[node] = low[target]!;
        cursor[node] = edge + 1;
      }
      continue;
    }
    depth -= 1;
    waiting[search.waitingCount] = node;
    search.waitingCount += 1;
    if (low[node] === rootNumber[node]) closeComponent(search, low[node]!);
  }
}

/** Labels the nodes that were visited at or after their root's visit `rootVisit`: one component, on top of the stack. */
function closeComponent(search: Search, rootVisit: number): void {
  const { low, labels, waiting } = search;
  let first = search.waitingCount;
  let smallest = closed;
  while (first > 0 && labels[waiting[first - 1]!]! >= rootVisit) {
    first -= 1;
    if (waiting[first]! < smallest) smallest = waiting[first]!;
  }
  for (let place = first; place < search.waitingCount; place += 1) {
    low[waiting[place]!] = closed;
    labels[waiting[place]!] = smallest;
  }
  search.waitingCount = first;
}
