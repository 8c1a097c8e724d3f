import type { UndirectedCsr } from '../csr.ts';

/** The graph of one level: its nodes are nodes of the graph below that were joined. Rows are in no particular order. */
export interface LevelGraph extends UndirectedCsr {
  /** The weight of all edges of each node, self-loops twice. */
  readonly strengths: Float64Array;
  /** The sum of the strengths: twice the weight of the graph. */
  readonly totalStrength: number;
}

/** The lowest level: the graph itself. O(nodes + edges). */
export function lowestLevel(graph: UndirectedCsr): LevelGraph {
  const { nodeCount, offsets, weights, loops } = graph;
  const strengths = new Float64Array(nodeCount);
  let totalStrength = 0;
  for (let node = 0; node < nodeCount; node += 1) {
    let strength = 2 * loops[node]!;
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge += 1) strength += weights[edge]!;
    strengths[node] = strength;
    totalStrength += strength;
  }
  return { ...graph, strengths, totalStrength };
}

/**
 * Joins the nodes of each label into one node; `labels` are 0 .. count - 1. Weights between two labels are summed, those
 * inside become the self-loop. Strengths and their total are those of below. O(nodes + edges).
 */
export function aggregate(level: LevelGraph, labels: Int32Array, count: number): LevelGraph {
  const { nodeCount, offsets, targets, weights } = level;
  const { members, starts } = grouped(labels, count);
  const upperOffsets = new Int32Array(count + 1);
  const upperTargets = new Int32Array(targets.length);
  const upperWeights = new Float64Array(targets.length);
  const loops = new Float64Array(count);
  const strengths = new Float64Array(count);
  const weightTo = new Float64Array(count);
  const seenFrom = new Int32Array(count).fill(-1);
  let next = 0;
  for (let node = 0; node < nodeCount; node += 1) strengths[labels[node]!]! += level.strengths[node]!;
  for (let label = 0; label < count; label += 1) {
    const first = next;
    let inside = 0;
    for (let place = starts[label]!; place < starts[label + 1]!; place += 1) {
      const node = members[place]!;
      const end = offsets[node + 1]!;
      inside += 2 * level.loops[node]!;
      for (let edge = offsets[node]!; edge < end; edge += 1) {
        const other = labels[targets[edge]!]!;
        if (other === label) {
          inside += weights[edge]!;
        } else if (seenFrom[other] === label) {
          weightTo[other]! += weights[edge]!;
        } else {
          seenFrom[other] = label;
          weightTo[other] = weights[edge]!;
          upperTargets[next] = other;
          next += 1;
        }
      }
    }
    for (let edge = first; edge < next; edge += 1) upperWeights[edge] = weightTo[upperTargets[edge]!]!;
    loops[label] = inside / 2;
    upperOffsets[label + 1] = next;
  }
  return {
    nodeCount: count,
    offsets: upperOffsets,
    targets: upperTargets.slice(0, next),
    weights: upperWeights.slice(0, next),
    loops,
    strengths,
    totalStrength: level.totalStrength,
  };
}

/** The nodes by label: those of label `c` are `members[starts[c]] .. members[starts[c + 1] - 1]`, ascending. */
function grouped(labels: Int32Array, count: number): { members: Int32Array; starts: Int32Array } {
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

/** All nodes of 0 .. nodeCount - 1 in an order drawn from `random` (Fisher and Yates). */
export function shuffledNodes(nodeCount: number, random: { below(bound: number): number }): Int32Array {
  const order = new Int32Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) {
    const other = random.below(node + 1);
    order[node] = order[other]!;
    order[other] = node;
  }
  return order;
}
