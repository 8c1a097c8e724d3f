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
  smallGraphs,
} from '../../small-graphs.contract.ts';
import { densestSubgraphOfGraph } from '../densest-subgraph/densest-subgraph.ts';
import { fraudar, fraudarOfGraph } from './fraudar.ts';

const named = ({ keys, members }: { keys: readonly string[]; members: Int32Array }): string =>
  Array.from(members, (node) => keys[node]).join('');

/** The paper's score of a set by the definition. */
function naiveScore(
  graph: SmallGraph,
  suspiciousness: readonly number[],
  members: readonly number[],
): number {
  const pairs = new Set(graph.edges.filter(([from, to]) => from !== to).map(([from, to]) => `${from}>${to}`));
  const sendersOf = (receiver: number): number =>
    [...pairs].filter((pair) => Number(pair.split('>')[1]) === receiver).length;
  let total = members.reduce((sum, node) => sum + suspiciousness[node]!, 0);
  for (const pair of pairs) {
    const [from = -1, to = -1] = pair.split('>').map(Number);
    if (members.includes(from) && members.includes(to)) total += 1 / Math.log(sendersOf(to) + 5);
  }
  return members.length === 0 ? 0 : total / members.length;
}

const suspected = smallGraphs.chain((graph) =>
  fc.record({
    graph: fc.constant(graph),
    suspiciousness: fc.array(fc.double({ min: 0, max: 2, noNaN: true }), {
      minLength: graph.nodeCount,
      maxLength: graph.nodeCount,
    }),
  }),
);

describe('fraudar', () => {
  test('by hand: each ordered pair weighs by the popularity of its receiver', () => {
    expect(named(fraudarOfGraph(graphFromText('')))).toBe('');
    expect(named(fraudarOfGraph(graphFromText('a>a b')))).toBe('');
    const one = fraudarOfGraph(graphFromText('a>b:1000 a>b'));
    expect(named(one)).toBe('ab');
    expect(one.density).toBeCloseTo(1 / Math.log(6) / 2, 12);
    // The three together have 1 / ln 6 + 2 / ln 7 on three heads, which is less.
    const both = fraudarOfGraph(graphFromText('a>b b>a c>b'));
    expect(named(both)).toBe('ab');
    expect(both.density).toBeCloseTo((1 / Math.log(6) + 1 / Math.log(7)) / 2, 12);
  });

  test('finds the block behind its camouflage, where counting edges finds the popular shop', () => {
    const block = ['p', 'q', 'r', 's'];
    const ring = block.flatMap((from) => block.filter((to) => to !== from).map((to) => `${from}>${to}`));
    // Every member of the ring also pays five shops, which each have forty honest customers.
    const shops = ['v', 'w', 'x', 'y', 'z'];
    const camouflage = block.flatMap((from) => shops.map((shop) => `${from}>${shop}`));
    const customers = Array.from({ length: 40 }, (_, at) => shops.map((shop) => `c${at}>${shop}`)).flat();
    const graph = graphFromText([...ring, ...camouflage, ...customers].join(' '));
    expect(named(fraudarOfGraph(graph))).toBe('pqrs');
    expect(densestSubgraphOfGraph(graph).members).toHaveLength(graph.order);
  });

  test('does not depend on the names of the nodes or the order of the edges, but for ties', () => {
    fc.assert(
      fc.property(relabelledGraphs, ({ graph, permutation, shift }) => {
        const random = new Random('ties');
        const suspiciousness = Float64Array.from({ length: graph.nodeCount }, () => random.next());
        const moved = new Float64Array(graph.nodeCount);
        for (const [node, name] of permutation.entries()) moved[name] = suspiciousness[node]!;
        const found = fraudar(csrOf(graph), { suspiciousness });
        const other = fraudar(csrOf(relabelled(graph, permutation, shift)), { suspiciousness: moved });
        expect(other.density).toBeCloseTo(found.density, 10);
        expect(found.order.map((node) => permutation[node]!)).toEqual(other.order);
        expect(found.members.map((node) => permutation[node]!).sort()).toEqual(other.members);
      }),
    );
  });

  test('has the score of the definition, at least half of the best, with and without suspiciousness', () => {
    const small = suspected.filter(({ graph }) => graph.nodeCount <= 9);
    fc.assert(
      fc.property(small, ({ graph, suspiciousness }) => {
        const { members, density } = fraudar(csrOf(graph), {
          suspiciousness: Float64Array.from(suspiciousness),
        });
        expect(density).toBeCloseTo(naiveScore(graph, suspiciousness, [...members]), 10);
        let optimum = 0;
        for (let set = 1; set < 2 ** graph.nodeCount; set += 1) {
          const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node);
          const chosen = nodes.filter((node) => (set >> node) & 1);
          optimum = Math.max(optimum, naiveScore(graph, suspiciousness, chosen));
        }
        expect(density).toBeGreaterThanOrEqual(optimum / 2 - 1e-12);
        expect(density).toBeLessThanOrEqual(optimum + 1e-12);
      }),
      { numRuns: 30 },
    );
  });

  test('ignores weights and repetitions', () => {
    fc.assert(
      fc.property(smallGraphs, (graph) => {
        const light = { ...graph, edges: graph.edges.map(([from, to]) => [from, to, 1] as const) };
        expect(fraudar(csrOf(graph))).toEqual(
          fraudar(csrOf({ ...light, edges: [...light.edges, ...light.edges] })),
        );
      }),
    );
  });

  test('a suspected account draws the result to it', () => {
    const graph = graphFromText('a>b b>a c>d d>c');
    expect(named(fraudarOfGraph(graph))).toBe('abcd');
    graph.setNodeAttribute('d', 'suspiciousness', 0.5);
    expect(named(fraudarOfGraph(graph))).toBe('cd');
    graph.setNodeAttribute('d', 'suspiciousness', 5);
    expect(named(fraudarOfGraph(graph))).toBe('d');
  });

  test('refuses a suspiciousness out of range', () => {
    const csr = chainCsr(2);
    expect(() => fraudar(csr, { suspiciousness: Float64Array.of(1) })).toThrow(
      'needs 2 finite numbers of at least 0, but has 1',
    );
    expect(() => fraudar(csr, { suspiciousness: Float64Array.of(1, -1) })).toThrow('has "-1"');
    expect(() => fraudar(csr, { suspiciousness: Float64Array.of(1, Number.NaN) })).toThrow('has "NaN"');
  });
});

describeRunControl('Fraudar', chainCsr(50_000), fraudar);
