import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reverse } from '../../csr.ts';
import { graphFromText } from '../../graph-from-text.ts';
import { describeRunControl } from '../../run-control.contract.ts';
import {
  chainCsr,
  csrOf,
  naiveDistances,
  relabelled,
  relabelledGraphs,
  smallGraphs,
} from '../../small-graphs.contract.ts';
import { shortestPath, shortestPathOfGraph } from './shortest-path.ts';

const lengthOf = (path: Int32Array | null): number =>
  path === null ? Number.POSITIVE_INFINITY : path.length - 1;

describe('shortestPath', () => {
  test.each([
    ['a>b b>c c>d a>c', 'a', 'd', ['a', 'c', 'd']],
    ['a>b b>a a>a', 'b', 'a', ['b', 'a']],
    ['a>a', 'a', 'a', ['a']],
    ['a>b', 'b', 'a', null],
    ['a b', 'a', 'b', null],
  ])('of "%s" from %s to %s', (text, source, target, expected) => {
    const { keys, path, capped } = shortestPathOfGraph(graphFromText(text), source, target);
    expect(path && Array.from(path, (node) => keys[node])).toEqual(expected);
    expect(capped).toBe(false);
  });

  test('has the length of the definition and follows edges, from every node to every other', () => {
    fc.assert(
      fc.property(smallGraphs, (graph) => {
        const csr = csrOf(graph);
        const incoming = reverse(csr);
        const edges = new Set(graph.edges.map(([from, to]) => `${from}>${to}`));
        for (const [source, row] of naiveDistances(graph).entries()) {
          for (const [target, distance] of row.entries()) {
            const { path, capped } = shortestPath(csr, source, target, { incoming });
            expect(lengthOf(path)).toBe(distance);
            expect(capped).toBe(false);
            if (path === null) continue;
            expect([path[0], path.at(-1)]).toEqual([source, target]);
            for (let at = 1; at < path.length; at += 1)
              expect(edges.has(`${path[at - 1]}>${path[at]}`)).toBe(true);
          }
        }
      }),
    );
  });

  test('is as long whatever the names of the nodes and the order of the edges', () => {
    fc.assert(
      fc.property(relabelledGraphs, ({ graph, permutation, shift }) => {
        const target = graph.nodeCount - 1;
        const { path } = shortestPath(csrOf(graph), 0, target);
        const moved = csrOf(relabelled(graph, permutation, shift));
        expect(lengthOf(shortestPath(moved, permutation[0]!, permutation[target]!).path)).toBe(
          lengthOf(path),
        );
      }),
    );
  });

  test('a limit either finds the shortest path or says capped', () => {
    const limits = fc.record({
      lengthMax: fc.integer({ min: 1, max: 6 }),
      stepsMax: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(smallGraphs, limits, (graph, { lengthMax, stepsMax }) => {
        const target = graph.nodeCount - 1;
        const distance = naiveDistances(graph)[0]![target]!;
        const short = shortestPath(csrOf(graph), 0, target, { lengthMax });
        expect(lengthOf(short.path)).toBe(distance <= lengthMax ? distance : Number.POSITIVE_INFINITY);
        if (distance > lengthMax && distance < Number.POSITIVE_INFINITY) expect(short.capped).toBe(true);
        const cheap = shortestPath(csrOf(graph), 0, target, { stepsMax });
        expect(cheap.steps).toBeLessThanOrEqual(stepsMax);
        if (cheap.path !== null || !cheap.capped) expect(lengthOf(cheap.path)).toBe(distance);
      }),
      { numRuns: 300 },
    );
  });

  test('goes on from the side that has fewer edges ahead: a hub at one end costs nothing', () => {
    const fan = Array.from({ length: 1000 }, (_, leaf) => `leaf${leaf}`);
    const paying = graphFromText(`${fan.map((leaf) => `hub>${leaf}`).join(' ')} hub>b b>c`);
    expect(shortestPathOfGraph(paying, 'hub', 'c')).toMatchObject({ steps: 2, capped: false });
    const paid = graphFromText(`${fan.map((leaf) => `${leaf}>hub`).join(' ')} b>hub c>b`);
    expect(shortestPathOfGraph(paid, 'c', 'hub')).toMatchObject({ steps: 2, capped: false });
  });

  test('along a chain of 1,000,000 nodes', () => {
    const chain = chainCsr(1_000_000);
    const whole = shortestPath(chain, 0, 999_999, { lengthMax: 1_000_000 });
    expect(whole.path).toHaveLength(1_000_000);
    expect(whole.path?.every((node, place) => node === place)).toBe(true);
    expect(shortestPath(chain, 0, 999_999)).toMatchObject({ path: null, capped: true, steps: 64 });
    expect(shortestPath(chain, 1, 0)).toMatchObject({ path: null, capped: false, steps: 0 });
  });

  test('refuses what is out of range', () => {
    expect(() => shortestPath(chainCsr(2), 2, 0)).toThrow('source "2" is none of the 2 nodes');
    expect(() => shortestPath(chainCsr(2), 0, -1)).toThrow('target "-1"');
    expect(() => shortestPath(chainCsr(2), 0, 1, { stepsMax: 0 })).toThrow('stepsMax "0"');
    expect(() => shortestPathOfGraph(graphFromText('a'), 'a', 'z')).toThrow(
      'account "z" is not in the graph',
    );
  });
});

describeRunControl('shortest path', chainCsr(50), (csr, control) => shortestPath(csr, 0, 49, control));
