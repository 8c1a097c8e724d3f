import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedNodes } from './changed-nodes.ts';
import { csrOf, type SmallGraph, smallGraphs } from './small-graphs.contract.ts';

/** Weights by pair, compared pair by pair. */
function naiveChanged(before: SmallGraph, after: SmallGraph): number[] {
  const weightsOf = (graph: SmallGraph) => {
    const weights = new Map<string, number>();
    for (const [from, to, weight] of graph.edges) {
      weights.set(`${from} ${to}`, (weights.get(`${from} ${to}`) ?? 0) + weight);
    }
    return weights;
  };
  const [old, now] = [weightsOf(before), weightsOf(after)];
  const pairs = [...new Set([...old.keys(), ...now.keys()])].filter(
    (pair) => old.get(pair) !== now.get(pair),
  );
  const ends = new Set(pairs.flatMap((pair) => pair.split(' ').map(Number)));
  return [...ends].filter((node) => node < after.nodeCount).sort((a, b) => a - b);
}

test('finds both ends of every edge that came, went or has another weight', () => {
  fc.assert(
    fc.property(smallGraphs, smallGraphs, (before, after) => {
      expect([...changedNodes(csrOf(before), csrOf(after))]).toEqual(naiveChanged(before, after));
      expect([...changedNodes(csrOf(before), csrOf(before))]).toEqual([]);
    }),
  );
});
