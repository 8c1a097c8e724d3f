import { DirectedGraph } from 'graphology';
import { pagerank } from '../algorithms/centrality/pagerank/pagerank.ts';
import { leiden } from '../algorithms/communities/leiden/leiden.ts';
import { graphologyKernel, undirectedCopy } from '../algorithms/communities/louvain/graphology-louvain.ts';
import { louvain } from '../algorithms/communities/louvain/louvain.ts';
import { modularity } from '../algorithms/communities/modularity/modularity.ts';
import { connectedComponents } from '../algorithms/components/connected-components/connected-components.ts';
import { stronglyConnectedComponents } from '../algorithms/components/strongly-connected-components/strongly-connected-components.ts';
import { csrFromEdges, csrFromGraph, symmetrise } from '../algorithms/csr.ts';
import { plantedEdges } from '../algorithms/planted-edges.ts';
import { Random } from '../base/random.ts';
import type { EdgeColumns } from '../graph/csr.ts';

export interface AlgorithmBenchOptions {
  readonly nodeCount?: number;
  readonly edgeCount?: number;
  readonly groups?: number;
  readonly seed?: number;
  /** Each algorithm, ours and theirs, is run this often and the fastest counts; the graphs are built once each. */
  readonly repeats?: number;
  /** Gets one line a figure. */
  readonly print?: (line: string) => void;
}

/** Figures by name; null where the yardstick is not installed. */
export type AlgorithmFigures = Record<string, number | null>;

const defaults = { nodeCount: 100_000, edgeCount: 1_000_000, groups: 100, seed: 1, repeats: 3 };

/** Share of the nodes whose community is forgotten before the warm start. */
const forgottenShare = 0.01;

/**
 * Times our kernels and graphology's Louvain on one planted graph in one run, in CPU seconds (`…Seconds`), and compares
 * them: `…VsGraphology` is theirs divided by ours. Each starts from its own graph; copies are not counted. `…VsNetworkit` and `leidenVsBest` need the Python yardsticks: null.
 */
export async function benchAlgorithms(options: AlgorithmBenchOptions = {}): Promise<AlgorithmFigures> {
  const { nodeCount, edgeCount, groups, seed, repeats, print } = { ...defaults, ...options };
  const edges = plantedEdges({ nodeCount, edgeCount, groups, insideShare: 0.7, random: new Random(seed) });
  const timed = <T>(run: () => T) => fastest(run, repeats);
  const build = fastest(() => csrFromEdges(edges.nodeCount, edges.sources, edges.targets, edges.weights), 1);
  const csr = build.result;
  const components = timed(() => connectedComponents(csr));
  const strong = timed(() => stronglyConnectedComponents(csr));
  const ranks = timed(() => pagerank(csr));
  const louvained = timed(() => louvain(csr, { random: new Random(seed) }));
  const leidened = timed(() => leiden(csr, { random: new Random(seed) }));
  const start = withGaps(leidened.result.labels, new Random(seed));
  const warm = timed(() => leiden(csr, { random: new Random(seed), start }));
  const graph = fastest(() => graphOf(edges), 1);
  const copy = fastest(() => csrFromGraph(graph.result), 1);
  const projection = symmetrise(csr);
  const undirected = undirectedCopy(projection);
  const theirs = timed(() => graphologyKernel(undirected, { resolution: 1, rng: new Random(seed).next }));
  const figures: AlgorithmFigures = {
    nodes: nodeCount,
    edges: csr.targets.length,
    buildSeconds: build.seconds,
    buildVsGraphology: graph.seconds / build.seconds,
    copyFromGraphologySeconds: copy.seconds,
    componentsSeconds: components.seconds,
    componentsVsNetworkit: null,
    strongComponentsSeconds: strong.seconds,
    pagerankSeconds: ranks.seconds,
    pagerankIterations: ranks.result.iterations,
    pagerankVsNetworkit: null,
    louvainSeconds: louvained.seconds,
    louvainModularity: louvained.result.modularity,
    louvainVsGraphology: theirs.seconds / louvained.seconds,
    graphologyLouvainSeconds: theirs.seconds,
    graphologyLouvainModularity: modularity(projection, theirs.result.labels),
    leidenSeconds: leidened.seconds,
    leidenModularity: leidened.result.modularity,
    leidenVsBest: null,
    warmLeidenSeconds: warm.seconds,
    warmLeidenModularity: warm.result.modularity,
    warmLeidenSpeedup: leidened.seconds / warm.seconds,
  };
  for (const [name, value] of Object.entries(figures)) print?.(`${name.padEnd(28)} ${rounded(value)}`);
  return figures;
}

function fastest<T>(run: () => T, repeats: number): { result: T; seconds: number } {
  let best: { result: T; seconds: number } | undefined;
  for (let repeat = 0; repeat < Math.max(1, repeats) || best === undefined; repeat += 1) {
    const before = process.cpuUsage();
    const result = run();
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    if (best === undefined || seconds < best.seconds) best = { result, seconds };
  }
  return best;
}

function graphOf(edges: EdgeColumns): DirectedGraph {
  const graph = new DirectedGraph();
  for (let node = 0; node < edges.nodeCount; node += 1) graph.addNode(node);
  for (const [edge, source] of edges.sources.entries()) {
    const weight = edges.weights[edge] ?? 1;
    graph.updateEdge(source, edges.targets[edge], (before) => ({ weight: (before.weight ?? 0) + weight }));
  }
  return graph;
}

function withGaps(labels: Int32Array, random: Random): Int32Array {
  return labels.map((label) => (random.chance(forgottenShare) ? -1 : label));
}

function rounded(value: number | null): string {
  if (value === null) return 'not measured: the yardstick is not installed';
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}
