// Fast local moving: V. A. Traag, L. Waltman and N. J. van Eck, "From Louvain to Leiden", Scientific Reports 9, 2019,
// appendix A, function MoveNodesFast: a queue of the nodes whose neighbourhood has changed instead of whole passes.
import { assert } from '../../base/assert.ts';
import type { Random } from '../../base/random.ts';
import { checkpoint, type RunControl } from '../run-control.ts';
import { singletons } from './communities.ts';
import { type LevelGraph, shuffled } from './level-graph.ts';

export interface LocalMoveOptions extends RunControl {
  readonly resolution: number;
  readonly random: Random;
  /** The only nodes that are looked at before something has moved, each once; all free nodes when left out. */
  readonly first?: Int32Array;
}

/** Visits of one level, per node, after which the search ends although nodes still want to move. Never reached in practice. */
const visitsPerNodeMax = 200;
const visitsPerCheckpoint = 65_536;

/** A gain counts when it exceeds the strength of the node by this factor: rounding must never make a node go in circles. */
const gainMin = 1e-12;

interface Moved {
  readonly moves: number;
  /** False when `visitsPerNodeMax` ended the search. */
  readonly converged: boolean;
}

/**
 * Moves nodes to the neighbouring community (or an empty one) that raises modularity most, until no single move raises
 * it. Changes `labels` (0 .. n - 1, any start) in place. Ties: stay, else the first in the order of the row.
 * From `first`, the search spreads to the neighbours of what moves, and costs what it visits beside O(nodes).
 */
export function moveNodes(level: LevelGraph, labels: Int32Array, options: LocalMoveOptions): Moved {
  // Whole, as the hot loop of Louvain and Leiden: every array is local and nothing is called per edge.
  const { nodeCount, freeCount, offsets, targets, weights, strengths, totalStrength } = level;
  if (totalStrength === 0) return { moves: 0, converged: true };
  const perStrength = options.resolution / totalStrength;
  const { inside, empty, sizes, emptyCount } = communitiesOf(level, labels);
  let empties = emptyCount;
  const weightTo = new Float64Array(nodeCount);
  const touched = new Int32Array(nodeCount + 1);
  const queue = new Int32Array(nodeCount);
  // Fixed nodes count as queued for ever, so they never are.
  const queued = new Uint8Array(nodeCount).fill(1, freeCount);
  const first = shuffled(options.first ?? singletons(freeCount), options.random);
  queue.set(first);
  for (const node of first) queued[node] = 1;
  let head = 0;
  let waiting = first.length;
  let visits = 0;
  let moves = 0;
  while (waiting > 0 && visits < visitsPerNodeMax * nodeCount) {
    if (visits % visitsPerCheckpoint === 0) checkpoint(options, 'moving nodes', 1 - waiting / nodeCount);
    visits += 1;
    const node = queue[head]!;
    head = head + 1 === nodeCount ? 0 : head + 1;
    waiting -= 1;
    queued[node] = 0;
    const start = offsets[node]!;
    const end = offsets[node + 1]!;
    let touchedCount = 0;
    for (let edge = start; edge < end; edge += 1) {
      const label = labels[targets[edge]!]!;
      const before = weightTo[label]!;
      // Counted instead of branched: the processor could not predict it.
      touched[touchedCount] = label;
      touchedCount += Number(before === 0);
      weightTo[label] = before + weights[edge]!;
    }
    const own = labels[node]!;
    const strength = strengths[node]!;
    const chance = strength * perStrength;
    let best = own;
    let bestGain = weightTo[own]! - chance * (inside[own]! - strength) + gainMin * strength;
    for (let place = 0; place < touchedCount; place += 1) {
      const label = touched[place]!;
      const gain = weightTo[label]! - chance * inside[label]!;
      weightTo[label] = 0;
      if (gain > bestGain && label !== own) {
        bestGain = gain;
        best = label;
      }
    }
    if ((bestGain < 0 || touchedCount === 0) && sizes[own]! > 1) {
      assert(empties > 0, 'no empty community beside one of several nodes');
      best = empty[empties - 1]!;
    }
    if (best === own) continue;
    if (sizes[best] === 0) empties -= 1;
    inside[own]! -= strength;
    inside[best]! += strength;
    sizes[own]! -= 1;
    sizes[best]! += 1;
    if (sizes[own] === 0) {
      inside[own] = 0;
      empty[empties++] = own;
    }
    labels[node] = best;
    moves += 1;
    for (let edge = start; edge < end; edge += 1) {
      const other = targets[edge]!;
      const joins = Number(queued[other] === 0) & Number(labels[other] !== best);
      const tail = head + waiting;
      // The place behind the last is free, since this node has left the queue.
      queue[tail >= nodeCount ? tail - nodeCount : tail] = other;
      queued[other]! |= joins;
      waiting += joins;
    }
  }
  return { moves, converged: waiting === 0 };
}

/** The strength and size of every community, and the labels that no node has, lowest last. */
function communitiesOf(level: LevelGraph, labels: Int32Array) {
  const inside = new Float64Array(level.nodeCount);
  const sizes = new Int32Array(level.nodeCount);
  for (let node = 0; node < level.nodeCount; node += 1) {
    inside[labels[node]!]! += level.strengths[node]!;
    sizes[labels[node]!]! += 1;
  }
  const empty = new Int32Array(level.nodeCount);
  let emptyCount = 0;
  for (let label = level.nodeCount - 1; label >= 0; label -= 1) {
    if (sizes[label] === 0) empty[emptyCount++] = label;
  }
  return { inside, sizes, empty, emptyCount };
}
