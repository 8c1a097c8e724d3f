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
import { connectedComponents, connectedComponentsOfGraph } from './connected-components.ts';

/** Flood fill on an edge list. */
function naiveLabels(graph: SmallGraph): number[] {
  const labels = Array.from({ length: graph.nodeCount }, (_, node) => node);
  for (let round = 0; round < graph.nodeCount; round += 1) {
    for (const [from, to] of graph.edges) {
      const smallest = Math.min(labels[from]!, labels[to]!);
      labels[from] = smallest;
      labels[to] = smallest;
    }
  }
  return labels;
}

describe('connectedComponents', () => {
  test.each([
    ['', [], 0, 0],
    ['a', [0], 1, 1],
    ['a>a', [0], 1, 1],
    ['a>b c>b d>e f', [0, 0, 0, 3, 3, 5], 3, 3],
    ['d>c b>a a>c', [0, 0, 0, 0], 1, 4],
  ])('of "%s"', (text, labels, count, largest) => {
    const found = connectedComponentsOfGraph(graphFromText(text));
    expect({ ...found, labels: [...found.labels] }).toMatchObject({ labels, count, largest });
  });

  test('equals flood fill', () => {
    fc.assert(
      fc.property(smallGraphs, (graph) => {
        const found = connectedComponents(csrOf(graph));
        expect([...found.labels]).toEqual(naiveLabels(graph));
        expect(found.count).toBe(new Set(naiveLabels(graph)).size);
      }),
    );
  });

  test('does not depend on the names of the nodes or the order of the edges', () => {
    fc.assert(
      fc.property(relabelledGraphs, ({ graph, permutation, shift }) => {
        const { labels } = connectedComponents(csrOf(graph));
        const other = connectedComponents(csrOf(relabelled(graph, permutation, shift))).labels;
        expect(groupsOf(other.map((_, node) => other[permutation[node]!]!))).toEqual(groupsOf(labels));
      }),
    );
  });

  test('of two graphs side by side are those of each', () => {
    fc.assert(
      fc.property(smallGraphs, smallGraphs, (left, right) => {
        const rightLabels = [...connectedComponents(csrOf(right)).labels].map(
          (label) => label + left.nodeCount,
        );
        const both = connectedComponents(csrOf(disjointUnion(left, right)));
        expect([...both.labels]).toEqual([...connectedComponents(csrOf(left)).labels, ...rightLabels]);
      }),
    );
  });

  test('of a chain of 1,000,000 nodes is one', () => {
    expect(connectedComponents(chainCsr(1_000_000))).toMatchObject({ count: 1, largest: 1_000_000 });
  });

  test('ends when the signal is aborted', () => {
    expect(() => connectedComponents(chainCsr(3), { signal: AbortSignal.abort() })).toThrow('interrupted');
  });
});
