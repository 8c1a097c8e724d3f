import { expect, test } from 'vitest';
import { Random } from '../../../base/random.ts';
import { csrFromGraph } from '../../csr.ts';
import { graphFromText } from '../../graph-from-text.ts';
import { describeCommunities, plantedCsr } from '../communities.contract.ts';
import { louvain, louvainOfGraph } from './louvain.ts';

describeCommunities('louvain', louvain);

test('a higher resolution makes more communities', () => {
  const csr = plantedCsr(2000, 20, 3);
  const count = (resolution: number) => louvain(csr, { random: new Random(1), resolution }).count;
  expect(count(30)).toBeGreaterThan(count(1));
  expect(count(1)).toBeGreaterThan(count(0.1));
  expect(() => count(0)).toThrow('resolution "0"');
});

test('the graphology entry names the accounts', () => {
  const graph = graphFromText('z>y y>z x>w');
  const { keys, labels } = louvainOfGraph(graph, { random: new Random(1) });
  expect(keys).toEqual(['z', 'y', 'x', 'w']);
  expect([...labels]).toEqual([0, 0, 1, 1]);
});

test('says when the levels were not enough', () => {
  const { csr } = csrFromGraph(graphFromText('a>b b>c c>d'));
  expect(louvain(csr, { random: new Random(1), levelsMax: 1 }).converged).toBe(false);
});
