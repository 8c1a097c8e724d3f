// Leiden after a few edges have changed: moves begin at the touched nodes and spread as in S. Sahu, "A starting point for
// dynamic community detection with Leiden algorithm", arXiv:2405.11658, 2024 (DF Leiden, the dynamic frontier); only some
// communities are refined again, as in its "Heuristic-based dynamic Leiden algorithm", arXiv:2410.15451, 2024.
import { checkpoint } from '../../run-control.ts';
import type { LevelGraph } from '../level-graph.ts';
import { moveNodes } from '../local-moves.ts';
import { splitDisconnected } from '../split-disconnected.ts';
import { climbLevels, type LevelsOptions } from './levels.ts';

export interface FollowOptions extends LevelsOptions {
  /** The nodes whose edges changed, each at most once. */
  readonly touched: Int32Array;
  /** The share of its strength that must have been touched or moved for a community to be divided anew. */
  readonly refineShareMin: number;
}

/**
 * Brings a partition of the former graph up to date, in place (0 .. n - 1): moves the touched nodes and what wants to follow
 * them, then goes through all levels for the communities that changed much or fell apart, where every other one
 * is a single node that stays. Every community is connected afterwards. O(nodes) and the edges of what it visits.
 */
export function followChanges(lowest: LevelGraph, labels: Int32Array, options: FollowOptions): boolean {
  const { touched, resolution, random } = options;
  checkpoint(options, 'leiden', 0);
  const before = labels.slice();
  let { converged } = moveNodes(lowest, labels, { ...options, resolution, random, first: touched });
  const moved = labels.slice();
  splitDisconnected(lowest, labels);
  const disturbed = disturbedCommunities(lowest, { before, moved, labels }, options);
  if (disturbed.includes(1)) {
    const { level, place, start } = levelOf(lowest, labels, disturbed);
    converged = climbLevels(level, start, options) && converged;
    for (let node = 0; node < labels.length; node += 1) labels[node] = start[place[node]!]!;
    splitDisconnected(lowest, labels);
  }
  return converged;
}

interface Steps {
  /** The labels of the start, after the moves, and after what fell apart was split. */
  readonly before: Int32Array;
  readonly moved: Int32Array;
  readonly labels: Int32Array;
}

/** 1 for every community to be divided anew: it was split, or enough of its strength was touched, came or left. */
function disturbedCommunities(graph: LevelGraph, steps: Steps, options: FollowOptions): Uint8Array {
  const { nodeCount, strengths } = graph;
  const { before, moved, labels } = steps;
  const whole = new Float64Array(nodeCount);
  const changed = new Float64Array(nodeCount);
  const left = new Float64Array(nodeCount);
  const partOf = new Int32Array(nodeCount).fill(-1);
  const isTouched = new Uint8Array(nodeCount);
  for (const node of options.touched) isTouched[node] = 1;
  for (let node = 0; node < nodeCount; node += 1) {
    const label = labels[node]!;
    const strength = strengths[node]!;
    const hasMoved = before[node] !== moved[node];
    whole[label]! += strength;
    if (hasMoved || isTouched[node] === 1) changed[label]! += strength;
    if (hasMoved) left[before[node]!]! += strength;
  }
  const disturbed = new Uint8Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) {
    const label = labels[node]!;
    const former = moved[node]!;
    if (partOf[former] === -1) partOf[former] = label;
    else if (partOf[former] !== label) disturbed[label] = disturbed[partOf[former]!] = 1;
    const share = changed[label]! + left[former]!;
    if (share > 0 && share >= options.refineShareMin * whole[label]!) disturbed[label] = 1;
  }
  return disturbed;
}

/** Which node of a smaller level each node of the graph becomes. */
interface Places {
  readonly place: Int32Array;
  readonly freeCount: number;
  readonly nodeCount: number;
}

/** The members of disturbed communities first, as free nodes; then one fixed node for each other community. */
function placesOf(labels: Int32Array, disturbed: Uint8Array): Places {
  const place = new Int32Array(labels.length);
  const fixedPlace = new Int32Array(labels.length).fill(-1);
  let freeCount = 0;
  for (let node = 0; node < labels.length; node += 1) {
    if (disturbed[labels[node]!] === 1) place[node] = freeCount++;
  }
  let nodeCount = freeCount;
  for (let node = 0; node < labels.length; node += 1) {
    const label = labels[node]!;
    if (disturbed[label] === 1) continue;
    if (fixedPlace[label] === -1) fixedPlace[label] = nodeCount++;
    place[node] = fixedPlace[label]!;
  }
  return { place, freeCount, nodeCount };
}

/** The level of those nodes, the place of each node of the graph, and the labels that the level begins with. */
function levelOf(graph: LevelGraph, labels: Int32Array, disturbed: Uint8Array) {
  const { place, freeCount, nodeCount } = placesOf(labels, disturbed);
  const start = new Int32Array(nodeCount);
  const firstOf = new Int32Array(graph.nodeCount).fill(-1);
  let edgeCount = 0;
  for (let node = 0; node < graph.nodeCount; node += 1) {
    const at = place[node]!;
    const label = labels[node]!;
    if (firstOf[label] === -1) firstOf[label] = at;
    start[at] = firstOf[label]!;
    if (at < freeCount) edgeCount += graph.offsets[node + 1]! - graph.offsets[node]!;
  }
  const offsets = new Int32Array(nodeCount + 1);
  const targets = new Int32Array(edgeCount);
  const weights = new Float64Array(edgeCount);
  const loops = new Float64Array(nodeCount);
  const strengths = new Float64Array(nodeCount);
  let next = 0;
  for (let node = 0; node < graph.nodeCount; node += 1) {
    const at = place[node]!;
    strengths[at]! += graph.strengths[node]!;
    if (at >= freeCount) continue;
    loops[at] = graph.loops[node]!;
    for (let edge = graph.offsets[node]!; edge < graph.offsets[node + 1]!; edge += 1) {
      targets[next] = place[graph.targets[edge]!]!;
      weights[next] = graph.weights[edge]!;
      next += 1;
    }
    offsets[at + 1] = next;
  }
  offsets.fill(next, freeCount + 1);
  const { totalStrength } = graph;
  const level: LevelGraph = {
    nodeCount,
    freeCount,
    offsets,
    targets,
    weights,
    loops,
    strengths,
    totalStrength,
  };
  return { level, place, start };
}
