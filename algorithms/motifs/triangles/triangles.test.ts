import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csrFromEdges } from '../../csr.ts';
import { graphFromText } from '../../graph-from-text.ts';
import { describeRunControl } from '../../run-control.contract.ts';
import {
  chainCsr,
  csrOf,
  disjointUnion,
  relabelled,
  relabelledGraphs,
  type SmallGraph,
  smallGraphs,
} from '../../small-graphs.contract.ts';
import { triangles, trianglesOfGraph } from './triangles.ts';

/** Every three nodes are looked at. */
function naiveTriangles(graph: SmallGraph) {
  const { nodeCount } = graph;
  const joined = Array.from({ length: nodeCount }, () => new Array<boolean>(nodeCount).fill(false));
  for (const [from, to] of graph.edges) {
    joined[from]![to] = from !== to;
    joined[to]![from] = from !== to;
  }
  const counts = joined.map(() => 0);
  const wedges = joined.map(() => 0);
  let total = 0;
  for (let a = 0; a < nodeCount; a += 1) {
    for (let b = 0; b < nodeCount; b += 1) {
      for (let c = b + 1; c < nodeCount; c += 1) {
        if (!joined[a]![b] || !joined[a]![c]) continue;
        wedges[a]! += 1;
        if (!joined[b]![c]) continue;
        counts[a]! += 1;
        if (a < b) total += 1;
      }
    }
  }
  const clustering = counts.map((count, node) => (wedges[node] === 0 ? 0 : count / wedges[node]!));
  const allWedges = wedges.reduce((sum, count) => sum + count, 0);
  const mean = clustering.reduce((sum, share) => sum + share, 0) / nodeCount;
  return { counts, total, clustering, mean, transitivity: allWedges === 0 ? 0 : (3 * total) / allWedges };
}

describe('triangles', () => {
  test.each([
    ['', [], 0, 0, 0],
    ['a a>a', [0], 0, 0, 0],
    ['a>b b>c c>a', [1, 1, 1], 1, 1, 1],
    // Whatever the directions and however often.
    ['a>b b>a a>c b>c b>c c>c d', [1, 1, 1, 0], 1, 0.75, 1],
    ['a>b b>c c>a c>d', [1, 1, 1, 0], 1, (1 + 1 + 1 / 3) / 4, 0.6],
    ['a>b a>c a>d b>c b>d c>d', [3, 3, 3, 3], 4, 1, 1],
  ])('of "%s"', (text, counts, total, averageClustering, transitivity) => {
    const found = trianglesOfGraph(graphFromText(text));
    expect({ ...found, counts: [...found.counts] }).toMatchObject({
      counts,
      total,
      averageClustering,
      transitivity,
    });
  });

  test('equals the count over all sets of three', () => {
    fc.assert(
      fc.property(smallGraphs, (graph) => {
        const found = triangles(csrOf(graph));
        const { counts, total, clustering, mean, transitivity } = naiveTriangles(graph);
        expect([...found.counts]).toEqual(counts);
        expect(found.total).toBe(total);
        expect([...found.clustering]).toEqual(clustering);
        expect(found.averageClustering).toBeCloseTo(mean, 12);
        expect(found.transitivity).toBe(transitivity);
      }),
      { numRuns: 300 },
    );
  });

  test('does not depend on the names of the nodes or the order of the edges', () => {
    fc.assert(
      fc.property(relabelledGraphs, ({ graph, permutation, shift }) => {
        const { counts, clustering, total } = triangles(csrOf(graph));
        const other = triangles(csrOf(relabelled(graph, permutation, shift)));
        expect(permutation.map((node) => other.counts[node])).toEqual([...counts]);
        expect(permutation.map((node) => other.clustering[node])).toEqual([...clustering]);
        expect(other.total).toBe(total);
      }),
    );
  });

  test('of two graphs side by side are those of each', () => {
    fc.assert(
      fc.property(smallGraphs, smallGraphs, (left, right) => {
        const both = triangles(csrOf(disjointUnion(left, right)));
        expect([...both.counts]).toEqual([
          ...triangles(csrOf(left)).counts,
          ...triangles(csrOf(right)).counts,
        ]);
      }),
    );
  });

  test('of a wheel of 200,000 spokes', () => {
    const rim = 200_000;
    const spokes = Int32Array.from({ length: rim }, (_, node) => node + 1);
    const sources = Int32Array.from([...spokes, ...spokes]);
    const targets = Int32Array.from([...spokes.map((node) => (node % rim) + 1), ...spokes.map(() => 0)]);
    const wheel = csrFromEdges(rim + 1, sources, targets, new Float64Array(2 * rim).fill(1));
    const { counts, total } = triangles(wheel);
    expect(total).toBe(rim);
    expect(counts[0]).toBe(rim);
    expect(counts.subarray(1).every((count) => count === 2)).toBe(true);
  });
});

describeRunControl('triangles', chainCsr(200_000), triangles);
