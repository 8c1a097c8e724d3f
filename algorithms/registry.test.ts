import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Algorithm, AlgorithmSettings } from './algorithm.ts';
import { estimateCoreNumbersBytes } from './centrality/core-number/core-number.ts';
import { estimateCsrBytes } from './csr.ts';
import { estimateDensestSubgraphBytes } from './dense/densest-subgraph/densest-subgraph.ts';
import { estimateFraudarBytes } from './dense/fraudar/fraudar.ts';
import { graphFromText } from './graph-from-text.ts';
import { estimateTrianglesBytes } from './motifs/triangles/triangles.ts';
import { algorithmOf, algorithms } from './registry.ts';

const graph = graphFromText('a>b b>c c>a x>y y>x lonely');

/** As many accounts of `graph` as the algorithm needs. */
const accountsFor = ({ accounts }: Algorithm): AlgorithmSettings =>
  accounts === undefined || accounts.min === 0 ? {} : { accounts: ['a', 'c'].slice(0, accounts.min) };

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
      const settings = { seed: 4, ...accountsFor(algorithm) };
      const summary = algorithm.run(graph, settings);
      expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
      expect(algorithm.run(graph, settings)).toEqual(summary);
      expect(summary.figures.nodes).toBe(6);
      expect(algorithm.estimateBytes(2000, 1000)).toBeGreaterThan(algorithm.estimateBytes(1000, 1000));
      expect(() => algorithm.run(graph, { ...settings, signal: AbortSignal.abort() })).toThrow('interrupted');
    },
  );

  test.each(algorithms.map((algorithm) => [algorithm.name, algorithm] as const))(
    '%s: an empty graph has nothing, and none of the accounts that are asked for',
    (_name, algorithm) => {
      const run = () => algorithm.run(graphFromText(''), accountsFor(algorithm));
      if ((algorithm.accounts?.min ?? 0) > 0) expect(run).toThrow('account "a" is not in the graph');
      else expect(run().figures.nodes).toBe(0);
    },
  );

  test.each([
    ['core-number', estimateCoreNumbersBytes],
    ['densest-subgraph', estimateDensestSubgraphBytes],
    ['fraudar', estimateFraudarBytes],
    ['triangles', estimateTrianglesBytes],
  ])('%s: the estimate is its own, besides the flat copy', (name, estimate) => {
    const [nodes, edges] = [1_000_000, 10_000_000];
    const copy = estimateCsrBytes(nodes, edges);
    expect(algorithmOf(name)?.estimateBytes(nodes, edges)).toBe(copy.kept + estimate(nodes, edges));
  });

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

  test.each([
    ['betweenness', {}, [3, 'c']],
    ['betweenness', { accounts: ['b', 'c', 'd'] }, [1, 'c']],
    ['core-number', {}, [2, 'a']],
    ['triangles', {}, [1, 'a']],
    ['local-pagerank', { accounts: ['d'] }, [1, 'd']],
  ])('%s of %o ranks first', (name, settings, [score, account]) => {
    const found = algorithmOf(name)?.run(graphFromText('a>b b>c c>a c>d e'), { listMax: 1, ...settings });
    expect(found?.ranking).toHaveLength(1);
    expect(found?.ranking?.[0]?.account).toBe(account);
    expect(found?.ranking?.[0]?.score).toBeCloseTo(score as number, 4);
  });

  test('lists a dense subgraph as one group, and paths by account', () => {
    const run = (name: string, settings: AlgorithmSettings = {}) =>
      algorithmOf(name)?.run(graphFromText('z a>b:2 b>a:4 b>c c>d a>d'), settings);
    const pair = { label: 1, size: 2, members: ['a', 'b'] };
    expect(run('densest-subgraph')).toEqual({ figures: { nodes: 5, density: 3, size: 2 }, groups: [pair] });
    expect(run('fraudar')?.groups?.[0]?.size).toBe(4);
    expect(run('shortest-path', { accounts: ['b', 'd'] })).toEqual({
      figures: { nodes: 5, found: true, steps: 4, capped: false, length: 2 },
      paths: [['b', 'a', 'd']],
    });
    expect(run('shortest-path', { accounts: ['d', 'b'] })?.paths).toEqual([]);
    const all = run('simple-paths', { accounts: ['b', 'd'], listMax: 1 });
    expect(all?.figures).toMatchObject({ count: 2, capped: false });
    expect(all?.paths).toEqual([['b', 'a', 'd']]);
  });

  test('every algorithm has its folder with a README', () => {
    const folders = [
      'components/connected-components',
      'components/strongly-connected-components',
      'centrality/betweenness',
      'centrality/core-number',
      'centrality/pagerank',
      'centrality/personalised-pagerank',
      'dense/densest-subgraph',
      'dense/fraudar',
      'motifs/triangles',
      'paths/shortest-path',
      'paths/simple-paths',
      'communities/louvain',
      'communities/leiden',
      'communities/label-propagation',
      'communities/modularity',
    ];
    for (const folder of folders)
      expect(existsSync(new URL(`./${folder}/README.md`, import.meta.url)), folder).toBe(true);
  });
});
