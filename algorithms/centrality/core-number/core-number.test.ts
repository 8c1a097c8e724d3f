import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
import { coreNumbers, coreNumbersOfGraph } from './core-number.ts';

/** By the definition: for each k, takes away nodes of fewer than k neighbours until there are none. */
function naiveCores(graph: SmallGraph): number[] {
  const neighbours = Array.from({ length: graph.nodeCount }, () => new Set<number>());
  for (const [from, to] of graph.edges) {
    if (from === to) continue;
    neighbours[from]!.add(to);
    neighbours[to]!.add(from);
  }
  const cores = neighbours.map(() => 0);
  for (let k = 1; k < graph.nodeCount; k += 1) {
    let left = new Set(neighbours.keys());
    for (let before = -1; before !== left.size; ) {
      before = left.size;
      const inside = left;
      left = new Set(
        [...inside].filter((node) => [...neighbours[node]!].filter((other) => inside.has(other)).length >= k),
      );
    }
    for (const node of left) cores[node] = k;
  }
  return cores;
}

describe('coreNumbers', () => {
  test.each([
    ['', [], 0],
    ['a', [0], 0],
    ['a>a', [0], 0],
    ['a>b b>a a>b', [1, 1], 1],
    ['a>b b>c c>a c>d e', [2, 2, 2, 1, 0], 2],
    ['a>b a>c a>d b>c b>d c>d d>e e>f', [3, 3, 3, 3, 1, 1], 3],
  ])('of "%s"', (text, cores, degeneracy) => {
    const found = coreNumbersOfGraph(graphFromText(text));
    expect({ ...found, cores: [...found.cores] }).toMatchObject({ cores, degeneracy });
  });

  test('equals the definition', () => {
    fc.assert(
      fc.property(smallGraphs, (graph) => {
        const { cores, degeneracy } = coreNumbers(csrOf(graph));
        expect([...cores]).toEqual(naiveCores(graph));
        expect(degeneracy).toBe(Math.max(...cores));
      }),
      { numRuns: 300 },
    );
  });

  test('does not depend on the names of the nodes or the order of the edges', () => {
    fc.assert(
      fc.property(relabelledGraphs, ({ graph, permutation, shift }) => {
        const { cores } = coreNumbers(csrOf(graph));
        const other = coreNumbers(csrOf(relabelled(graph, permutation, shift))).cores;
        expect(permutation.map((node) => other[node])).toEqual([...cores]);
      }),
    );
  });

  test('of two graphs side by side are those of each', () => {
    fc.assert(
      fc.property(smallGraphs, smallGraphs, (left, right) => {
        const both = [...coreNumbers(csrOf(disjointUnion(left, right))).cores];
        expect(both).toEqual([...coreNumbers(csrOf(left)).cores, ...coreNumbers(csrOf(right)).cores]);
      }),
    );
  });

  test('of a chain of 1,000,000 nodes are all 1', () => {
    const { cores, degeneracy } = coreNumbers(chainCsr(1_000_000));
    expect(degeneracy).toBe(1);
    expect(cores.every((core) => core === 1)).toBe(true);
  });
});

describeRunControl('core numbers', chainCsr(200_000), coreNumbers);
