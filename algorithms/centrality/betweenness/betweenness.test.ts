import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/random.ts';
import { csrFromEdges, csrFromGraph } from '../../csr.ts';
import { graphFromText } from '../../graph-from-text.ts';
import { plantedEdges } from '../../planted-edges.ts';
import { describeRunControl } from '../../run-control.contract.ts';
import {
  chainCsr,
  csrOf,
  disjointUnion,
  naiveDistances,
  relabelled,
  relabelledGraphs,
  type SmallGraph,
  smallGraphs,
} from '../../small-graphs.contract.ts';
import { betweenness, betweennessOfGraph } from './betweenness.ts';

/** The dependency of each source on each node by the definition: Floyd and Warshall's distances, paths by recursion. */
function naiveDependencies(graph: SmallGraph): number[][] {
  const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node);
  const distance = naiveDistances(graph);
  const known = new Map<number, number>();
  const paths = (from: number, to: number): number => {
    if (from === to) return 1;
    const key = from * graph.nodeCount + to;
    const found =
      known.get(key) ??
      nodes
        .filter((last) => distance[last]![to] === 1 && distance[from]![last]! + 1 === distance[from]![to])
        .reduce((sum, last) => sum + paths(from, last), 0);
    known.set(key, found);
    return found;
  };
  const passing = (from: number, via: number, to: number): number => {
    if (from === via || via === to || from === to || distance[from]![to] === Number.POSITIVE_INFINITY)
      return 0;
    if (distance[from]![via]! + distance[via]![to]! !== distance[from]![to]) return 0;
    return (paths(from, via) * paths(via, to)) / paths(from, to);
  };
  return nodes.map((from) => nodes.map((via) => nodes.reduce((sum, to) => sum + passing(from, via, to), 0)));
}

function naiveScores(graph: SmallGraph): number[] {
  const dependencies = naiveDependencies(graph);
  return dependencies.map((_, via) => dependencies.reduce((sum, row) => sum + row[via]!, 0));
}

function expectClose(found: Iterable<number>, expected: readonly number[]): void {
  const scores = [...found];
  expect(scores).toHaveLength(expected.length);
  for (const [node, score] of scores.entries()) {
    expect(Math.abs(score - expected[node]!)).toBeLessThan(1e-9 * (1 + expected[node]!));
  }
}

function planted(nodeCount: number) {
  const edges = plantedEdges({
    nodeCount,
    edgeCount: nodeCount * 4,
    groups: 5,
    insideShare: 0.8,
    random: new Random(7),
  });
  return csrFromEdges(edges.nodeCount, edges.sources, edges.targets, edges.weights);
}

