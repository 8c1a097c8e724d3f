// The refinement of Leiden: V. A. Traag, L. Waltman and N. J. van Eck, "From Louvain to Leiden: guaranteeing
// well-connected communities", Scientific Reports 9, 2019, appendix A, functions RefinePartition and MergeNodesSubset.
import type { Random } from '../../../base/random.ts';
import { singletons } from '../communities.ts';
import { type LevelGraph, shuffled } from '../level-graph.ts';

export interface RefineOptions {
  readonly resolution: number;
  /** Draws the order of the nodes. */
  readonly random: Random;
  /** False drops the condition of well-connectedness: nodes and parts then join on their gain alone. */
  readonly wellConnected: boolean;
}

/**
 * Divides every community of `labels` anew: from single nodes, each node that is still alone and well connected to the
 * rest of its community joins the well-connected part of it that raises modularity most. Parts are therefore connected,
 * and never reach over a community's border. Fixed nodes stay alone: with an empty row they are connected well to nothing. Returns the part of each node, labelled 0 .. n - 1 (not yet renumbered).
 *
 * The paper draws the part at random in proportion to exp(gain / 0.01); like its authors' own program this takes the
 * best one, so that the result needs no scale of the weights. Only the order of the nodes is random.
 */
export function refine(level: LevelGraph, labels: Int32Array, options: RefineOptions): Int32Array {
  // Whole, as a hot loop: every array is local and nothing is called per edge.
  const { nodeCount, offsets, targets, weights, strengths } = level;
  const { random, wellConnected } = options;
  const perStrength = level.totalStrength === 0 ? 0 : options.resolution / level.totalStrength;
  const parts = singletons(nodeCount);
  const alone = new Uint8Array(nodeCount).fill(1);
  const partStrength = strengths.slice();
  const partBorder = wellConnected ? bordersInside(level, labels) : strengths.slice();
  const communityStrength = new Float64Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) communityStrength[labels[node]!]! += strengths[node]!;
  const weightTo = new Float64Array(nodeCount);
  const touched = new Int32Array(nodeCount + 1);
  for (const node of shuffled(singletons(level.freeCount), random)) {
    if (alone[node] === 0) continue;
    const community = labels[node]!;
    const whole = communityStrength[community]!;
    const strength = strengths[node]!;
    const chance = strength * perStrength;
    const border = partBorder[node]!;
    if (border === 0 || (wellConnected && border < chance * (whole - strength))) continue;
    const end = offsets[node + 1]!;
    let touchedCount = 0;
    for (let edge = offsets[node]!; edge < end; edge += 1) {
      const other = targets[edge]!;
      const part = parts[other]!;
      const before = weightTo[part]!;
      // Sums instead of branches, which the processor could not predict.
      const weight = weights[edge]! * Number(labels[other] === community);
      touched[touchedCount] = part;
      touchedCount += Number(before === 0) & Number(weight > 0);
      weightTo[part] = before + weight;
    }
    let best = node;
    let bestGain = 0;
    let bestWeight = 0;
    for (let place = 0; place < touchedCount; place += 1) {
      const part = touched[place]!;
      const weight = weightTo[part]!;
      weightTo[part] = 0;
      const size = partStrength[part]!;
      const gain = weight - chance * size;
      if (gain <= bestGain) continue;
      if (wellConnected && partBorder[part]! < perStrength * size * (whole - size)) continue;
      best = part;
      bestGain = gain;
      bestWeight = weight;
    }
    if (best === node) continue;
    parts[node] = best;
    alone[node] = 0;
    alone[best] = 0;
    partStrength[best]! += strength;
    partBorder[best]! += border - 2 * bestWeight;
  }
  return parts;
}

/** Of each node, the weight of its edges to other nodes of its own community. */
function bordersInside(level: LevelGraph, labels: Int32Array): Float64Array {
  const { nodeCount, offsets, targets, weights } = level;
  const borders = new Float64Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) {
    const community = labels[node]!;
    const end = offsets[node + 1]!;
    let border = 0;
    for (let edge = offsets[node]!; edge < end; edge += 1) {
      border += weights[edge]! * Number(labels[targets[edge]!] === community);
    }
    borders[node] = border;
  }
  return borders;
}
