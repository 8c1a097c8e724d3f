// Shortest path by breadth-first search from both ends: I. Pohl, "Bi-directional search", Machine Intelligence 6, 1971.
// Whole levels, always on the side whose next level has fewer edges to look at.
import type { DirectedGraph } from 'graphology';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph, reverse } from '../../csr.ts';
import { nodesOfAccounts } from '../../nodes-of-accounts.ts';
import { checkpoint, type RunControl } from '../../run-control.ts';
import { checkEnds, checkLimits } from '../limits.ts';

const step = 'shortest path';

/** The settings that a caller leaves out. */
const shortestPathDefaults = { lengthMax: 64, stepsMax: 10_000_000 } as const;

export interface ShortestPathOptions extends RunControl {
  /** Edges of the longest path that is looked for. */
  readonly lengthMax?: number;
  /** Edges that the search looks at before it gives up. */
  readonly stepsMax?: number;
  /** The same edges the other way round (`reverse`), where the caller keeps them: made anew when left out. */
  readonly incoming?: Csr;
}

export interface ShortestPath {
  /** The nodes from the source to the target, both included; null when none was found. */
  readonly path: Int32Array | null;
  /** Edges of the levels that were looked at. */
  readonly steps: number;
  /** True when a limit ended the search: there may be a path. False with a null path: there is none. */
  readonly capped: boolean;
}

/**
 * A directed path of the fewest edges; weights and self-loops do not matter; from a node to itself it is the node alone.
 * Deterministic, but which of several shortest paths it is depends on the order of nodes. O(nodes + edges looked at),
 * and O(edges) to make `incoming`. Throws INPUT_INVALID for an end that is no node or a limit out of range, and
 * INTERRUPTED.
 */
export function shortestPath(
  csr: Csr,
  source: number,
  target: number,
  options: ShortestPathOptions = {},
): ShortestPath {
  const { lengthMax, stepsMax } = { ...shortestPathDefaults, ...options };
  checkEnds(step, csr, source, target);
  checkLimits(step, { lengthMax, stepsMax });
  checkpoint(options, step, 0);
  if (source === target) return { path: Int32Array.of(source), steps: 0, capped: false };
  const from = newSide(csr, source);
  const to = newSide(options.incoming ?? reverse(csr), target);
  let steps = 0;
  for (let length = 1; from.edgesAhead > 0 && to.edgesAhead > 0; length += 1) {
    checkpoint(options, step, length / lengthMax);
    const [side, other] = from.edgesAhead <= to.edgesAhead ? [from, to] : [to, from];
    if (length > lengthMax || steps + side.edgesAhead > stepsMax) return { path: null, steps, capped: true };
    steps += side.edgesAhead;
    const meeting = nextLevel(side, other);
    if (meeting !== none) return { path: joined(from, to, meeting), steps, capped: false };
  }
  return { path: null, steps, capped: false };
}

/** Bytes that `shortestPath` allocates at the peak beside its input. */
export function estimateShortestPathBytes(nodeCount: number, edgeCount: number): number {
  return nodeCount * 24 + edgeCount * 16;
}

/** A shortest path of a graphology graph: `path` has places in `keys`. */
export interface KeyedShortestPath extends ShortestPath {
  readonly keys: readonly string[];
}

/** `shortestPath` of a graphology graph. The copy of the graph costs O(nodes + edges): keep one to ask often. */
export function shortestPathOfGraph(
  graph: DirectedGraph,
  source: string,
  target: string,
  options: Omit<ShortestPathOptions, 'incoming'> = {},
): KeyedShortestPath {
  const { csr, keys } = csrFromGraph(graph);
  const [from, to] = nodesOfAccounts(step, keys, [source, target]);
  return { keys, ...shortestPath(csr, from!, to!, options) };
}

/** No node: before the first one. Also what fresh columns hold, since they store node + 1. */
const none = -1;

/** The search from one end. */
interface Side {
  readonly csr: Csr;
  /** The node from which each node was reached, plus 1; 0 before the visit. The end itself was reached from itself. */
  readonly cameFrom: Int32Array;
  /** The last level. */
  frontier: number[];
  /** Edges that leave it. */
  edgesAhead: number;
}

function newSide(csr: Csr, end: number): Side {
  const cameFrom = new Int32Array(csr.nodeCount);
  cameFrom[end] = end + 1;
  return { csr, cameFrom, frontier: [end], edgesAhead: degreeOf(csr, end) };
}

function degreeOf({ offsets }: Csr, node: number): number {
  return offsets[node + 1]! - offsets[node]!;
}

/**
 * Moves a side on by one level. Returns the first node that the other side has reached, or `none`: as no earlier level
 * met, it lies on a shortest path.
 */
function nextLevel(side: Side, other: Side): number {
  const { csr, cameFrom } = side;
  const level: number[] = [];
  let edgesAhead = 0;
  for (const node of side.frontier) {
    for (let edge = csr.offsets[node]!; edge < csr.offsets[node + 1]!; edge += 1) {
      const next = csr.targets[edge]!;
      if (cameFrom[next] !== 0) continue;
      cameFrom[next] = node + 1;
      if (other.cameFrom[next] !== 0) return next;
      level.push(next);
      edgesAhead += degreeOf(csr, next);
    }
  }
  side.frontier = level;
  side.edgesAhead = edgesAhead;
  return none;
}

/** From the meeting node back to the source and on to the target. */
function joined(from: Side, to: Side, meeting: number): Int32Array {
  return Int32Array.from([...trail(from, meeting).reverse(), ...trail(to, meeting).slice(1)]);
}

function trail({ cameFrom }: Side, start: number): number[] {
  const nodes = [start];
  for (let node = start, before = cameFrom[node]! - 1; before !== node; before = cameFrom[node]! - 1) {
    nodes.push(before);
    node = before;
  }
  return nodes;
}
