import type { Random } from '../base/random.ts';
import type { EdgeColumns } from '../graph/csr.ts';

export interface PlantedOptions {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly groups: number;
  /** The share of edges that stay inside their group. */
  readonly insideShare: number;
  readonly random: Random;
}

/**
 * A planted partition (Condon and Karp, 2001) for tests and benchmarks: node `v` is in group `v % groups`; an edge leaves
 * a uniform node, and ends at a uniform node of the same group with probability `insideShare`, else anywhere.
 * Weights are 1 to 3; pairs may repeat and loop. Deterministic.
 */
export function plantedEdges(options: PlantedOptions): EdgeColumns {
  const { nodeCount, edgeCount, groups, insideShare, random } = options;
  const sources = new Int32Array(edgeCount);
  const targets = new Int32Array(edgeCount);
  const weights = new Float64Array(edgeCount);
  for (let edge = 0; edge < edgeCount; edge += 1) {
    const source = random.below(nodeCount);
    const group = source % groups;
    const groupSize = Math.ceil((nodeCount - group) / groups);
    sources[edge] = source;
    targets[edge] = random.chance(insideShare)
      ? random.below(groupSize) * groups + group
      : random.below(nodeCount);
    weights[edge] = random.between(1, 3);
  }
  return { nodeCount, sources, targets, weights };
}