describe('betweenness', () => {
  test.each([
    ['', []],
    ['a', [0]],
    ['a>b b>c c>d', [0, 2, 2, 0]],
    // Self-loops and repetitions change nothing, and nothing goes against the direction.
    ['a>b a>b b>b b>c c>c', [0, 1, 0]],
    ['a>b c>b', [0, 0, 0]],
    // Two ways of two edges share the pair; the hub of a star has every pair.
    ['a>b a>c b>d c>d', [0, 0.5, 0.5, 0]],
    ['a>h b>h c>h h>a h>b h>c', [0, 6, 0, 0]],
  ])('of "%s"', (text, scores) => {
    const found = betweennessOfGraph(graphFromText(text));
    expect([...found.scores]).toEqual(scores);
    expect(found).toMatchObject({ exact: true, pivots: scores.length });
  });

  test('equals the definition', () => {
    fc.assert(
      fc.property(smallGraphs, (graph) => expectClose(betweenness(csrOf(graph)).scores, naiveScores(graph))),
      { numRuns: 300 },
    );
  });

  test('does not depend on the names of the nodes or the order of the edges', () => {
    fc.assert(
      fc.property(relabelledGraphs, ({ graph, permutation, shift }) => {
        const { scores } = betweenness(csrOf(graph));
        const other = betweenness(csrOf(relabelled(graph, permutation, shift))).scores;
        expectClose(
          scores,
          permutation.map((node) => other[node]!),
        );
      }),
    );
  });

  test('within some nodes is that of the graph of these nodes alone', () => {
    fc.assert(
      fc.property(smallGraphs, smallGraphs, fc.nat(), (left, right, joint) => {
        const both = disjointUnion(left, right);
        const bridge = [joint % left.nodeCount, left.nodeCount + (joint % right.nodeCount), 1] as const;
        const bridged = { ...both, edges: [...both.edges, bridge] };
        const within = Int32Array.from({ length: left.nodeCount }, (_, node) => node).reverse();
        const { scores } = betweenness(csrOf(bridged), { within });
        expectClose(scores, [...naiveScores(left), ...new Array<number>(right.nodeCount).fill(0)]);
      }),
    );
  });

  test('from one pivot is its dependency times the number of nodes, and every node is drawn', () => {
    const graph = graphFromText('a>b b>c c>d d>a a>c e>a');
    const csr = csrFromGraph(graph).csr;
    const expected = naiveDependencies({
      nodeCount: 5,
      edges: graph.mapEdges((_key, _attributes, from, to) => ['abcde'.indexOf(from), 'abcde'.indexOf(to), 1]),
    }).map((row) => JSON.stringify(row.map((dependency) => dependency * 5)));
    const drawn = new Set<string>();
    for (let seed = 0; seed < 60; seed += 1) {
      const found = betweenness(csr, { sample: { pivots: 1, random: new Random(seed) } });
      expect(found).toMatchObject({ exact: false, pivots: 1 });
      drawn.add(JSON.stringify([...found.scores]));
    }
    expect([...drawn].sort()).toEqual([...new Set(expected)].sort());
  });

  test('an estimate is unbiased: the mean over many seeds is the exact score', () => {
    const { csr } = csrFromGraph(graphFromText('a>b b>c c>d d>a a>c e>a'));
    const exact = betweenness(csr).scores;
    const draws = 4000;
    const sums = new Float64Array(csr.nodeCount);
    for (let seed = 0; seed < draws; seed += 1) {
      const { scores } = betweenness(csr, { sample: { pivots: 2, random: new Random(seed) } });
      for (const [node, score] of scores.entries()) sums[node]! += score;
    }
    // A score of one draw is at most 15, so its mean over 4000 has a standard error below 0.12.
    for (const [node, sum] of sums.entries()) expect(Math.abs(sum / draws - exact[node]!)).toBeLessThan(0.3);
  });

  test('from as many pivots as nodes has the bits of the exact one; from many it is near', () => {
    const csr = planted(400);
    const exact = betweenness(csr).scores;
    const all = betweenness(csr, { sample: { pivots: 400, random: new Random(1) } });
    expect(all).toEqual({ scores: exact, pivots: 400, exact: true });
    const near = betweenness(csr, { sample: { pivots: 200, random: new Random(1) } }).scores;
    const sum = (scores: Float64Array): number => scores.reduce((total, score) => total + score, 0);
    const error = exact.reduce((total, score, node) => total + Math.abs(score - near[node]!), 0);
    expect(error / sum(exact)).toBeLessThan(0.15);
    expect(sum(near) / sum(exact)).toBeCloseTo(1, 1);
    expect(betweenness(csr, { sample: { pivots: 200, random: new Random(1) } }).scores).toEqual(near);
  });

  test('survives more shortest paths than a double can count', () => {
    // Hubs h0 .. hk with two ways between neighbours: 2^k shortest paths from end to end.
    const k = 1100;
    const edges: [number, number, number][] = [];
    for (let hub = 0; hub < k; hub += 1) {
      for (const middle of [3 * hub + 1, 3 * hub + 2])
        edges.push([3 * hub, middle, 1], [middle, 3 * hub + 3, 1]);
    }
    const { scores } = betweenness(csrOf({ nodeCount: 3 * k + 1, edges }));
    const expected = Array.from(scores, (_, node) => {
      const hub = Math.floor(node / 3);
      if (node % 3 === 0) return 3 * hub * 3 * (k - hub);
      return ((3 * hub + 1) * (3 * (k - hub) - 2)) / 2;
    });
    expectClose(scores, expected);
  });

  test('of a chain of 1,000,000 nodes, from two pivots', () => {
    const nodeCount = 1_000_000;
    const { scores } = betweenness(chainCsr(nodeCount), { sample: { pivots: 2, random: new Random(5) } });
    // Each pivot before a node depends on it for every node after it.
    const before = scores.map((score, node) => score / (nodeCount / 2) / (nodeCount - 1 - node));
    expect(new Set(before.subarray(0, nodeCount - 1))).toEqual(new Set([0, 1, 2]));
    expect(
      before.every((count, node) => node < 1 || node === nodeCount - 1 || count >= before[node - 1]!),
    ).toBe(true);
  });

  test('refuses pivots and nodes out of range, and an account that is not there', () => {
    const sample = { pivots: 0, random: new Random(1) };
    expect(() => betweenness(chainCsr(3), { sample })).toThrow('pivots "0"');
    expect(() => betweenness(chainCsr(3), { within: Int32Array.of(4) })).toThrow('"4" is none of its 3');
    expect(() => betweennessOfGraph(graphFromText('a>b'), { accounts: ['z'] })).toThrow('account "z"');
    const part = betweennessOfGraph(graphFromText('a>b b>c a>d d>c'), { accounts: ['c', 'a', 'b'] });
    expect([...part.scores]).toEqual([0, 1, 0, 0]);
  });
});

describeRunControl('betweenness', planted(2000), betweenness);
