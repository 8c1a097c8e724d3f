import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/random.ts';
import { csrFromEdges } from '../../csr.ts';
import { graphFromText } from '../../graph-from-text.ts';
import { plantedEdges } from '../../planted-edges.ts';
import {
  chainCsr,
  csrOf,
  disjointUnion,
  relabelled,
  relabelledGraphs,
  type SmallGraph,
  smallGraphs,
} from '../../small-graphs.contract.ts';
import { pagerank, pagerankOfGraph } from './pagerank.ts';

const exact = { tolerance: 1e-13, iterationsMax: 1000 };

/** Power iteration on the dense Google matrix, from the definition. */
function naiveRanks(graph: SmallGraph, restart: readonly number[], damping: number): number[] {
  const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node);
  const matrix = nodes.map(() => nodes.map(() => 0));
  for (const [from, to, weight] of graph.edges) matrix[from]![to]! += weight;
  const moves = matrix.map((row) => {
    const total = row.reduce((sum, weight) => sum + weight, 0);
    return row.map(
      (weight, to) => (1 - damping) * restart[to]! + damping * (total === 0 ? restart[to]! : weight / total),
    );
  });
  let ranks = nodes.map(() => 1 / graph.nodeCount);
  for (let round = 0; round < 300; round += 1) {
    ranks = nodes.map((to) => nodes.reduce((sum, from) => sum + ranks[from]! * moves[from]![to]!, 0));
  }
  return ranks;
}

const uniform = (nodeCount: number) => new Array<number>(nodeCount).fill(1 / nodeCount);

function expectClose(found: Iterable<number>, expected: readonly number[], difference = 1e-10): void {
  const ranks = [...found];
  expect(ranks).toHaveLength(expected.length);
  for (const [node, rank] of ranks.entries())
    expect(Math.abs(rank - expected[node]!)).toBeLessThan(difference);
}

describe('pagerank', () => {
  test('of an empty graph, one node, and a loop', () => {
    expect(pagerankOfGraph(graphFromText(''))).toMatchObject({ keys: [], iterations: 0, converged: true });
    expect([...pagerankOfGraph(graphFromText('a')).ranks]).toEqual([1]);
    expect([...pagerankOfGraph(graphFromText('a>a')).ranks]).toEqual([1]);
  });

  test('by hand: a dangling node gives its rank to all', () => {
    // b = 1/(2 + d) + d·a where a = (1 - d·a)/2: a = 1/(2 + d), b = 1 - a.
    const { ranks } = pagerankOfGraph(graphFromText('a>b'), exact);
    expectClose(ranks, [1 / 2.85, 1.85 / 2.85]);
  });

  test('follows the weights', () => {
    const { ranks, keys } = pagerankOfGraph(graphFromText('a>b:3 a>c:1 b>a c>a'), exact);
    expect(keys).toEqual(['a', 'b', 'c']);
    expect((ranks[1]! - 0.05) / (ranks[2]! - 0.05)).toBeCloseTo(3, 9);
  });

  test('equals the dense matrix, also personalised', () => {
    const withRestart = smallGraphs.chain((graph) =>
      fc.record({
        graph: fc.constant(graph),
        restart: fc.array(fc.integer({ min: 0, max: 4 }), {
          minLength: graph.nodeCount,
          maxLength: graph.nodeCount,
        }),
      }),
    );
    fc.assert(
      fc.property(withRestart, ({ graph, restart }) => {
        expectClose(pagerank(csrOf(graph), exact).ranks, naiveRanks(graph, uniform(graph.nodeCount), 0.85));
        const total = restart.reduce((sum, weight) => sum + weight, 0);
        fc.pre(total > 0);
        const found = pagerank(csrOf(graph), { ...exact, damping: 0.7, restart: Float64Array.from(restart) });
        const scaled = restart.map((weight) => weight / total);
        expectClose(found.ranks, naiveRanks(graph, scaled, 0.7));
      }),
    );
  });

  test('does not depend on the names of the nodes or the order of the edges', () => {
    fc.assert(
      fc.property(relabelledGraphs, ({ graph, permutation, shift }) => {
        const { ranks } = pagerank(csrOf(graph), exact);
        const other = pagerank(csrOf(relabelled(graph, permutation, shift)), exact).ranks;
        expectClose(
          ranks,
          permutation.map((node) => other[node]!),
        );
      }),
    );
  });

  test('of two graphs side by side, restarting in one, is that of the one', () => {
    fc.assert(
      fc.property(smallGraphs, smallGraphs, (left, right) => {
        const restart = new Float64Array(left.nodeCount + right.nodeCount).fill(1, 0, left.nodeCount);
        const both = pagerank(csrOf(disjointUnion(left, right)), { ...exact, restart });
        const alone = pagerank(csrOf(left), exact);
        expectClose(both.ranks, [...alone.ranks, ...new Array<number>(right.nodeCount).fill(0)]);
      }),
    );
  });

  test('the tolerance means the same at every size, and the total stays 1', () => {
    for (const nodeCount of [100, 20_000]) {
      const edges = plantedEdges({
        nodeCount,
        edgeCount: nodeCount * 5,
        groups: 5,
        insideShare: 0.5,
        random: new Random(3),
      });
      const csr = csrFromEdges(edges.nodeCount, edges.sources, edges.targets, edges.weights);
      const rough = pagerank(csr);
      const fine = pagerank(csr, exact);
      const distance = rough.ranks.reduce((sum, rank, node) => sum + Math.abs(rank - fine.ranks[node]!), 0);
      expect(rough).toMatchObject({ converged: true });
      expect(rough.change).toBeLessThanOrEqual(1e-6);
      // Each further iteration shrinks the change by the damping at least: the rest is at most d / (1 - d) times it.
      expect(distance).toBeLessThan(1e-6 * (0.85 / 0.15));
      expect(rough.ranks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(1, 9);
      expect(pagerank(csr).ranks).toEqual(rough.ranks);
      expect(pagerank(csr, { start: rough.ranks }).iterations).toBe(1);
    }
  });

  test('says when the iterations were not enough', () => {
    expect(pagerank(chainCsr(100), { iterationsMax: 2 })).toMatchObject({ iterations: 2, converged: false });
  });

  test('refuses a damping, restart or start out of range, and ends when the signal is aborted', () => {
    const csr = chainCsr(2);
    expect(() => pagerank(csr, { damping: 1 })).toThrow('damping "1"');
    expect(() => pagerank(csr, { restart: Float64Array.of(0, 0) })).toThrow('"restart" needs 2 weights');
    expect(() => pagerank(csr, { start: Float64Array.of(1) })).toThrow('but has 1');
    expect(() => pagerank(csr, { restart: Float64Array.of(2, -1) })).toThrow('at least 0');
    expect(() => pagerank(csr, { signal: AbortSignal.abort() })).toThrow('"pagerank" was interrupted');
  });
});
