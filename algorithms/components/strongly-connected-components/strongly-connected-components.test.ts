import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphFromText } from '../../graph-from-text.ts';
import {
  chainCsr,
  csrOf,
  disjointUnion,
  groupsOf,
  relabelled,
  relabelledGraphs,
  type SmallGraph,
  smallGraphs,
} from '../../small-graphs.contract.ts';
import {
  stronglyConnectedComponents,
  stronglyConnectedComponentsOfGraph,
} from './strongly-connected-components.ts';

/** The transitive closure by Warshall; a node's component is the smallest node that it reaches and is reached by. */
function naiveLabels(graph: SmallGraph): number[] {
  const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node);
  const reaches = nodes.map((from) => nodes.map((to) => from === to));
  for (const [from, to] of graph.edges) reaches[from]![to] = true;
  for (const via of nodes) {
    for (const from of nodes)
      for (const to of nodes) reaches[from]![to] ||= reaches[from]![via]! && reaches[via]![to]!;
  }
  return nodes.map((node) => nodes.findIndex((other) => reaches[node]![other]! && reaches[other]![node]!));
}

describe('stronglyConnectedComponents', () => {
  test.each([
    ['', [], 0, 0],
    ['a', [0], 1, 1],
    ['a>a a>b', [0, 1], 2, 1],
    ['a>b b>c c>a c>d', [0, 0, 0, 3], 2, 3],
    ['a>b b>a b>c c>d d>c d>e', [0, 0, 2, 2, 4], 3, 2],
    // The back edge leaves from a node whose first child is already a closed component.
    ['a>b a>c c>b c>a', [0, 1, 0], 2, 2],
  ])('of "%s"', (text, labels, count, largest) => {
    const found = stronglyConnectedComponentsOfGraph(graphFromText(text));
    expect({ ...found, labels: [...found.labels] }).toMatchObject({ labels, count, largest });
  });

  test('equals the transitive closure', () => {
    fc.assert(
      fc.property(smallGraphs, (graph) => {
        expect([...stronglyConnectedComponents(csrOf(graph)).labels]).toEqual(naiveLabels(graph));
      }),
      { numRuns: 300 },
    );
  });

  test('does not depend on the names of the nodes or the order of the edges', () => {
    fc.assert(
      fc.property(relabelledGraphs, ({ graph, permutation, shift }) => {
        const { labels } = stronglyConnectedComponents(csrOf(graph));
        const other = stronglyConnectedComponents(csrOf(relabelled(graph, permutation, shift))).labels;
        expect(groupsOf(other.map((_, node) => other[permutation[node]!]!))).toEqual(groupsOf(labels));
      }),
    );
  });

  test('of two graphs side by side are those of each', () => {
    fc.assert(
      fc.property(smallGraphs, smallGraphs, (left, right) => {
        const both = stronglyConnectedComponents(csrOf(disjointUnion(left, right)));
        const apart =
          stronglyConnectedComponents(csrOf(left)).count + stronglyConnectedComponents(csrOf(right)).count;
        expect(both.count).toBe(apart);
      }),
    );
  });

  test('of a chain of 1,000,000 nodes are as many, of a circle one', () => {
    const chain = chainCsr(1_000_000);
    expect(stronglyConnectedComponents(chain)).toMatchObject({ count: 1_000_000, largest: 1 });
    const circle = {
      nodeCount: chain.nodeCount,
      offsets: Int32Array.from({ length: 1_000_001 }, (_, node) => node),
      targets: Int32Array.from({ length: 1_000_000 }, (_, node) => (node + 1) % 1_000_000),
      weights: new Float64Array(1_000_000).fill(1),
    };
    expect(stronglyConnectedComponents(circle)).toMatchObject({ count: 1, largest: 1_000_000 });
  });

  test('ends when the signal is aborted', () => {
    expect(() => stronglyConnectedComponents(chainCsr(3), { signal: AbortSignal.abort() })).toThrow(
      'interrupted',
    );
  });
});
