import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../base/random.ts';
import { changedNodes } from '../../changed-nodes.ts';
import { csrFromEdges, csrFromGraph, sourcesOf, symmetrise } from '../../csr.ts';
import { graphFromText } from '../../graph-from-text.ts';
import { csrOf, groupsOf, type SmallGraph, smallGraphs } from '../../small-graphs.contract.ts';
import { naiveModularity, plantedCsr } from '../communities.contract.ts';
import { splitDisconnected } from '../split-disconnected.ts';
import { leiden } from './leiden.ts';

/** A graph, a later one in which nodes may have come, and a seed. */
const changes = smallGraphs.chain((before) => {
  const node = fc.integer({ min: 0, max: before.nodeCount + 1 });
  const added = fc.array(fc.tuple(node, node, fc.integer({ min: 1, max: 5 })), { maxLength: 6 });
  return fc.record({
    before: fc.constant(before),
    after: fc
      .record({ kept: fc.subarray([...before.edges]), added })
      .map(
        ({ kept, added }): SmallGraph => ({ nodeCount: before.nodeCount + 2, edges: [...kept, ...added] }),
      ),
    seed: fc.nat(),
    refineShareMin: fc.constantFrom(0.01, 0.25, 1),
  });
});

function follow({
  before,
  after,
  seed,
  refineShareMin,
}: {
  before: SmallGraph;
  after: SmallGraph;
  seed: number;
  refineShareMin: number;
}) {
  const former = leiden(csrOf(before), { random: new Random(seed) });
  const start = Int32Array.of(...former.labels, -1, -1);
  const touched = changedNodes(csrOf(before), csrOf(after));
  const warm = leiden(csrOf(after), { random: new Random(seed), start, touched, refineShareMin });
  return { former, start, touched, warm };
}

describe('leiden from touched nodes', () => {
  test('gives connected communities, their modularity, and labels that continue', () => {
    fc.assert(
      fc.property(changes, (drawn) => {
        const { start, warm } = follow(drawn);
        expect(warm.modularity).toBeCloseTo(naiveModularity(drawn.after, warm.labels, 1), 10);
        const divided = warm.labels.slice();
        expect(splitDisconnected(symmetrise(csrOf(drawn.after)), divided)).toBe(warm.count);
        expect(warm.formerLabels).toHaveLength(warm.count);
        for (const [label, formerLabel] of warm.formerLabels.entries()) {
          const members = [...start].filter((_, node) => warm.labels[node] === label);
          if (formerLabel !== -1) expect(members).toContain(formerLabel);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is never worse than the former partition with new nodes by themselves', () => {
    fc.assert(
      fc.property(changes, (drawn) => {
        const { start, warm } = follow(drawn);
        const floor = start.map((label, node) => (label === -1 ? start.length + node : label));
        expect(warm.modularity).toBeGreaterThanOrEqual(naiveModularity(drawn.after, floor, 1) - 1e-9);
      }),
      { numRuns: 300 },
    );
  });

  test('with no touched node is the same partition with the same labels', () => {
    fc.assert(
      fc.property(smallGraphs, fc.nat(), (graph, seed) => {
        const former = leiden(csrOf(graph), { random: new Random(seed) });
        const touched = new Int32Array(0);
        const warm = leiden(csrOf(graph), { random: new Random(seed + 1), start: former.labels, touched });
        expect(warm.labels).toEqual(former.labels);
        expect([...warm.formerLabels]).toEqual([...new Array(former.count).keys()]);
      }),
    );
  });

  test('is the same for the same graph, seed and touched nodes in any order', () => {
    const csr = plantedCsr(3000, 60, 4);
    const { labels: start } = leiden(csr, { random: new Random(1) });
    const touched = Int32Array.from({ length: 900 }, (_, place) => (place * 7) % 3000);
    const run = (nodes: Int32Array) => leiden(csr, { random: new Random(9), start, touched: nodes });
    expect(run(touched)).toEqual(run(touched));
    expect(run(touched.slice().reverse())).toEqual(run(touched));
  });

  test('after 1 % of changed edges is as good as a cold start', () => {
    for (const groups of [20, 200]) {
      const before = plantedCsr(4000, groups, groups);
      const after = exchanged(before, new Random(groups));
      const { labels: start } = leiden(before, { random: new Random(1) });
      const warm = leiden(after, { random: new Random(1), start, touched: changedNodes(before, after) });
      const cold = leiden(after, { random: new Random(1) });
      expect(warm.modularity).toBeGreaterThanOrEqual(0.995 * cold.modularity);
    }
  });

  test('a group whose bridge is gone falls apart, its larger part keeps the label, and the rest stays', () => {
    // Two triangles that a heavy edge held together, and a pair far away.
    const before = csrFromGraph(graphFromText('a>b b>c c>a d>e e>f f>d f>g g>d c>d:9 x>y')).csr;
    const after = csrFromGraph(graphFromText('a>b b>c c>a d>e e>f f>d f>g g>d x>y')).csr;
    const start = Int32Array.of(4, 4, 4, 4, 4, 4, 4, 8, 8);
    const warm = leiden(after, { random: new Random(1), start, touched: changedNodes(before, after) });
    expect(groupsOf(warm.labels)).toEqual([
      [0, 1, 2],
      [3, 4, 5, 6],
      [7, 8],
    ]);
    expect([...warm.formerLabels]).toEqual([-1, 4, 8]);
  });

  test('refuses touched nodes without a start or out of range, and a share out of range', () => {
    const csr = csrFromGraph(graphFromText('a>b')).csr;
    const [random, start] = [new Random(1), Int32Array.of(0, 0)];
    expect(() => leiden(csr, { random, touched: Int32Array.of(0) })).toThrow('without a "start"');
    expect(() => leiden(csr, { random, start, touched: Int32Array.of(2) })).toThrow(
      'node "2" is not in 0 .. 1',
    );
    expect(() => leiden(csr, { random, start, touched: Int32Array.of(), refineShareMin: 0 })).toThrow(
      '"refineShareMin"',
    );
  });
});

/** The graph with every 200th edge gone and as many new ones. */
function exchanged(csr: ReturnType<typeof plantedCsr>, random: Random) {
  const targets = csr.targets.map((target, edge) =>
    edge % 200 === 0 ? random.below(csr.nodeCount) : target,
  );
  return csrFromEdges(csr.nodeCount, sourcesOf(csr), targets, csr.weights);
}
