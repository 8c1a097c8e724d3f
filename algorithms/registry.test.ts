import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { graphFromText } from './graph-from-text.ts';
import { algorithmOf, algorithms } from './registry.ts';

const graph = graphFromText('a>b b>c c>a x>y y>x lonely');

describe('registry', () => {
  test('has each name once, in order', () => {
    const names = algorithms.map((algorithm) => algorithm.name);
    expect(names).toEqual([...new Set(names)].sort());
    expect(algorithmOf('leiden')?.title).toBe('Leiden communities');
    expect(algorithmOf('nothing')).toBeUndefined();
  });

  test.each(algorithms.map((algorithm) => [algorithm.name, algorithm] as const))(
    '%s: JSON-able, repeatable, estimated',
    (_name, algorithm) => {
      const summary = algorithm.run(graph, { seed: 4 });
      expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
      expect(algorithm.run(graph, { seed: 4 })).toEqual(summary);
      expect(algorithm.run(graphFromText(''), {}).figures.nodes).toBe(0);
      expect(algorithm.estimateBytes(2000, 1000)).toBeGreaterThan(algorithm.estimateBytes(1000, 1000));
    },
  );

  test('lists the largest groups first, and no more than asked for', () => {
    const summary = algorithmOf('components')?.run(graph, { listMax: 2 });
    expect(summary).toEqual({
      figures: { nodes: 6, count: 3, largest: 3 },
      groups: [
        { label: 0, size: 3, members: ['a', 'b'] },
        { label: 3, size: 2, members: ['x', 'y'] },
      ],
    });
  });

  test('ranks the accounts', () => {
    const summary = algorithmOf('pagerank')?.run(graphFromText('b>a c>a d>a'), { listMax: 2 });
    expect(summary?.ranking?.map(({ account }) => account)).toEqual(['a', 'b']);
  });

  test('every algorithm has its folder with a README', () => {
    const folders = [
      'components/connected-components',
      'components/strongly-connected-components',
      'centrality/pagerank',
      'communities/louvain',
      'communities/leiden',
      'communities/label-propagation',
      'communities/modularity',
    ];
    for (const folder of folders)
      expect(existsSync(new URL(`./${folder}/README.md`, import.meta.url)), folder).toBe(true);
  });
});
