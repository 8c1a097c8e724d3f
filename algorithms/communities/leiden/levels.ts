import type { Random } from '../../../base/random.ts';
import type { RunControl } from '../../run-control.ts';
import { compose, renumber, singletons } from '../communities.ts';
import { aggregate, type LevelGraph } from '../level-graph.ts';
import { moveNodes } from '../local-moves.ts';
import { refine } from './refine.ts';

export interface LevelsOptions extends RunControl {
  readonly random: Random;
  readonly resolution: number;
  readonly levelsMax: number;
}

/**
 * Once through all levels: move, refine, join the refined parts, and go on from the communities that were moved.
 * Changes `result` from the start to the outcome (0 .. n - 1); false when a limit ended it.
 */
export function climbLevels(lowest: LevelGraph, result: Int32Array, options: LevelsOptions): boolean {
  const { resolution, levelsMax, random } = options;
  const nodeOf = singletons(lowest.nodeCount);
  let level = lowest;
  let labels = result.slice();
  let done = false;
  let withinLimits = true;
  for (let depth = 0; !done && depth < levelsMax; depth += 1) {
    const moved = moveNodes(level, labels, options);
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
