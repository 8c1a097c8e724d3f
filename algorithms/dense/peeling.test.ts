import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../base/random.ts';
import { csrFromEdges, symmetrise } from '../csr.ts';
import { plantedEdges } from '../planted-edges.ts';
import { describeRunControl } from '../run-control.contract.ts';
import { chainCsr, csrOf, denseUndirected, type SmallGraph, smallGraphs } from '../small-graphs.contract.ts';
import { peel } from './peeling.ts';

const step = 'peeling';

/** The weight inside a set, of nodes and of edges once each. */
function inside(matrix: number[][], nodeWeights: readonly number[], members: readonly number[]): number {
  let total = 0;
  for (const node of members) {
    total += nodeWeights[node]!;
    for (const other of members) if (other < node) total += matrix[node]![other]!;
  }
  return total;
}

/** Peels by the definition: everything is summed anew in each round. */
function naivePeel(graph: SmallGraph, nodeWeights: readonly number[]) {
  const matrix = denseUndirected(graph);
  let left = [...matrix.keys()];
  let best = { density: 0, members: [] as number[] };
  const order: number[] = [];
  while (left.length > 0) {
    const density = inside(matrix, nodeWeights, left) / left.length;
    if (density > best.density) best = { density, members: left };
    const whole = inside(matrix, nodeWeights, left);
    const without = left.map((node) =>
      inside(
        matrix,
        nodeWeights,
        left.filter((other) => other !== node),
      ),
    );
    const losses = without.map((rest) => whole - rest);
    const place = losses.indexOf(Math.min(...losses));
    order.push(left[place]!);
    left = left.filter((_, at) => at !== place);
  }
  return { ...best, order };
}

const weighted = smallGraphs.chain((graph) =>
  fc.record({
    graph: fc.constant(graph),
    nodeWeights: fc.array(fc.integer({ min: 0, max: 6 }), {
      minLength: graph.nodeCount,
      maxLength: graph.nodeCount,
    }),
  }),
);

const peeled = (graph: SmallGraph, nodeWeights: readonly number[]) =>
  peel(symmetrise(csrOf(graph)), { step, nodeWeights: Float64Array.from(nodeWeights) });

describe('peel', () => {
  test('equals the definition: order, members, density', () => {
    fc.assert(
      fc.property(weighted, ({ graph, nodeWeights }) => {
        const { members, density, order } = peeled(graph, nodeWeights);
        expect({ members: [...members], density, order: [...order] }).toEqual(naivePeel(graph, nodeWeights));
      }),
      { numRuns: 300 },
    );
  });

  test('is at least half as dense as the densest of all sets', () => {
    const few = fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.integer({ min: 1, max: 5 })), { maxLength: 25 });
    const weights = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(few, weights, (edges, nodeWeights) => {
        const graph: SmallGraph = { nodeCount: 9, edges };
        const matrix = denseUndirected(graph);
        let optimum = 0;
        for (let set = 1; set < 2 ** 9; set += 1) {
          const members = Array.from({ length: 9 }, (_, node) => node).filter((node) => (set >> node) & 1);
          optimum = Math.max(optimum, inside(matrix, nodeWeights, members) / members.length);
        }
        const { density } = peeled(graph, nodeWeights);
        expect(density).toBeGreaterThanOrEqual(optimum / 2);
        expect(density).toBeLessThanOrEqual(optimum);
      }),
    );
  });

  test('peels every node once, and the members last', () => {
    const random = new Random(4);
    const edges = plantedEdges({ nodeCount: 5000, edgeCount: 30_000, groups: 10, insideShare: 0.5, random });
    const csr = symmetrise(csrFromEdges(5000, edges.sources, edges.targets, edges.weights));
    const { order, members } = peel(csr, { step, nodeWeights: new Float64Array(5000) });
    expect(order.slice().sort()).toEqual(Int32Array.from({ length: 5000 }, (_, node) => node));
    expect(order.slice(5000 - members.length).sort()).toEqual(members);
  });

  test('a small heavy set keeps its digits beside very large sums', () => {
    // Subtracting from 1e16 would round the 0.1s away.
    const edges: [number, number, number][] = [
      [0, 1, 1e16],
      [2, 3, 0.1],
      [3, 4, 0.1],
    ];
    const { members, density } = peeled({ nodeCount: 5, edges }, [0, 0, 0, 0, 0]);
    expect([...members]).toEqual([0, 1]);
    expect(density).toBe(5e15);
  });

  test('of a chain of 1,000,000 nodes is the whole chain', () => {
    const nodeWeights = new Float64Array(1_000_000);
    const { members, density } = peel(symmetrise(chainCsr(1_000_000)), { step, nodeWeights });
    expect(members).toHaveLength(1_000_000);
    expect(density).toBe(0.999_999);
  });
});

describeRunControl(step, symmetrise(chainCsr(50_000)), (csr, control) =>
  peel(csr, { ...control, step, nodeWeights: new Float64Array(csr.nodeCount) }),
);
