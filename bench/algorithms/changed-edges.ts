import { csrFromEdges, sourcesOf } from '../../algorithms/csr.ts';
import type { Random } from '../../base/random.ts';
import type { Csr } from '../../graph/csr.ts';

/**
 * The graph after `share` of its edges changed: half as many are taken away at random as there were, and as many are put between
 * random nodes with weights of 1 to 3. Deterministic.
 */
export function withChangedEdges(csr: Csr, share: number, random: Random): Csr {
  const half = Math.round((csr.targets.length * share) / 2);
  const sources = sourcesOf(csr);
  const targets = csr.targets.slice();
  const weights = csr.weights.slice();
  for (let change = 0; change < half; change += 1) {
    // Edges that stay are before `last`: the one that goes gives its place to the last of them, and a new one takes the end.
    const last = targets.length - 1 - change;
    const gone = random.below(last + 1);
    sources[gone] = sources[last]!;
    targets[gone] = targets[last]!;
    weights[gone] = weights[last]!;
    sources[last] = random.below(csr.nodeCount);
    targets[last] = random.below(csr.nodeCount);
    weights[last] = random.between(1, 3);
  }
  return csrFromEdges(csr.nodeCount, sources, targets, weights);
}
