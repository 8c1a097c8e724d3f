import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Csr } from '../../../graph/csr.ts';
import { csrFromEdges, reverse } from '../../csr.ts';
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
import { simplePaths, simplePathsOfGraph } from './simple-paths.ts';

/** Every sequence of distinct nodes that follows edges, grown one edge at a time; sorted afterwards. */
function naivePaths(graph: SmallGraph, source: number, target: number, lengthMax: number): number[][] {
  const edges = [
    ...new Map(graph.edges.map(([from, to]) => [`${from}>${to}`, [from, to] as const])).values(),
  ];
  let grown: number[][] = [[source]];
  const found: number[][] = [];
  for (let length = 0; length <= lengthMax; length += 1) {
    found.push(...grown.filter((path) => path.at(-1) === target));
    grown = grown
      .filter((path) => path.at(-1) !== target)
      .flatMap((path) =>
        edges
          .filter(([from, to]) => from === path.at(-1) && !path.includes(to))
          .map(([, to]) => [...path, to]),
      );
  }
  return found.sort(inOrder);
}

function inOrder(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((node, place) => node !== right[place]);
  return at === -1 ? 0 : left[at]! - right[at]!;
}

const lists = (paths: readonly Int32Array[]): number[][] => paths.map((path) => [...path]);

/** Every node has an edge to every other. */
function complete(nodeCount: number): Csr {
  const nodes = Array.from({ length: nodeCount }, (_, node) => node);
  const pairs = nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to) => [from, to] as const));
  const column = (end: 0 | 1): Int32Array => Int32Array.from(pairs, (pair) => pair[end]);
  return csrFromEdges(nodeCount, column(0), column(1), new Float64Array(pairs.length).fill(1));
}

describe('simplePaths', () => {
  test.each([
    ['a>b b>c a>c a>c c>c', 'a', 'c', ['abc', 'ac']],
    ['a>b b>a b>c c>b c>d', 'a', 'd', ['abcd']],
    ['a>b', 'b', 'a', []],
    ['a>b b>a', 'a', 'a', ['a']],
    ['a b', 'a', 'b', []],
  ])('of "%s" from %s to %s', (text, source, target, expected) => {
    const { keys, paths, capped } = simplePathsOfGraph(graphFromText(text), source, target);
    expect(paths.map((path) => Array.from(path, (node) => keys[node]).join(''))).toEqual(expected);
    expect(capped).toBe(false);
  });

  test('are all there are, in the order of their nodes', () => {
    const cases = fc.record({
      graph: smallGraphs,
      ends: fc.tuple(fc.nat(), fc.nat()),
      lengthMax: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(cases, ({ graph, ends, lengthMax }) => {
        const [source, target] = ends.map((end) => end % graph.nodeCount) as [number, number];
        const csr = csrOf(graph);
        const found = simplePaths(csr, source, target, {
          lengthMax,
          pathsMax: 100_000,
          incoming: reverse(csr),
        });
        expect(lists(found.paths)).toEqual(naivePaths(graph, source, target, lengthMax));
        expect(found.capped).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('do not depend on the names of the nodes but for their order', () => {
    fc.assert(
      fc.property(relabelledGraphs, ({ graph, permutation, shift }) => {
        const target = graph.nodeCount - 1;
        const options = { lengthMax: 4, pathsMax: 100_000 };
        const found = lists(simplePaths(csrOf(graph), 0, target, options).paths);
        const moved = csrOf(relabelled(graph, permutation, shift));
        const other = lists(simplePaths(moved, permutation[0]!, permutation[target]!, options).paths);
        expect(found.map((path) => path.map((node) => permutation[node]!)).sort(inOrder)).toEqual(other);
      }),
    );
  });

  test('a limit gives the first paths and says capped exactly when there are more', () => {
    const csr = complete(6);
    const all = lists(simplePaths(csr, 0, 5, { lengthMax: 5 }).paths);
    // 1 + 4 + 4·3 + 4·3·2 + 4·3·2·1 paths of 1 to 5 edges.
    expect(all).toHaveLength(65);
    for (const pathsMax of [1, 64, 65, 66]) {
      const found = simplePaths(csr, 0, 5, { lengthMax: 5, pathsMax });
      expect(lists(found.paths)).toEqual(all.slice(0, pathsMax));
      expect(found.capped).toBe(pathsMax < 65);
    }
    const { steps } = simplePaths(csr, 0, 5, { lengthMax: 5 });
    for (const stepsMax of [1, 30, 31, steps - 1, steps]) {
      const found = simplePaths(csr, 0, 5, { lengthMax: 5, stepsMax });
      expect(found.steps).toBe(stepsMax);
      expect(found.capped).toBe(stepsMax < steps);
      expect(lists(found.paths)).toEqual(all.slice(0, found.paths.length));
    }
  });

  test('along a chain of 1,000,000 nodes', () => {
    const { paths, capped } = simplePaths(chainCsr(1_000_000), 0, 999_999, { lengthMax: 1_000_000 });
    expect(paths.map((path) => path.length)).toEqual([1_000_000]);
    expect(capped).toBe(false);
    // Of what lies away from the target nothing is walked.
    expect(simplePaths(chainCsr(1_000_000), 5, 3).steps).toBe(3);
  });

  test('refuses what is out of range', () => {
    expect(() => simplePaths(chainCsr(2), 2, 0)).toThrow('source "2" is none of the 2 nodes');
    expect(() => simplePaths(chainCsr(2), 0, 1, { lengthMax: 1.5 })).toThrow('lengthMax "1.5"');
    expect(() => simplePaths(chainCsr(2), 0, 1, { pathsMax: 0 })).toThrow('pathsMax "0"');
    expect(() => simplePathsOfGraph(graphFromText('a'), 'z', 'a')).toThrow('account "z" is not in the graph');
  });
});

describeRunControl('simple paths', complete(10), (csr, control) =>
  simplePaths(csr, 0, 9, { ...control, lengthMax: 9, pathsMax: 200_000 }),
);
