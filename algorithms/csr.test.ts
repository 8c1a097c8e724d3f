import fc from 'fast-check';
import { DirectedGraph } from 'graphology';
import { describe, expect, test } from 'vitest';
import { csrFromEdges, csrFromGraph, reverse, sourcesOf, symmetrise } from './csr.ts';
import { graphFromText } from './graph-from-text.ts';
import { csrOf, denseUndirected, smallGraphs } from './small-graphs.contract.ts';

describe('csrFromGraph', () => {
  test('keeps the order of the nodes and sorts the rows by target', () => {
    const { csr, keys } = csrFromGraph(graphFromText('b>c:2 b>a:3 c>b lonely a>a:4'));
    expect(keys).toEqual(['b', 'c', 'a', 'lonely']);
    expect([...csr.offsets]).toEqual([0, 2, 3, 4, 4]);
    expect([...csr.targets]).toEqual([1, 2, 0, 2]);
    expect([...csr.weights]).toEqual([2, 3, 1, 4]);
  });

  test('takes 1 for an edge without a weight, and an empty graph', () => {
    const graph = new DirectedGraph();
    expect(csrFromGraph(graph).csr).toMatchObject({ nodeCount: 0, offsets: Int32Array.of(0) });
    graph.mergeEdge('a', 'b');
    expect([...csrFromGraph(graph).csr.weights]).toEqual([1]);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses the weight %d', (weight) => {
    const graph = new DirectedGraph();
    graph.mergeEdge('a', 'b', { weight });
    expect(() => csrFromGraph(graph)).toThrow(`the weight "${weight}" of an edge`);
  });
});

test('graphFromText adds repeated pairs and refuses what it cannot read', () => {
  const graph = graphFromText('a>b a>b:2.5');
  expect(graph.getEdgeAttributes('a', 'b')).toEqual({ count: 2, weight: 3.5 });
  expect(() => graphFromText('a>b>c')).toThrow('"a>b>c"');
});

test('csrFromEdges sums equal pairs and sorts, whatever the order of the edges', () => {
  fc.assert(
    fc.property(smallGraphs, (graph) => {
      const { nodeCount, offsets, targets, weights } = csrOf(graph);
      const expected = new Map<number, number>();
      for (const [from, to, weight] of graph.edges) {
        const pair = from * nodeCount + to;
        expected.set(pair, (expected.get(pair) ?? 0) + weight);
      }
      const found = [...sourcesOf({ nodeCount, offsets, targets, weights })].map((source, edge) => [
        source * nodeCount + targets[edge]!,
        weights[edge],
      ]);
      expect(found).toEqual([...expected].sort(([left], [right]) => left - right));
    }),
  );
});

test('reverse twice is the same graph', () => {
  fc.assert(
    fc.property(smallGraphs, (graph) => {
      expect(reverse(reverse(csrOf(graph)))).toEqual(csrOf(graph));
    }),
  );
});

test('symmetrise is the sum of both directions, with the self-loops apart', () => {
  fc.assert(
    fc.property(smallGraphs, (graph) => {
      const projection = symmetrise(csrOf(graph));
      const dense = denseUndirected(graph).map((row) => row.map(() => 0));
      for (const [edge, source] of sourcesOf(projection).entries()) {
        dense[source]![projection.targets[edge]!] = projection.weights[edge]!;
      }
      for (const [node, loop] of projection.loops.entries()) dense[node]![node] = 2 * loop;
      expect(dense).toEqual(denseUndirected(graph));
    }),
  );
});

test('refuses columns of different lengths', () => {
  expect(() => csrFromEdges(2, Int32Array.of(0), Int32Array.of(1, 0), Float64Array.of(1))).toThrow('differ');
});
