import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/random.ts';
import { graphFromText } from '../../graph-from-text.ts';
import { describeRunControl } from '../../run-control.contract.ts';
import {
  chainCsr,
  csrOf,
  relabelled,
  relabelledGraphs,
  type SmallGraph,
} from '../../small-graphs.contract.ts';
import { densestSubgraph, densestSubgraphOfGraph } from './densest-subgraph.ts';

/** The same edges with weights that no two sums share, so that no order of nodes decides a tie. */
function withoutTies(graph: SmallGraph): SmallGraph {
  const random = new Random('ties');
  return { ...graph, edges: graph.edges.map(([from, to, weight]) => [from, to, weight + random.next()]) };
}

describe('densestSubgraph', () => {
  test.each([
    ['', [], 0],
    ['a b', [], 0],
    ['a>a:100', [], 0],
    ['a>b:3', ['a', 'b'], 1.5],
    // Both directions add up; a self-loop does not count.
    ['a>b:3 b>a:3 c>c:50', ['a', 'b'], 3],
    // Four that all pay each other, with a tail.
    ['a>b a>c a>d b>c b>d c>d d>e e>f', ['a', 'b', 'c', 'd'], 1.5],
    // A heavy pair beats the group of four.
    ['a>b a>c a>d b>c b>d c>d e>f:9', ['e', 'f'], 4.5],
  ])('of "%s"', (text, members, density) => {
    const found = densestSubgraphOfGraph(graphFromText(text));
    expect(Array.from(found.members, (node) => found.keys[node])).toEqual(members);
    expect(found.density).toBe(density);
    expect(found.order).toHaveLength(found.keys.length);
  });

  test('does not depend on the names of the nodes or the order of the edges, but for ties', () => {
    fc.assert(
      fc.property(relabelledGraphs, ({ graph, permutation, shift }) => {
        const untied = withoutTies(graph);
        const found = densestSubgraph(csrOf(untied));
        const other = densestSubgraph(csrOf(relabelled(untied, permutation, shift)));
        expect(other.density).toBeCloseTo(found.density, 10);
        expect(found.members.map((node) => permutation[node]!).sort()).toEqual(other.members);
      }),
    );
  });
});

describeRunControl('densest subgraph', chainCsr(50_000), densestSubgraph);
