import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../../base/random.ts';
import { csrFromEdges, sourcesOf, symmetrise, type UndirectedCsr } from '../../csr.ts';
import { graphFromText } from '../../graph-from-text.ts';
import { csrOf, groupsOf, smallGraphs } from '../../small-graphs.contract.ts';
import { describeCommunities, plantedCsr } from '../communities.contract.ts';
import { lowestLevel } from '../level-graph.ts';
import { modularity } from '../modularity/modularity.ts';
import { splitDisconnected } from '../split-disconnected.ts';
import { leiden, leidenOfGraph } from './leiden.ts';
import { refine } from './refine.ts';

describeCommunities('leiden', leiden);

/** Whether the group is connected by edges that do not leave it, by flood fill. */
function isConnected(graph: UndirectedCsr, group: readonly number[]): boolean {
  const missing = new Set(group.slice(1));
  const reached = [group[0]!];
  for (const node of reached) {
    for (const other of graph.targets.subarray(graph.offsets[node], graph.offsets[node + 1])) {
      if (missing.delete(other)) reached.push(other);
    }
  }
  return missing.size === 0;
}

const everyGroupConnected = (graph: UndirectedCsr, labels: Int32Array) =>
  groupsOf(labels).every((group) => isConnected(graph, group));

test('every community is connected, from any start', () => {
  const drawn = smallGraphs.chain((graph) =>
    fc.record({
      graph: fc.constant(graph),
      start: fc.array(fc.integer({ min: -1, max: 3 }), {
        minLength: graph.nodeCount,
        maxLength: graph.nodeCount,
      }),
      seed: fc.nat(),
    }),
  );
  fc.assert(
    fc.property(drawn, ({ graph, start, seed }) => {
      const csr = csrOf(graph);
      const cold = leiden(csr, { random: new Random(seed) });
      const warm = leiden(csr, { random: new Random(seed), start: Int32Array.from(start) });
      expect(everyGroupConnected(symmetrise(csr), cold.labels)).toBe(true);
      expect(everyGroupConnected(symmetrise(csr), warm.labels)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('every community of larger graphs is connected', () => {
  for (const groups of [5, 100, 1000]) {
    const csr = plantedCsr(5000, groups, groups);
    const { labels } = leiden(csr, { random: new Random(1), roundsMax: 3 });
    expect(everyGroupConnected(symmetrise(csr), labels)).toBe(true);
  }
});

test('refined parts are connected, and stay inside their community', () => {
  for (const wellConnected of [true, false]) {
    const graph = symmetrise(plantedCsr(2000, 10, 4));
    const labels = Int32Array.from({ length: 2000 }, (_, node) => node % 7);
    const parts = refine(lowestLevel(graph), labels, { resolution: 1, random: new Random(1), wellConnected });
    const groups = groupsOf(parts);
    expect(groups.length).toBeLessThan(2000);
    expect(groups.every((group) => isConnected(graph, group))).toBe(true);
    expect(groups.every((group) => group.every((node) => labels[node] === labels[group[0]!]))).toBe(true);
  }
});

test('a community that falls apart is divided, and modularity does not fall', () => {
  fc.assert(
    fc.property(smallGraphs, fc.integer({ min: 1, max: 4 }), (drawn, modulus) => {
      const graph = symmetrise(csrOf(drawn));
      const labels = Int32Array.from({ length: drawn.nodeCount }, (_, node) => node % modulus);
      const before = modularity(graph, labels);
      const count = splitDisconnected(graph, labels);
      expect(groupsOf(labels)).toHaveLength(count);
      expect(everyGroupConnected(graph, labels)).toBe(true);
      expect(modularity(graph, labels)).toBeGreaterThanOrEqual(before - 1e-12);
    }),
  );
});

test('more rounds never lower the modularity, and it finds a planted partition', () => {
  const csr = plantedCsr(5000, 20, 11);
  const planted = Int32Array.from({ length: 5000 }, (_, node) => node % 20);
  const one = leiden(csr, { random: new Random(1), roundsMax: 1 });
  const three = leiden(csr, { random: new Random(1), roundsMax: 3 });
  expect(three.modularity).toBeGreaterThanOrEqual(one.modularity);
  expect(one.modularity).toBeGreaterThanOrEqual(modularity(symmetrise(csr), planted) * 0.999);
});

test('nodes under other names give an equally good partition', () => {
  const csr = plantedCsr(3000, 30, 6);
  const names = new Random(2).shuffle([...new Array(3000).keys()]);
  const renamed = (nodes: Int32Array) => nodes.map((node) => names[node]!);
  const other = csrFromEdges(3000, renamed(sourcesOf(csr)), renamed(csr.targets), csr.weights);
  const one = leiden(csr, { random: new Random(1) });
  expect(leiden(other, { random: new Random(1) }).modularity / one.modularity).toBeCloseTo(1, 2);
});

test('the graphology entry names the accounts, and a resolution out of range is refused', () => {
  const graph = graphFromText('z>y y>z x>w');
  const { keys, labels } = leidenOfGraph(graph, { random: new Random(1) });
  expect(keys).toEqual(['z', 'y', 'x', 'w']);
  expect([...labels]).toEqual([0, 0, 1, 1]);
  expect(() => leidenOfGraph(graph, { random: new Random(1), resolution: -1 })).toThrow('resolution "-1"');
});
