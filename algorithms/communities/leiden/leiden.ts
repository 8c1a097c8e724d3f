// Leiden: V. A. Traag, L. Waltman and N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected communities",
// Scientific Reports 9, 2019.
import type { DirectedGraph } from 'graphology';
import type { Random } from '../../../base/random.ts';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph, symmetrise } from '../../csr.ts';
import { checkpoint, type RunControl } from '../../run-control.ts';
import {
  type Communities,
  compose,
  type KeyedCommunities,
  renumber,
  singletons,
  startLabels,
} from '../communities.ts';
import { aggregate, type LevelGraph, lowestLevel } from '../level-graph.ts';
import { moveNodes } from '../local-moves.ts';
import { modularity } from '../modularity/modularity.ts';
import { refine } from './refine.ts';
import { splitDisconnected } from './split-disconnected.ts';

/** The settings that a caller leaves out. */
export const leidenDefaults = { resolution: 1, roundsMax: 2, levelsMax: 64 } as const;

export interface LeidenOptions extends RunControl {
  /** Draws the order in which nodes are visited. */
  readonly random: Random;
  /** Above 1: more and smaller communities; below 1: fewer and larger ones. */
  readonly resolution?: number;
  /** Times that the result is taken as the start of another run over all levels; ends earlier when nothing is gained. */
  readonly roundsMax?: number;
  readonly levelsMax?: number;
  /** Warm start: the label of every node in a former partition, -1 for a node that had none. */
  readonly start?: Int32Array;
}

/** What a round must add to the modularity to be worth another one. */
const gainMin = 1e-6;

/**
 * Communities of the undirected, weighted projection by Leiden. Every community is connected. Deterministic: same
 * graph, same state of `random`, same start, same result. About O(edges × levels × rounds).
 * `converged` says whether the last round gained nothing. Throws INPUT_INVALID for a start of another length and INTERRUPTED.
 */
export function leiden(csr: Csr, options: LeidenOptions): Communities {
  const { resolution, roundsMax } = { ...leidenDefaults, ...options };
  const graph = symmetrise(csr);
  const level = lowestLevel(graph);
  let labels = startLabels(options.start, csr.nodeCount);
  let quality = Number.NEGATIVE_INFINITY;
  let rounds = 0;
  let converged = false;
  while (!converged && rounds < roundsMax) {
    checkpoint(options, 'leiden', rounds / roundsMax);
    const candidate = leidenRound(level, labels.slice(), options);
    splitDisconnected(graph, candidate);
    const reached = modularity(graph, candidate, resolution);
    converged = reached - quality < gainMin;
    if (reached > quality) {
      labels = candidate;
      quality = reached;
    }
    rounds += 1;
  }
  return { labels, count: renumber(labels), modularity: quality, rounds, converged };
}

/** `leiden` of a graphology graph, weighted by the edge attribute `weight`. */
export function leidenOfGraph(graph: DirectedGraph, options: LeidenOptions): KeyedCommunities {
  const { csr, keys } = csrFromGraph(graph);
  return { keys, ...leiden(csr, options) };
}

/** Bytes that `leiden` allocates beside its input, at the peak: the projection, a level above it, and its columns. */
export function estimateLeidenBytes(nodeCount: number, edgeCount: number): number {
  return edgeCount * 96 + nodeCount * 140;
}

/** Once through all levels: move, refine, join the refined parts, and go on from the communities that were moved. */
function leidenRound(lowest: LevelGraph, start: Int32Array, options: LeidenOptions): Int32Array {
  const { resolution, levelsMax } = { ...leidenDefaults, ...options };
  const nodeOf = singletons(lowest.nodeCount);
  let level = lowest;
  let labels = start;
  for (let depth = 0; depth < levelsMax; depth += 1) {
    moveNodes(level, labels, { ...options, resolution });
    const count = renumber(labels);
    if (count === level.nodeCount) break;
    const parts = refine(level, labels, resolution, options.random);
    const partCount = renumber(parts);
    if (partCount === level.nodeCount) break;
    const communityOfPart = new Int32Array(partCount);
    for (let node = 0; node < level.nodeCount; node += 1) communityOfPart[parts[node]!] = labels[node]!;
    compose(nodeOf, parts);
    level = aggregate(level, parts, partCount);
    labels = communityOfPart;
  }
  compose(nodeOf, labels);
  return nodeOf;
}
