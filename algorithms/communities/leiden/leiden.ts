// Leiden: V. A. Traag, L. Waltman and N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected communities",
// Scientific Reports 9, 2019. A cold start begins from small groups instead of single nodes: see `seedLabels`.
import type { DirectedGraph } from 'graphology';
import type { Random } from '../../../base/random.ts';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph, symmetrise } from '../../csr.ts';
import { checkpoint, type RunControl } from '../../run-control.ts';
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
import { splitDisconnected } from '../split-disconnected.ts';
import { refine } from './refine.ts';

/** The settings that a caller leaves out. */
const leidenDefaults = { resolution: 1, roundsMax: 1, levelsMax: 64 } as const;

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
 * `converged` says that no limit but `roundsMax` ended the search. Throws INPUT_INVALID for a start of another length and INTERRUPTED.
 */
export function leiden(csr: Csr, options: LeidenOptions): Communities {
  const { resolution, roundsMax } = { ...leidenDefaults, ...options };
  checkResolution(resolution);
  const graph = symmetrise(csr);
  const level = lowestLevel(graph);
  let labels =
    options.start === undefined
      ? seedLabels(level, { ...options, resolution })
      : startLabels(options.start, csr.nodeCount);
  let quality = Number.NEGATIVE_INFINITY;
  let rounds = 0;
  let converged = true;
  while (rounds < roundsMax) {
    checkpoint(options, 'leiden', rounds / roundsMax);
    const candidate = labels.slice();
    converged = leidenRound(level, candidate, options);
    splitDisconnected(graph, candidate);
    const reached = modularity(graph, candidate, resolution);
    const gain = reached - quality;
    rounds += 1;
    if (gain > 0) labels = candidate;
    quality = Math.max(quality, reached);
    if (gain < gainMin) break;
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

/**
 * Once through all levels: move, refine, join the refined parts, and go on from the communities that were moved.
 * Changes `result` from the start to the outcome (0 .. n - 1); false when a limit ended it.
 */
function leidenRound(lowest: LevelGraph, result: Int32Array, options: LeidenOptions): boolean {
  const { resolution, levelsMax, random } = { ...leidenDefaults, ...options };
  const nodeOf = singletons(lowest.nodeCount);
  let level = lowest;
  let labels = result.slice();
  let done = false;
  let withinLimits = true;
  for (let depth = 0; !done && depth < levelsMax; depth += 1) {
    const moved = moveNodes(level, labels, { ...options, resolution });
    withinLimits &&= moved.converged;
    renumber(labels);
    const parts = refine(level, labels, { resolution, random, wellConnected: true });
    const partCount = renumber(parts);
    done = partCount === level.nodeCount;
    if (done) break;
    const communityOfPart = new Int32Array(partCount);
    for (let node = 0; node < level.nodeCount; node += 1) communityOfPart[parts[node]!] = labels[node]!;
    compose(nodeOf, parts);
    level = aggregate(level, parts, partCount);
    labels = communityOfPart;
  }
  compose(nodeOf, labels);
  result.set(nodeOf);
  return done && withinLimits;
}
