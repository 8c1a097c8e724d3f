// All simple paths between two nodes up to a length: depth-first search with an explicit stack, as in R. Sedgewick,
// "Algorithms in C, Part 5: Graph Algorithms", 2001, cut where the distance that is left to the target is too long.
import type { DirectedGraph } from 'graphology';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph, reverse } from '../../csr.ts';
import { nodesOfAccounts } from '../../nodes-of-accounts.ts';
import { checkpoint, type RunControl } from '../../run-control.ts';
import { checkEnds, checkLimits } from '../limits.ts';

const step = 'simple paths';
const stepsPerCheckpoint = 65_536;

/** The settings that a caller leaves out. */
const simplePathsDefaults = { lengthMax: 6, pathsMax: 1000, stepsMax: 10_000_000 } as const;

export interface SimplePathsOptions extends RunControl {
  /** Edges of the longest path. */
  readonly lengthMax?: number;
  /** Paths in the answer. */
  readonly pathsMax?: number;
  /** Edges that the search looks at before it ends. */
  readonly stepsMax?: number;
  /** The same edges the other way round (`reverse`), where the caller keeps them: made anew when left out. */
  readonly incoming?: Csr;
}

export interface SimplePaths {
  /** Each from the source to the target, both included; in ascending order of their node indexes, the first one first. */
  readonly paths: readonly Int32Array[];
  /** Edges looked at. */
  readonly steps: number;
  /** True when `pathsMax` or `stepsMax` ended the search: there may be more paths. */
  readonly capped: boolean;
}

/**
 * Every directed path of at most `lengthMax` edges from the source to the target that visits no node twice; weights and
 * self-loops do not matter, and an edge counts once however often it is repeated. From a node to itself it is the node
 * alone. Deterministic. O(nodes + stepsMax), and O(edges) to make `incoming`; each step is on the way to a node from
 * which the target is near enough. Throws INPUT_INVALID for an end that is no node or a limit out of range, and
 * INTERRUPTED.
 */
export function simplePaths(
  csr: Csr,
  source: number,
  target: number,
  options: SimplePathsOptions = {},
): SimplePaths {
  const { lengthMax, pathsMax, stepsMax } = { ...simplePathsDefaults, ...options };
  checkEnds(step, csr, source, target);
  checkLimits(step, { lengthMax, pathsMax, stepsMax });
  checkpoint(options, step, 0);
  const near = distancesTo(options.incoming ?? reverse(csr), target, { lengthMax, stepsMax });
  if (near.capped) return { paths: [], steps: near.steps, capped: true };
  const search: Search = { csr, source, target, left: near.left, lengthMax, pathsMax, stepsMax };
  return walk(search, near.steps, options);
}

/** Bytes that `simplePaths` allocates at the peak beside its input, with its default limits. */
export function estimateSimplePathsBytes(nodeCount: number, edgeCount: number): number {
  const { lengthMax, pathsMax } = simplePathsDefaults;
  return nodeCount * 25 + edgeCount * 16 + pathsMax * (lengthMax * 4 + 100);
}

/** Simple paths of a graphology graph: `paths` have places in `keys`. */
export interface KeyedSimplePaths extends SimplePaths {
  readonly keys: readonly string[];
}

/** `simplePaths` of a graphology graph. The copy of the graph costs O(nodes + edges): keep one to ask often. */
export function simplePathsOfGraph(
  graph: DirectedGraph,
  source: string,
  target: string,
  options: Omit<SimplePathsOptions, 'incoming'> = {},
): KeyedSimplePaths {
  const { csr, keys } = csrFromGraph(graph);
  const [from, to] = nodesOfAccounts(step, keys, [source, target]);
  return { keys, ...simplePaths(csr, from!, to!, options) };
}

interface Near {
  /** Of each node: 1 + the edges to the target; 0 when those are more than `lengthMax`. */
  readonly left: Int32Array;
  readonly steps: number;
  readonly capped: boolean;
}

/** A breadth-first search against the direction of the edges. */
function distancesTo(
  incoming: Csr,
  target: number,
  { lengthMax, stepsMax }: { lengthMax: number; stepsMax: number },
): Near {
  const { offsets, targets } = incoming;
  const left = new Int32Array(incoming.nodeCount);
  left[target] = 1;
  const order = [target];
  let steps = 0;
  for (const node of order) {
    if (left[node]! > lengthMax) break;
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge += 1) {
      if (steps === stepsMax) return { left, steps, capped: true };
      steps += 1;
      const before = targets[edge]!;
      if (left[before] !== 0) continue;
      left[before] = left[node]! + 1;
      order.push(before);
    }
  }
  return { left, steps, capped: false };
}

interface Search {
  readonly csr: Csr;
  readonly source: number;
  readonly target: number;
  readonly left: Int32Array;
  readonly lengthMax: number;
  readonly pathsMax: number;
  readonly stepsMax: number;
}

/** The depth-first search: `path` is the stack, `cursors` holds the next edge of each node on it. */
function walk(search: Search, stepsBefore: number, control: RunControl): SimplePaths {
  const { csr, source, target, left, lengthMax, pathsMax, stepsMax } = search;
  const paths: Int32Array[] = [];
  if (left[source] === 0) return { paths, steps: stepsBefore, capped: false };
  if (source === target) return { paths: [Int32Array.of(source)], steps: stepsBefore, capped: false };
  const onPath = new Uint8Array(csr.nodeCount);
  onPath[source] = 1;
  const path = [source];
  const cursors = [csr.offsets[source]!];
  let steps = stepsBefore;
  while (path.length > 0) {
    const node = path.at(-1)!;
    const edge = cursors.at(-1)!;
    if (edge === csr.offsets[node + 1]!) {
      onPath[node] = 0;
      path.pop();
      cursors.pop();
      continue;
    }
    if (steps === stepsMax) return { paths, steps, capped: true };
    if (steps % stepsPerCheckpoint === 0) checkpoint(control, step, steps / stepsMax);
    steps += 1;
    cursors[cursors.length - 1] = edge + 1;
    const next = csr.targets[edge]!;
    if (next === target) {
      if (paths.length === pathsMax) return { paths, steps, capped: true };
      paths.push(Int32Array.from([...path, next]));
    } else if (onPath[next] === 0 && left[next] !== 0 && path.length + left[next]! - 1 <= lengthMax) {
      onPath[next] = 1;
      path.push(next);
      cursors.push(csr.offsets[next]!);
    }
  }
  return { paths, steps, capped: false };
}
