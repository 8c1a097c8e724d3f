import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../base/random.ts';
import type { Csr } from '../../graph/csr.ts';
import { csrFromEdges, csrFromGraph } from '../csr.ts';
import { graphFromText } from '../graph-from-text.ts';
import { plantedEdges } from '../planted-edges.ts';
import type { RunControl } from '../run-control.ts';
import {
  chainCsr,
  csrOf,
  denseUndirected,
  groupsOf,
  type SmallGraph,
  smallGraphs,
} from '../small-graphs.contract.ts';
import type { Communities } from './communities.ts';

/** What every algorithm for communities takes. */
export interface RunOptions extends RunControl {
  readonly random: Random;
  readonly start?: Int32Array;
}

export type RunCommunities = (csr: Csr, options: RunOptions) => Communities;

/** The planted partition that comparisons use, seeded. */
export function plantedCsr(nodeCount: number, groups: number, seed: number): Csr {
  const random = new Random(seed);
  const edges = plantedEdges({ nodeCount, edgeCount: nodeCount * 8, groups, insideShare: 0.75, random });
  return csrFromEdges(edges.nodeCount, edges.sources, edges.targets, edges.weights);
}

/** Modularity pair by pair, from the definition. */
export function naiveModularity(graph: SmallGraph, labels: Int32Array, resolution: number): number {
  const matrix = denseUndirected(graph);
  const strengths = matrix.map((row) => row.reduce((sum, weight) => sum + weight, 0));
  const total = strengths.reduce((sum, strength) => sum + strength, 0);
  let quality = 0;
  for (const [node, row] of matrix.entries()) {
    for (const [other, weight] of row.entries()) {
      if (labels[node] !== labels[other]) continue;
      quality += weight - (resolution * strengths[node]! * strengths[other]!) / total;
    }
  }
  return total === 0 ? 0 : quality / total;
}

/** The suite that every algorithm for communities passes. */
export function describeCommunities(name: string, run: RunCommunities): void {
  describe(name, () => {
    test.each([
      ['nothing', '', []],
      ['one node', 'a', [[0]]],
      ['a self-loop', 'a>a', [[0]]],
      ['isolated nodes', 'a b c', [[0], [1], [2]]],
      ['one pair', 'a>b', [[0, 1]]],
      ['two pairs and a loner', 'a>b c>d e', [[0, 1], [2, 3], [4]]],
      // Two full groups of four with one edge between them.
      [
        'two groups',
        'a>b a>c a>d b>c b>d c>d e>f e>g e>h f>g f>h g>h d>e',
        [
          [0, 1, 2, 3],
          [4, 5, 6, 7],
        ],
      ],
    ])('finds the obvious in %s', (_what, text, groups) => {
      const found = run(csrFromGraph(graphFromText(text)).csr, { random: new Random(2) });
      expect(groupsOf(found.labels)).toEqual(groups);
      expect(found.count).toBe(groups.length);
    });

    test('numbers communities by their smallest node, reports their modularity, and never joins what is apart', () => {
      fc.assert(
        fc.property(smallGraphs, fc.nat(), (graph, seed) => {
          const found = run(csrOf(graph), { random: new Random(seed) });
          const firsts = groupsOf(found.labels).map((group) => found.labels[group[0]!]);
          expect(firsts).toEqual([...new Array(found.count).keys()]);
          expect(found.modularity).toBeCloseTo(naiveModularity(graph, found.labels, 1), 10);
          const linked = new Set(graph.edges.flatMap(([from, to]) => (from === to ? [] : [from, to])));
          for (const group of groupsOf(found.labels)) {
            if (group.length > 1) expect(group.every((node) => linked.has(node))).toBe(true);
          }
        }),
      );
    });

    test('is the same for the same graph and seed', () => {
      const csr = plantedCsr(2000, 20, 7);
      expect(run(csr, { random: new Random(5) })).toEqual(run(csr, { random: new Random(5) }));
    });

    test('keeps a good partition that it is started from, and places new nodes', () => {
      const csr = plantedCsr(2000, 20, 8);
      const planted = Int32Array.from({ length: 2000 }, (_, node) => (node % 20) + 1000);
      const start = planted.map((label, node) => (node < 50 ? -1 : label));
      const found = run(csr, { random: new Random(5), start });
      const samePair = planted.filter((label, node) => {
        const twin = (node + 20) % 2000;
        return label === planted[twin] && found.labels[node] === found.labels[twin];
      });
      expect(samePair.length).toBeGreaterThan(0.95 * 2000);
      expect(() => run(csr, { random: new Random(5), start: new Int32Array(3) })).toThrow(
        '3 labels for 2000 nodes',
      );
    });

    test('takes a former community apart that has lost its edges', () => {
      const { csr } = csrFromGraph(graphFromText('a>b c d'));
      const found = run(csr, { random: new Random(1), start: Int32Array.of(7, 7, 7, 7) });
      expect(groupsOf(found.labels)).toEqual([[0, 1], [2], [3]]);
    });

    test('ends on a chain of 200,000 nodes, reports progress and ends when the signal is aborted', () => {
      const steps: number[] = [];
      const chain = chainCsr(200_000);
      const onProgress = (_step: string, share: number) => steps.push(share);
      expect(run(chain, { random: new Random(1), onProgress }).converged).toBe(true);
      expect(steps.length).toBeGreaterThan(0);
      expect(steps.every((share) => share >= 0 && share <= 1)).toBe(true);
      const options = { random: new Random(1), signal: AbortSignal.abort() };
      expect(() => run(chain, options)).toThrow('interrupted');
    });
  });
}
