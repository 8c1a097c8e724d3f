import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../../base/random.ts';
import { csrOf, denseUndirected, smallGraphs } from '../../small-graphs.contract.ts';
import { describeCommunities } from '../communities.contract.ts';
import { labelPropagation } from './label-propagation.ts';

describeCommunities('labelPropagation', labelPropagation);

test('ends where every node has one of the heaviest labels around it', () => {
  fc.assert(
    fc.property(smallGraphs, fc.nat(), (graph, seed) => {
      const { labels, converged } = labelPropagation(csrOf(graph), { random: new Random(seed) });
      fc.pre(converged);
      for (const [node, row] of denseUndirected(graph).entries()) {
        const weightOf = new Array<number>(labels.length).fill(0);
        for (const [other, weight] of row.entries()) if (other !== node) weightOf[labels[other]!]! += weight;
        expect(weightOf[labels[node]!]).toBe(Math.max(...weightOf));
      }
    }),
  );
});

test('says when the passes were not enough', () => {
  const graph = {
    nodeCount: 3,
    edges: [
      [0, 1, 1],
      [1, 2, 1],
    ] as const,
  };
  expect(labelPropagation(csrOf(graph), { random: new Random(1), passesMax: 1 })).toMatchObject({
    rounds: 1,
    converged: false,
  });
});
