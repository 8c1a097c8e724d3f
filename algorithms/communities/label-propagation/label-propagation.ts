// Label propagation: U. N. Raghavan, R. Albert and S. Kumara, "Near linear time algorithm to detect community structures
// in large-scale networks", Physical Review E 76, 2007; weighted.
import type { DirectedGraph } from 'graphology';
import type { Random } from '../../../base/random.ts';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph, symmetrise, type UndirectedCsr } from '../../csr.ts';
import { checkpoint, type RunControl } from '../../run-control.ts';
import { type Communities, type KeyedCommunities, singletons, startLabels } from '../communities.ts';
import { shuffled } from '../level-graph.ts';
import { modularity } from '../modularity/modularity.ts';
import { splitDisconnected } from '../split-disconnected.ts';

/** The settings that a caller leaves out. */
const labelPropagationDefaults = { passesMax: 100 } as const;

export interface LabelPropagationOptions extends RunControl {
  /** Draws the order of every pass and, among equally heavy labels, the one that is taken. */
  readonly random: Random;
  readonly passesMax?: number;
  /** Warm start: the label of every node in a former partition, -1 for a node that had none. */
  readonly start?: Int32Array;
}

/**
 * Communities of the undirected, weighted projection: every node takes the label that weighs most among its neighbours
 * (its own when that is among the heaviest), in passes of random order, until no node wants another;
 * as in the paper, groups of one label that do not touch are then told apart. Deterministic:
 * same graph, same state of `random`, same start, same result. O(passes × edges). `rounds` counts the passes,
 * `modularity` is for comparison (resolution 1). Throws INPUT_INVALID for a start of another length and INTERRUPTED.
 */
export function labelPropagation(csr: Csr, options: LabelPropagationOptions): Communities {
  const { passesMax, random } = { ...labelPropagationDefaults, ...options };
  const graph = symmetrise(csr);
  const labels = startLabels(options.start, csr.nodeCount);
  const scratch = { weightTo: new Float64Array(csr.nodeCount), touched: new Int32Array(csr.nodeCount) };
  let rounds = 0;
  let converged = false;
  while (!converged && rounds < passesMax) {
    checkpoint(options, 'label propagation', rounds / passesMax);
    converged = pass(graph, labels, scratch, random) === 0;
    rounds += 1;
  }
  const count = splitDisconnected(graph, labels);
  return { labels, count, modularity: modularity(graph, labels), rounds, converged };
}

/** `labelPropagation` of a graphology graph, weighted by the edge attribute `weight`. */
export function labelPropagationOfGraph(
  graph: DirectedGraph,
  options: LabelPropagationOptions,
): KeyedCommunities {
  const { csr, keys } = csrFromGraph(graph);
  return { keys, ...labelPropagation(csr, options) };
}

/** Bytes that `labelPropagation` allocates beside its input. */
export function estimateLabelPropagationBytes(nodeCount: number, edgeCount: number): number {
  return edgeCount * 64 + nodeCount * 60;
}

interface Scratch {
  /** All zero between two nodes. */
  readonly weightTo: Float64Array;
  readonly touched: Int32Array;
}

/** Gives every node once the heaviest label around it, in random order; returns the labels that changed. */
function pass(graph: UndirectedCsr, labels: Int32Array, scratch: Scratch, random: Random): number {
  const { offsets, targets, weights } = graph;
  const { weightTo, touched } = scratch;
  let changes = 0;
  for (const node of shuffled(singletons(graph.nodeCount), random)) {
    let touchedCount = 0;
    const end = offsets[node + 1]!;
    for (let edge = offsets[node]!; edge < end; edge += 1) {
      const label = labels[targets[edge]!]!;
      const before = weightTo[label]!;
      if (before === 0) touched[touchedCount++] = label;
      weightTo[label] = before + weights[edge]!;
    }
    const label = heaviest(labels[node]!, touchedCount, scratch, random);
    for (let place = 0; place < touchedCount; place += 1) weightTo[touched[place]!] = 0;
    if (label === labels[node]) continue;
    labels[node] = label;
    changes += 1;
  }
  return changes;
}

/** The heaviest touched label: `own` when it is among the heaviest, else one of them drawn evenly. */
function heaviest(own: number, touchedCount: number, scratch: Scratch, random: Random): number {
  const { weightTo, touched } = scratch;
  let best = own;
  let bestWeight = weightTo[own]!;
  let equals = 0;
  for (let place = 0; place < touchedCount; place += 1) {
    const label = touched[place]!;
    const weight = weightTo[label]!;
    if (weight < bestWeight || label === own || (weight === bestWeight && equals === 0)) continue;
    equals = weight > bestWeight ? 1 : equals + 1;
    bestWeight = weight;
    if (equals === 1 || random.below(equals) === 0) best = label;
  }
  return best;
}
