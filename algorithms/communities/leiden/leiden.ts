// Leiden: V. A. Traag, L. Waltman and N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected communities",
// Scientific Reports 9, 2019. A cold start begins from small groups instead of single nodes: see `seedLabels`. After a few changes
// only what they touch is looked at: see `followChanges`.
import type { DirectedGraph } from 'graphology';
import { AnelError } from '../../../base/errors.ts';
import type { Random } from '../../../base/random.ts';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromGraph, symmetrise, type UndirectedCsr } from '../../csr.ts';
import { checkpoint, type RunControl } from '../../run-control.ts';
import {
  type Communities,
  checkResolution,
  noCommunity,
  renumber,
  singletons,
  startLabels,
} from '../communities.ts';
import { type LevelGraph, lowestLevel } from '../level-graph.ts';
import { modularity } from '../modularity/modularity.ts';
import { seedLabels } from '../seed-labels.ts';
import { splitDisconnected } from '../split-disconnected.ts';
import { continuedLabels } from './continued-labels.ts';
import { followChanges } from './follow-changes.ts';
import { climbLevels } from './levels.ts';

/** The settings that a caller leaves out. */
const leidenDefaults = { resolution: 1, roundsMax: 1, levelsMax: 64, refineShareMin: 0.25 } as const;

export interface LeidenOptions extends RunControl {
  /** Draws the order in which nodes are visited. */
  readonly random: Random;
  /** Above 1: more and smaller communities; below 1: fewer and larger ones. */
  readonly resolution?: number;
  /** Times that the result is taken as the start of another run over all levels; ends earlier when nothing is gained. Always 1 with `touched`. */
  readonly roundsMax?: number;
  readonly levelsMax?: number;
  /** Warm start: the label of every node in a former partition, -1 for a node that had none. */
  readonly start?: Int32Array;
  /**
   * With `start`: the nodes whose edges are not those of the former partition's graph (`changedNodes` finds them), in any
   * order. Only these, nodes without a former community, and what follows them is moved; every other node keeps its community.
   */
  readonly touched?: Int32Array;
  /**
   * With `touched`: a community is divided anew when at least this share of its strength was touched, came or left. Changes
   * below it add up over many calls: a run without `touched` now and then takes account of them.
   */
  readonly refineShareMin?: number;
}

/** Communities that can be followed from one partition to the next. */
export interface LeidenCommunities extends Communities {
  /**
   * The label in `start` that each community continues, -1 for a new one (all are without a start). No label is
   * continued twice: the one with the most members in common has it. A community whose members are the former ones keeps its label.
   */
  readonly formerLabels: Int32Array;
}

/** `LeidenCommunities` of a graphology graph: `labels[i]` is the community of the account `keys[i]`. */
export interface KeyedLeidenCommunities extends LeidenCommunities {
  readonly keys: readonly string[];
}

type Settings = LeidenOptions & Required<Pick<LeidenOptions, keyof typeof leidenDefaults>>;

/** What a round must add to the modularity to be worth another one. */
const gainMin = 1e-6;

/**
 * Communities of the undirected, weighted projection by Leiden. Every community is connected. Deterministic: same
 * graph, same state of `random`, same start, same touched nodes, same result. About O(edges × levels × rounds); with few touched nodes
 * a few plain passes over the edges. `converged` says that no limit but `roundsMax` ended the search. Throws INPUT_INVALID for a start of
 * another length, touched nodes without a start or out of range, and settings out of range; INTERRUPTED.
 */
export function leiden(csr: Csr, options: LeidenOptions): LeidenCommunities {
  return leidenOfProjection(symmetrise(csr), options);
}

/** `leiden` of a graph that is undirected already, for callers that keep the projection. */
export function leidenOfProjection(graph: UndirectedCsr, options: LeidenOptions): LeidenCommunities {
  const settings = { ...leidenDefaults, ...options };
  checkResolution(settings.resolution);
  const touched = touchedNodes(settings, graph.nodeCount);
  const level = lowestLevel(graph);
  const found = touched === undefined ? climb(level, settings) : follow(level, touched, settings);
  const count = renumber(found.labels);
  const formerLabels =
    settings.start === undefined
      ? new Int32Array(count).fill(noCommunity)
      : continuedLabels(settings.start, found.labels, count);
  return { ...found, count, formerLabels };
}

/** `leiden` of a graphology graph, weighted by the edge attribute `weight`. */
export function leidenOfGraph(graph: DirectedGraph, options: LeidenOptions): KeyedLeidenCommunities {
  const { csr, keys } = csrFromGraph(graph);
  return { keys, ...leiden(csr, options) };
}

/** Bytes that `leiden` allocates beside its input, at the peak: the projection, a level above it, and its columns. */
export function estimateLeidenBytes(nodeCount: number, edgeCount: number): number {
  return edgeCount * 96 + nodeCount * 140;
}

function climb(level: LevelGraph, settings: Settings): Omit<Communities, 'count'> {
  const { start, resolution, roundsMax } = settings;
  let labels = start === undefined ? seedLabels(level, settings) : startLabels(start, level.nodeCount);
  let quality = Number.NEGATIVE_INFINITY;
  let rounds = 0;
  let converged = true;
  while (rounds < roundsMax) {
    checkpoint(settings, 'leiden', rounds / roundsMax);
    const candidate = labels.slice();
    converged = climbLevels(level, candidate, settings);
    splitDisconnected(level, candidate);
    const reached = modularity(level, candidate, resolution);
    const gain = reached - quality;
    rounds += 1;
    if (gain > 0) labels = candidate;
    quality = Math.max(quality, reached);
    if (gain < gainMin) break;
  }
  return { labels, modularity: quality, rounds, converged };
}

function follow(level: LevelGraph, touched: Int32Array, settings: Settings): Omit<Communities, 'count'> {
  const labels = startLabels(settings.start, level.nodeCount);
  const converged = followChanges(level, labels, { ...settings, touched });
  return { labels, modularity: modularity(level, labels, settings.resolution), rounds: 1, converged };
}

/** The touched nodes and those without a former community, ascending, each once; undefined when all are to be moved. */
function touchedNodes(settings: Settings, nodeCount: number): Int32Array | undefined {
  const { start, touched, refineShareMin } = settings;
  if (touched === undefined) return undefined;
  if (start === undefined) {
    throw new AnelError(
      'INPUT_INVALID',
      `leiden: ${touched.length} "touched" nodes without a "start"; give the former labels`,
    );
  }
  if (!(refineShareMin > 0)) {
    throw new AnelError(
      'INPUT_INVALID',
      `leiden: "refineShareMin" "${refineShareMin}" is not above 0; use 0.25`,
    );
  }
  const isTouched = new Uint8Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) if (start[node]! < 0) isTouched[node] = 1;
  for (const node of touched) {
    if (node < 0 || node >= nodeCount) {
      throw new AnelError(
        'INPUT_INVALID',
        `leiden: the touched node "${node}" is not in 0 .. ${nodeCount - 1}`,
      );
    }
    isTouched[node] = 1;
  }
  return singletons(nodeCount).filter((node) => isTouched[node] === 1);
}
