import type { UndirectedCsr } from '../csr.ts';

/** The graph of one level: its nodes are nodes of the graph below that were joined. Rows are in no particular order. */
export interface LevelGraph extends UndirectedCsr {
  /**
   * Nodes from this one on are fixed: each stands for a community that keeps its label, has a strength, is the target of edges,
   * and has an empty row. All nodes are free unless only some communities are worked on: then `freeCount` is less than `nodeCount`.
   */
  readonly freeCount: number;
  /** The weight of all edges of each node, self-loops twice. */
  readonly strengths: Float64Array;
  /** The sum of the strengths: twice the weight of the graph. */
  readonly totalStrength: number;
}

/** The lowest level: the graph itself. O(nodes + edges). */
export function lowestLevel(graph: UndirectedCsr): LevelGraph {
  const { nodeCount, offsets, targets, weights, loops } = graph;
  const strengths = new Float64Array(nodeCount);
  let totalStrength = 0;
  for (let node = 0; node < nodeCount; node += 1) {
    let strength = 2 * loops[node]!;
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge += 1) strength += weights[edge]!;
    strengths[node] = strength;
    totalStrength += strength;
  }
  // The same keys in the same order as every level: the kernels stay compiled for one kind of object.
  return { nodeCount, freeCount: nodeCount, offsets, targets, weights, loops, strengths, totalStrength };
}

/**
 * Joins the nodes of each label into one node; `labels` are 0 .. count - 1. Weights between two labels are summed, those
 * inside become the self-loop. Strengths and their total are those of below. A fixed node must be alone with its label,
 * and labels of free nodes come first. O(nodes + edges).
 */
export function aggregate(level: LevelGraph, labels: Int32Array, count: number): LevelGraph {
  const { offsets, targets, weights } = level;
  const { members, starts } = grouped(labels, count);
  const upperOffsets = new Int32Array(count + 1);
  const upperTargets = new Int32Array(targets.length);
  const upperWeights = new Float64Array(targets.length + 1);
  const loops = new Float64Array(count);
  const strengths = new Float64Array(count);
  // Where the edge to each label lies in the row that is being written; below its first place, there is none yet.
  const placeOf = new Int32Array(count).fill(-1);
  // Weight inside a label is summed behind all rows, as if it were one more edge: one branch less an edge.
  const insidePlace = targets.length;
  let next = 0;
  for (let label = 0; label < count; label += 1) {
    const first = next;
    let loop = 0;
    let strength = 0;
    placeOf[label] = insidePlace;
    upperWeights[insidePlace] = 0;
    for (let member = starts[label]!; member < starts[label + 1]!; member += 1) {
      const node = members[member]!;
      const end = offsets[node + 1]!;
      strength += level.strengths[node]!;
      loop += level.loops[node]!;
      for (let edge = offsets[node]!; edge < end; edge += 1) {
        const other = labels[targets[edge]!]!;
        const place = placeOf[other]!;
        if (place >= first) {
          upperWeights[place]! += weights[edge]!;
        } else {
          placeOf[other] = next;
          upperTargets[next] = other;
          upperWeights[next] = weights[edge]!;
          next += 1;
        }
      }
    }
    loops[label] = loop + upperWeights[insidePlace]! / 2;
    placeOf[label] = -1;
    strengths[label] = strength;
    upperOffsets[label + 1] = next;
  }
  // Views instead of copies: what is behind them was never written, so it takes no memory of the machine.
  return {
    nodeCount: count,
    freeCount: count - (level.nodeCount - level.freeCount),
    offsets: upperOffsets,
    targets: upperTargets.subarray(0, next),
    weights: upperWeights.subarray(0, next),
    loops,
    strengths,
    totalStrength: level.totalStrength,
  };
}

/** The nodes by label: those of label `c` are `members[starts[c]] .. members[starts[c + 1] - 1]`, ascending. */
export function grouped(labels: Int32Array, count: number): { members: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (const label of labels) starts[label + 1]! += 1;
  for (let label = 0; label < count; label += 1) starts[label + 1]! += starts[label]!;
  const cursor = starts.slice(0, count);
  const members = new Int32Array(labels.length);
  for (let node = 0; node < labels.length; node += 1) {
    const label = labels[node]!;
    members[cursor[label]!] = node;
    cursor[label]! += 1;
  }
  return { members, starts };
}

/** The nodes in an order drawn from `random` (Fisher and Yates), as a new list. */
export function shuffled(nodes: Int32Array, random: { below(bound: number): number }): Int32Array {
  const order = new Int32Array(nodes.length);
  for (let place = 0; place < nodes.length; place += 1) {
    const other = random.below(place + 1);
    order[place] = order[other]!;
    order[other] = nodes[place]!;
  }
  return order;
}
