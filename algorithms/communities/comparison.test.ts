import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DirectedGraph } from 'graphology';
import { describe, expect, test } from 'vitest';
import { packagePath } from '../../base/package-root.ts';
import { Random } from '../../base/random.ts';
import { sourcesOf } from '../csr.ts';
import { plantedCsr } from './communities.contract.ts';
import { leidenOfGraph } from './leiden/leiden.ts';
import { graphologyLouvain } from './louvain/graphology-louvain.ts';
import { louvainOfGraph } from './louvain/louvain.ts';

function plantedGraph(groups: number, seed: number): DirectedGraph {
  const csr = plantedCsr(4000, groups, seed);
  const graph = new DirectedGraph();
  for (let node = 0; node < csr.nodeCount; node += 1) graph.addNode(node);
  for (const [edge, source] of sourcesOf(csr).entries()) {
    graph.addEdge(source, csr.targets[edge], { weight: csr.weights[edge] });
  }
  return graph;
}

/** The other implementation takes seconds where ours takes tenths. */
const comparisonTimeoutMs = 120_000;

/** The pairs of a compressed table, one weight a row; rows that `keep` refuses are left out. */
function graphOfFile(file: string, keep: (fields: readonly string[]) => boolean): DirectedGraph {
  const graph = new DirectedGraph();
  const [, ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  for (const fields of lines.map((line) => line.split(','))) {
    const [from, to] = fields;
    if (from === undefined || to === undefined || !keep(fields)) continue;
    graph.mergeNode(from);
    graph.mergeNode(to);
    graph.updateEdge(from, to, (edge) => ({ weight: (edge.weight ?? 0) + 1 }));
  }
  return graph;
}

function expectAsGood(graph: DirectedGraph, seed: number): void {
  const theirs = graphologyLouvain(graph, { resolution: 1, rng: new Random(seed).next });
  const louvain = louvainOfGraph(graph, { random: new Random(seed) });
  const leiden = leidenOfGraph(graph, { random: new Random(seed) });
  expect(louvain.modularity).toBeGreaterThanOrEqual(0.98 * theirs.modularity);
  expect(leiden.modularity).toBeGreaterThanOrEqual(0.995 * louvain.modularity);
}

describe('as good as the Louvain of graphology', () => {
  test.each([
    [4, 1],
    [40, 2],
    [400, 3],
  ])('on %i planted groups', { timeout: comparisonTimeoutMs }, (groups, seed) =>
    expectAsGood(plantedGraph(groups, seed), seed),
  );

  const files: [string, (fields: readonly string[]) => boolean, number[]][] = [
    ['bitcoin-otc.csv.gz', (fields) => Number(fields[2]) > 0, [1, 2, 3]],
    ['amlsim-20k-transactions.csv.gz', () => true, [1]],
  ];
  for (const [name, keep, seeds] of files) {
    const file = join(packagePath('..', 'shared', 'data'), name);
    const present = existsSync(file);
    if (!present)
      console.warn(`skipped: communities of ${name}, there is no ${join('..', 'shared', 'data', name)}`);
    test.skipIf(!present)(`on ${name}`, { timeout: comparisonTimeoutMs }, () => {
      for (const seed of seeds) expectAsGood(graphOfFile(file, keep), seed);
    });
  }

  test('takes the same graphs: empty, without edges, with self-loops', () => {
    const graph = new DirectedGraph();
    const options = { resolution: 1, rng: new Random(1).next };
    expect(graphologyLouvain(graph, options)).toMatchObject({ keys: [], count: 0 });
    graph.addNode('a');
    graph.mergeEdge('b', 'b', { weight: 2 });
    expect(graphologyLouvain(graph, options)).toMatchObject({ keys: ['a', 'b'], count: 2, modularity: 0 });
  });
});
