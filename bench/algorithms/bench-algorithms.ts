import { DirectedGraph } from 'graphology';
import { graphologyKernel, undirectedCopy } from '../../algorithms/communities/louvain/graphology-louvain.ts';
import { modularity } from '../../algorithms/communities/modularity/modularity.ts';
import { csrFromEdges, csrFromGraph, symmetrise } from '../../algorithms/csr.ts';
import { plantedEdges } from '../../algorithms/planted-edges.ts';
import { Random } from '../../base/random.ts';
import type { EdgeColumns } from '../../graph/csr.ts';
import { machine } from '../machine.ts';
import { runNativeSide } from '../yardsticks/run-algorithms.ts';
import { benchGraphology } from './graphology-side.ts';
import { fastest } from './measure.ts';
import { nativeFigures, ratio } from './native-figures.ts';
import {
  type BenchGraphs,
  benchOurs,
  fasterTurn,
  pagerankTolerance,
  strongComponentsOfChain,
} from './our-side.ts';
import { benchWarmLeiden } from './warm-leiden.ts';

export interface AlgorithmBenchOptions {
  readonly nodeCount?: number;
  readonly edgeCount?: number;
  readonly groups?: number;
  readonly seed?: number;
  /** Each kernel of ours is run this often in each of two turns; the native ones twice as often between them. */
  readonly repeats?: number;
  /** The Python that has the yardsticks; null when there is none. */
  readonly yardstickPython: string | null;
  /** Gets one line a figure. */
  readonly print: (line: string) => void;
}

const defaults = { nodeCount: 100_000, edgeCount: 1_000_000, groups: 100, seed: 1, repeats: 3 };
const insideShare = 0.7;

/** The nodes of the chain for strongly connected components. */
const chainNodes = 1_000_000;

/** Groups of about this many nodes, as small as rings, for the communities that a warm start must keep; and what tells them apart. */
const small = { nodesPerGroup: 10, insideShare: 0.9, resolution: 100 };

/**
 * Times our kernels, the native libraries and graphology on one planted graph in one run, on one thread, in CPU seconds
 * (`…Seconds`, the fastest run): each from its own graph, which is built before. `…VsNetworkit` and `leidenVsBest` are our time divided by
 * theirs (see `nativeFigures`), `…VsGraphology` and `…Speedup` theirs by ours: there more is better. `warm…` is after 1 % of changed
 * edges, on the same graph and (`warmSmall…`, `untouched…`) on one of small groups. Null is what could not be compared.
 */
export async function benchAlgorithms(options: AlgorithmBenchOptions) {
  const { nodeCount, edgeCount, groups, seed, repeats, yardstickPython, print } = { ...defaults, ...options };
  const clock = { cpu: process.cpuUsage(), wallMs: performance.now() };
  const edges = plantedEdges({ nodeCount, edgeCount, groups, insideShare, random: new Random(seed) });
  const build = fastest(() => csrFromEdges(edges.nodeCount, edges.sources, edges.targets, edges.weights), 1);
  const graphs = { csr: build.result, projection: symmetrise(build.result) };
  const turn = benchOurs(graphs, { seed, repeats });
  const native = yardstickPython === null ? null : runNativeSide(yardstickPython, graphs, 2 * repeats);
  if (native === null)
    print('no native libraries to compare with, their ratios are null: run npm run bench:setup');
  const ours = fasterTurn(turn, benchOurs(graphs, { seed, repeats }));
  const warm = benchWarmLeiden(graphs.csr, { resolution: 1, seed, repeats: 2 * repeats });
  const smallWarm = benchSmallGroups({ nodeCount, edgeCount, seed, repeats });
  const chain = strongComponentsOfChain(chainNodes);
  const peakMemoryMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  const graphology = graphologyFigures(edges, graphs, seed, print);
  const figures = {
    nodes: nodeCount,
    edges: graphs.csr.targets.length,
    buildSeconds: build.seconds,
    projectionSeconds: ours.projection.seconds,
    componentsSeconds: ours.components.seconds,
    components: ours.components.result.count,
    componentsVsGraphology: ratio(graphology.componentsSeconds, ours.components.seconds),
    strongComponentsSeconds: ours.strong.seconds,
    strongComponents: ours.strong.result.count,
    sccChain1000000Seconds: chain,
    pagerankSeconds: ours.ranks.seconds,
    pagerankIterations: ours.ranks.result.iterations,
    pagerankVsGraphology: ratio(graphology.pagerankSeconds, ours.ranks.seconds),
    louvainSeconds: ours.louvain.seconds,
    louvainModularity: ours.louvain.result.modularity,
    louvainVsGraphology: ratio(graphology.louvainSeconds, ours.louvain.seconds),
    leidenSeconds: ours.leiden.seconds,
    leidenModularity: ours.leiden.result.modularity,
    ...nativeFigures(ours, native),
    warmLeidenSpeedup: warm.coldSeconds / warm.warmSeconds,
    warmLeidenSeconds: warm.warmSeconds,
    warmLeidenModularity: warm.warmModularity,
    coldLeidenModularity: warm.coldModularity,
    warmSmallLeidenSpeedup: smallWarm.coldSeconds / smallWarm.warmSeconds,
    warmSmallLeidenModularity: smallWarm.warmModularity,
    coldSmallLeidenModularity: smallWarm.coldModularity,
    untouched: smallWarm.untouched,
    untouchedKept: smallWarm.untouchedKept,
    graphology,
    peakMemoryMiB,
    ...timeSince(clock),
    machine: machine(),
  };
  for (const [name, value] of Object.entries(figures)) print(`${name.padEnd(28)} ${shown(value)}`);
  return figures;
}

export type AlgorithmFigures = Awaited<ReturnType<typeof benchAlgorithms>>;

function benchSmallGroups(options: { nodeCount: number; edgeCount: number; seed: number; repeats: number }) {
  const { nodeCount, edgeCount, seed, repeats } = options;
  const { sources, targets, weights } = plantedEdges({
    nodeCount,
    edgeCount,
    groups: Math.ceil(nodeCount / small.nodesPerGroup),
    insideShare: small.insideShare,
    random: new Random(`${seed}/small groups`),
  });
  const csr = csrFromEdges(nodeCount, sources, targets, weights);
  return benchWarmLeiden(csr, { resolution: small.resolution, seed, repeats: 2 * repeats });
}

/** graphology's CPU seconds; each of its algorithms runs once, for they take seconds. */
function graphologyFigures(
  edges: EdgeColumns,
  graphs: BenchGraphs,
  seed: number,
  print: (line: string) => void,
) {
  const graph = fastest(() => graphOf(edges), 1);
  const copy = fastest(() => csrFromGraph(graph.result), 1);
  const undirected = undirectedCopy(graphs.projection);
  const louvain = fastest(
    () => graphologyKernel(undirected, { resolution: 1, rng: new Random(seed).next }),
    1,
  );
  return {
    buildSeconds: graph.seconds,
    copySeconds: copy.seconds,
    louvainSeconds: louvain.seconds,
    louvainModularity: modularity(graphs.projection, louvain.result.labels),
    ...benchGraphology(graph.result, pagerankTolerance, print),
  };
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

/** Of this process, without the native libraries. */
function timeSince(start: { readonly cpu: NodeJS.CpuUsage; readonly wallMs: number }) {
  const { user, system } = process.cpuUsage(start.cpu);
  return { cpuSeconds: (user + system) / 1e6, wallSeconds: (performance.now() - start.wallMs) / 1000 };
}

function shown(value: unknown): string {
  if (value === null) return 'not compared';
  return typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(4) : JSON.stringify(value);
}
