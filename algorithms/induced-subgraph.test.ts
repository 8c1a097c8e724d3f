import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sourcesOf } from './csr.ts';
import { inducedSubgraph } from './induced-subgraph.ts';
import { chainCsr, csrOf, smallGraphs } from './small-graphs.contract.ts';

test('inducedSubgraph keeps the edges between the named nodes, whatever the order of the names', () => {
  const withNames = smallGraphs.chain((graph) =>
    fc.record({
      graph: fc.constant(graph),
      named: fc.array(fc.integer({ min: 0, max: graph.nodeCount - 1 })),
    }),
  );
  fc.assert(
    fc.property(withNames, ({ graph, named }) => {
      const { csr, nodes } = inducedSubgraph(csrOf(graph), Int32Array.from(named));
      expect([...nodes]).toEqual([...new Set(named)].sort((left, right) => left - right));
      const expected = csrOf({
        ...graph,
        edges: graph.edges.filter(([from, to]) => named.includes(from) && named.includes(to)),
      });
      const back = (column: Int32Array): number[] => Array.from(column, (place) => nodes[place]!);
      expect(back(sourcesOf(csr))).toEqual([...sourcesOf(expected)]);
      expect(back(csr.targets)).toEqual([...expected.targets]);
      expect(csr.weights).toEqual(expected.weights);
    }),
  );
});

test('inducedSubgraph refuses what is no node', () => {
  expect(() => inducedSubgraph(chainCsr(3), Int32Array.of(0, 3))).toThrow('"3" is none of its 3 nodes');
  expect(() => inducedSubgraph(chainCsr(3), Int32Array.of(-1))).toThrow('"-1" is none');
});
