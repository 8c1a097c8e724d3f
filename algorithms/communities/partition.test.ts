import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EdgeColumns } from '../../graph/csr.ts';
import { measurePartition, type PartitionSettings, partition } from './partition.ts';

const algorithms = ['leiden', 'louvain', 'components'] as const;
const settingsOf = (algorithm: PartitionSettings['algorithm']) => ({ algorithm, seed: 1, resolution: 1 });

function columns(nodeCount: number, pairs: readonly (readonly [number, number])[]): EdgeColumns {
  return {
    nodeCount,
    sources: Int32Array.from(pairs, ([from]) => from),
    targets: Int32Array.from(pairs, ([, to]) => to),
    weights: new Float64Array(pairs.length).fill(1),
  };
}

/** Two triangles and a node without an edge between them. */
const triangles = [
  [0, 1],
  [1, 2],
  [2, 0],
  [4, 5],
  [5, 6],
  [6, 4],
  [4, 5],
] as const;

describe('the partition of a list of edges', () => {
  it.each(algorithms)(
    'numbers the groups of %s by their smallest node and leaves out isolated nodes',
    (algorithm) => {
      const found = partition(columns(8, triangles), settingsOf(algorithm));
      expect([...found.labels]).toEqual([0, 0, 0, -1, 1, 1, 1, -1]);
      expect({ count: found.count, pairs: found.pairs }).toEqual({ count: 2, pairs: 6 });
      expect(found.modularity).toBeCloseTo(1 - ((3 / 7) ** 2 + (4 / 7) ** 2), 12);
    },
  );

  it.each(algorithms)('is the same for %s whatever the order of the edges', (algorithm) => {
    const node = fc.nat(19);
    const pairs = fc.array(fc.tuple(node, node), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(pairs, fc.array(fc.nat(), { minLength: 80, maxLength: 80 }), (edges, keys) => {
        const shuffled = edges.map((edge, place) => ({ edge, key: keys[place]! }));
        shuffled.sort((a, b) => a.key - b.key);
        const expected = partition(columns(20, edges), settingsOf(algorithm));
        const other = partition(
          columns(
            20,
            shuffled.map(({ edge }) => edge),
          ),
          settingsOf(algorithm),
        );
        expect(other).toEqual(expected);
      }),
    );
  });

  it.each(algorithms)('is the same for %s however many nodes without an edge there are', (algorithm) => {
    const few = partition(columns(7, triangles), settingsOf(algorithm));
    const spread = triangles.map(([from, to]) => [from * 10, to * 10] as const);
    const many = partition(columns(1000, spread), settingsOf(algorithm));
    expect([...few.labels]).toEqual([0, 1, 2, 3, 4, 5, 6].map((node) => many.labels[node * 10]));
    expect(many).toMatchObject({ count: few.count, modularity: few.modularity });
  });

  it('is measured alike when its groups come from elsewhere', () => {
    const found = partition(columns(8, triangles), settingsOf('leiden'));
    const labels = Int32Array.of(70, 70, 70, 5, 31, 31, 31, -1);
    expect(measurePartition(columns(8, triangles), { labels, resolution: 1 })).toEqual(found);
    const apart = measurePartition(columns(2, [[0, 1]]), { labels: Int32Array.of(-1, -1), resolution: 1 });
    expect([...apart.labels]).toEqual([0, 1]);
  });

  it('is empty for an empty graph', () => {
    expect(partition(columns(0, []), settingsOf('leiden'))).toMatchObject({ count: 0, pairs: 0 });
  });
});
