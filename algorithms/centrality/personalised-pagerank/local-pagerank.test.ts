import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/random.ts';
import { csrFromEdges } from '../../csr.ts';
import { graphFromText } from '../../graph-from-text.ts';
import { plantedEdges } from '../../planted-edges.ts';
import { describeRunControl } from '../../run-control.contract.ts';
import {
  chainCsr,
  csrOf,
  relabelled,
  relabelledGraphs,
  type SmallGraph,
  smallGraphs,
} from '../../small-graphs.contract.ts';
import { localPagerank, localPagerankOfGraph } from './local-pagerank.ts';

/** By the definition: the walk with restarts at the source, 300 steps on the dense matrix. */
function naiveRanks(graph: SmallGraph, source: number, damping: number): number[] {
  const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node);
  const matrix = nodes.map(() => nodes.map(() => 0));
  for (const [from, to, weight] of graph.edges) matrix[from]![to]! += weight;
  const restart = nodes.map((node) => Number(node === source));
  let ranks = restart;
  for (let round = 0; round < 300; round += 1) {
    const next = restart.map((share) => (1 - damping) * share);
    for (const from of nodes) {
      const total = matrix[from]!.reduce((sum, weight) => sum + weight, 0);
      const shares = total === 0 ? restart : matrix[from]!.map((weight) => weight / total);
      for (const to of nodes) next[to]! += damping * ranks[from]! * shares[to]!;
    }
    ranks = next;
  }
  return ranks;
}

function dense(nodeCount: number, found: { nodes: Int32Array; ranks: Float64Array }): number[] {
  const ranks = new Array<number>(nodeCount).fill(0);
  for (const [place, node] of found.nodes.entries()) ranks[node] = found.ranks[place]!;
  return ranks;
}

const planted = (nodeCount: number) => {
  const random = new Random(2);
  const edges = plantedEdges({ nodeCount, edgeCount: nodeCount * 5, groups: 50, insideShare: 0.9, random });
  return csrFromEdges(edges.nodeCount, edges.sources, edges.targets, edges.weights);
};

describe('localPagerank', () => {
  test('of one node, and of a loop', () => {
    for (const text of ['a', 'a>a']) {
      const found = localPagerankOfGraph(graphFromText(text), 'a', { epsilon: 1e-12 });
      expect(found.ranks[0]).toBeCloseTo(1, 10);
      expect(found).toMatchObject({ keys: ['a'], converged: true });
    }
  });

  test('is below the exact ranks, and what is missing is the residual', () => {
    const cases = fc.record({
      graph: smallGraphs,
      source: fc.nat(),
      damping: fc.constantFrom(0.5, 0.85, 0.9),
      epsilon: fc.constantFrom(0.3, 1e-2, 1e-4, 1e-10),
    });
    fc.assert(
      fc.property(cases, ({ graph, source, damping, epsilon }) => {
        const start = source % graph.nodeCount;
        const found = localPagerank(csrOf(graph), start, { damping, epsilon });
        const ranks = dense(graph.nodeCount, found);
        const expected = naiveRanks(graph, start, damping);
        let missing = 0;
        for (const [node, rank] of ranks.entries()) {
          expect(expected[node]! - rank).toBeGreaterThan(-1e-10);
          missing += expected[node]! - rank;
        }
        expect(missing).toBeCloseTo(found.residual, 9);
        // Each node keeps at most epsilon an edge, a node without edges as if it had one.
        const csr = csrOf(graph);
        expect(found.residual).toBeLessThanOrEqual(epsilon * (csr.targets.length + csr.nodeCount) + 1e-12);
        expect([...found.nodes]).toEqual([...found.nodes].sort((left, right) => left - right));
      }),
      { numRuns: 300 },
    );
  });

  test('converges to ranks that do not depend on the names of the nodes', () => {
    fc.assert(
      fc.property(relabelledGraphs, ({ graph, permutation, shift }) => {
        const ranks = dense(graph.nodeCount, localPagerank(csrOf(graph), 0, { epsilon: 1e-11 }));
        const moved = csrOf(relabelled(graph, permutation, shift));
        const other = dense(graph.nodeCount, localPagerank(moved, permutation[0]!, { epsilon: 1e-11 }));
        for (const [node, rank] of ranks.entries()) expect(other[permutation[node]!]).toBeCloseTo(rank, 8);
      }),
    );
  });

  test('costs what epsilon says, whatever the size of the graph', () => {
    const epsilon = 1e-4;
    for (const nodeCount of [2000, 20_000, 100_000]) {
      const csr = planted(nodeCount);
      const found = localPagerank(csr, 1, { epsilon });
      expect(found.converged).toBe(true);
      // A push of node v settles at least 0.15 × epsilon × edges of v, and all that can be settled is 1.
      expect(found.pushes).toBeLessThan(1 / (0.15 * epsilon));
      expect(found.nodes.length).toBeLessThanOrEqual(found.pushes);
      expect(found.residual).toBeGreaterThan(0);
      expect(localPagerank(csr, 1, { epsilon })).toEqual(found);
    }
  });

  test('leaves a hub alone to which less came than epsilon an edge', () => {
    const leaves = Array.from({ length: 1000 }, (_, leaf) => `hub>leaf${leaf}`).join(' ');
    const graph = graphFromText(`a>hub ${leaves}`);
    const found = localPagerankOfGraph(graph, 'a', { epsilon: 1e-3 });
    expect([found.pushes, [...found.nodes], found.converged]).toEqual([1, [0], true]);
    expect(found.residual).toBeCloseTo(0.85, 12);
    expect(localPagerankOfGraph(graph, 'a', { epsilon: 8e-4 }).nodes.length).toBeGreaterThan(1);
  });

  test('is not converged when the pushes end inside of a round', () => {
    // Each of three leaves waits with 0.85 / 3; its push hands too little back for another one.
    const graph = graphFromText('a>b a>c a>d');
    const run = (pushesMax: number) => localPagerankOfGraph(graph, 'a', { epsilon: 0.27, pushesMax });
    expect([run(2), run(4)].map(({ pushes, converged }) => [pushes, converged])).toEqual([
      [2, false],
      [4, true],
    ]);
  });

  test('says when the pushes were not enough, and how much it still had', () => {
    const found = localPagerank(chainCsr(100), 0, { epsilon: 1e-9, pushesMax: 2 });
    expect([...found.nodes]).toEqual([0, 1]);
    expect(found.pushes).toBe(2);
    expect(found.converged).toBe(false);
    expect(found.residual).toBeCloseTo(0.85 ** 2, 12);
  });

  test('refuses what is out of range', () => {
    const csr = chainCsr(3);
    expect(() => localPagerank(csr, 3)).toThrow('source "3" is not a node');
    expect(() => localPagerank(csr, 0, { damping: 1 })).toThrow('damping "1"');
    expect(() => localPagerank(csr, 0, { epsilon: 0 })).toThrow('epsilon "0"');
    expect(() => localPagerank(csr, 0, { pushesMax: 0.5 })).toThrow('pushesMax "0.5"');
    expect(() => localPagerankOfGraph(graphFromText('a'), 'b')).toThrow('account "b" is not in the graph');
  });
});

describeRunControl('local PageRank', planted(2000), (csr, control) => localPagerank(csr, 1, control));
