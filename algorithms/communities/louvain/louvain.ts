// Louvain: V. D. Blondel, J.-L. Guillaume, R. Lambiotte and E. Lefebvre, "Fast unfolding of communities in large
// networks", Journal of Statistical Mechanics, 2008; the moves of a level are found with the queue of Traag et al., 2019.
// A cold start begins from small groups instead of single nodes: see `seedLabels`.
import type { DirectedGraph } from 'graphology';
import type { Random } from '../../../base/random.ts';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph, symmetrise } from '../../csr.ts';
import type { RunControl } from '../../run-control.ts';
import {
  type Communities,
  checkResolution,
  compose,
  type KeyedCommunities,
  renumber,
  singletons,
  startLabels,
} from '../communities.ts';
import { aggregate, type LevelGraph, lowestLevel } from '../level-graph.ts';
import { moveNodes } from '../local-moves.ts';
import { modularity } from '../modularity/modularity.ts';
import { seedLabels } from '../seed-labels.ts';

/** The settings that a caller leaves out. */
const louvainDefaults = { resolution: 1, levelsMax: 64 } as const;

export interface LouvainOptions extends RunControl {
  /** Draws the order in which nodes are visited. */
  readonly random: Random;
  /** Above 1: more and smaller communities; below 1: fewer and larger ones. */
  readonly resolution?: number;
  readonly levelsMax?: number;
  /**
   * Warm start: the label of every node in a former partition, -1 for a node that had none. Stable groups keep together
   * and less is to be moved.
   */
  readonly start?: Int32Array;
}

/**
 * Communities of the undirected, weighted projection by Louvain. Deterministic: same graph, same state of `random`,
 * same start, same result. A community may be disconnected (leiden guarantees that none is). About O(edges × levels).
 * Throws INPUT_INVALID for a start of another length and INTERRUPTED.
 */
export function louvain(csr: Csr, options: LouvainOptions): Communities {
  const { resolution, levelsMax } = { ...louvainDefaults, ...options };
  checkResolution(resolution);
  const graph = symmetrise(csr);
  let level: LevelGraph = lowestLevel(graph);
  const labels = singletons(csr.nodeCount);
  let upper =
    options.start === undefined
      ? seedLabels(level, { ...options, resolution })
      : startLabels(options.start, csr.nodeCount);
  let rounds = 0;
  let converged = false;
  while (!converged && rounds < levelsMax) {
    const moved = moveNodes(level, upper, { ...options, resolution });
    const count = renumber(upper);
    rounds += 1;
    compose(labels, upper);
    converged = count === level.nodeCount;
    if (converged) break;
    level = aggregate(level, upper, count);
    upper = singletons(count);
    if (!moved.converged) break;
  }
  const count = renumber(labels);
  return { labels, count, modularity: modularity(graph, labels, resolution), rounds, converged };
}

/** `louvain` of a graphology graph, weighted by the edge attribute `weight`. */
export function louvainOfGraph(graph: DirectedGraph, options: LouvainOptions): KeyedCommunities {
  const { csr, keys } = csrFromGraph(graph);
  return { keys, ...louvain(csr, options) };
}

/** Bytes that `louvain` allocates beside its input, at the peak: the projection, a level above it, and its columns. */
export function estimateLouvainBytes(nodeCount: number, edgeCount: number): number {
  return edgeCount * 96 + nodeCount * 100;
}
