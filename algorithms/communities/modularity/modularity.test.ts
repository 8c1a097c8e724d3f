import fc from 'fast-check';
import { expect, test } from 'vitest';
import { symmetrise } from '../../csr.ts';
import { graphFromText } from '../../graph-from-text.ts';
import { csrOf, smallGraphs } from '../../small-graphs.contract.ts';
import { naiveModularity } from '../communities.contract.ts';
import { modularity, modularityOfGraph } from './modularity.ts';

test('by hand: two pairs apart are worth one half, all in one nothing', () => {
  const graph = graphFromText('a>b c>d');
  expect(modularityOfGraph(graph, Int32Array.of(0, 0, 1, 1))).toBe(0.5);
  expect(modularityOfGraph(graph, Int32Array.of(0, 0, 0, 0))).toBe(0);
  expect(modularityOfGraph(graph, Int32Array.of(0, 1, 2, 3))).toBe(-0.25);
  expect(modularityOfGraph(graph, Int32Array.of(0, 0, 1, 1), 2)).toBe(0);
  expect(modularityOfGraph(graphFromText('a b'), Int32Array.of(0, 1))).toBe(0);
  expect(modularityOfGraph(graphFromText(''), new Int32Array(0))).toBe(0);
});

test('equals the definition, pair by pair, with self-loops and any resolution', () => {
  const drawn = smallGraphs.chain((graph) =>
    fc.record({
      graph: fc.constant(graph),
      labels: fc.array(fc.nat(graph.nodeCount - 1), {
        minLength: graph.nodeCount,
        maxLength: graph.nodeCount,
      }),
      resolution: fc.constantFrom(0.5, 1, 2.5),
    }),
  );
  fc.assert(
    fc.property(drawn, ({ graph, labels, resolution }) => {
      const found = modularity(symmetrise(csrOf(graph)), Int32Array.from(labels), resolution);
      expect(found).toBeCloseTo(naiveModularity(graph, Int32Array.from(labels), resolution), 10);
    }),
  );
});
