import { Random } from '../base/random.ts';
import type { Algorithm, AlgorithmSettings } from './algorithm.ts';
import { betweennessOfGraph, estimateBetweennessBytes } from './centrality/betweenness/betweenness.ts';
import { coreNumbersOfGraph, estimateCoreNumbersBytes } from './centrality/core-number/core-number.ts';
import { estimatePagerankBytes, pagerankOfGraph } from './centrality/pagerank/pagerank.ts';
import {
  estimateLocalPagerankBytes,
  localPagerankOfGraph,
} from './centrality/personalised-pagerank/local-pagerank.ts';
import {
  estimatePersonalisedPagerankBytes,
  personalisedPagerankOfGraph,
} from './centrality/personalised-pagerank/personalised-pagerank.ts';
import {
  estimateLabelPropagationBytes,
  labelPropagationOfGraph,
} from './communities/label-propagation/label-propagation.ts';
import { estimateLeidenBytes, leidenOfGraph } from './communities/leiden/leiden.ts';
import { estimateLouvainBytes, louvainOfGraph } from './communities/louvain/louvain.ts';
import {
  connectedComponentsOfGraph,
  estimateConnectedComponentsBytes,
} from './components/connected-components/connected-components.ts';
import {
  estimateStronglyConnectedComponentsBytes,
  stronglyConnectedComponentsOfGraph,
} from './components/strongly-connected-components/strongly-connected-components.ts';
import {
  densestSubgraphOfGraph,
  estimateDensestSubgraphBytes,
} from './dense/densest-subgraph/densest-subgraph.ts';
import { estimateFraudarBytes, fraudarOfGraph } from './dense/fraudar/fraudar.ts';
import { type AlgorithmKernel, limitedAlgorithm } from './limited-algorithm.ts';
import { estimateTrianglesBytes, trianglesOfGraph } from './motifs/triangles/triangles.ts';
import { estimateShortestPathBytes, shortestPathOfGraph } from './paths/shortest-path/shortest-path.ts';
import { estimateSimplePathsBytes, simplePathsOfGraph } from './paths/simple-paths/simple-paths.ts';
import {
  betweennessSummary,
  communitiesSummary,
  componentsSummary,
  coreNumbersSummary,
  denseSummary,
  localPagerankSummary,
  pagerankSummary,
  shortestPathSummary,
  simplePathsSummary,
  trianglesSummary,
} from './summary.ts';

const randomOf = (settings: AlgorithmSettings) => new Random(settings.seed ?? 1);
const seeded = (settings: AlgorithmSettings) => ({ ...settings, random: randomOf(settings) });
const sampled = (settings: AlgorithmSettings) => ({
  ...settings,
  sample: { pivots: settings.pivots ?? pivotsDefault, random: randomOf(settings) },
});

/** Sources of betweenness, unless the settings say otherwise: the exact one is too much for a large graph. */
const pivotsDefault = 1000;

/** The accounts of an algorithm that needs exactly one, or two: their number was checked. */
const given = ({ accounts = [] }: AlgorithmSettings) => accounts as readonly [string, string];

const kernels: readonly AlgorithmKernel[] = [
  {
    name: 'betweenness',
    title: 'Betweenness',
    kind: 'centrality',
    accounts: { min: 0 },
    run: (graph, settings) => betweennessSummary(betweennessOfGraph(graph, sampled(settings)), settings),
    estimateKernelBytes: estimateBetweennessBytes,
  },
  {
    name: 'components',
    title: 'Connected components',
    kind: 'components',
    run: (graph, settings) => componentsSummary(connectedComponentsOfGraph(graph, settings), settings),
    estimateKernelBytes: estimateConnectedComponentsBytes,
  },
  {
    name: 'core-number',
    title: 'Core numbers',
    kind: 'centrality',
    run: (graph, settings) => coreNumbersSummary(coreNumbersOfGraph(graph, settings), settings),
    estimateKernelBytes: estimateCoreNumbersBytes,
  },
  {
    name: 'densest-subgraph',
    title: 'Densest subgraph',
    kind: 'dense',
    run: (graph, settings) => denseSummary(densestSubgraphOfGraph(graph, settings), settings),
    estimateKernelBytes: estimateDensestSubgraphBytes,
  },
  {
    name: 'fraudar',
    title: 'Fraudar',
    kind: 'dense',
    run: (graph, settings) => denseSummary(fraudarOfGraph(graph, settings), settings),
    estimateKernelBytes: estimateFraudarBytes,
  },
  {
    name: 'label-propagation',
    title: 'Label propagation',
    kind: 'communities',
    run: (graph, settings) => communitiesSummary(labelPropagationOfGraph(graph, seeded(settings)), settings),
    estimateKernelBytes: estimateLabelPropagationBytes,
  },
  {
    name: 'leiden',
    title: 'Leiden communities',
    kind: 'communities',
    run: (graph, settings) => communitiesSummary(leidenOfGraph(graph, seeded(settings)), settings),
    estimateKernelBytes: estimateLeidenBytes,
  },
  {
    name: 'local-pagerank',
    title: 'Local PageRank',
    kind: 'centrality',
    accounts: { min: 1, max: 1 },
    run: (graph, settings) =>
      localPagerankSummary(localPagerankOfGraph(graph, given(settings)[0], settings), settings),
    estimateKernelBytes: estimateLocalPagerankBytes,
  },
  {
    name: 'louvain',
    title: 'Louvain communities',
    kind: 'communities',
    run: (graph, settings) => communitiesSummary(louvainOfGraph(graph, seeded(settings)), settings),
    estimateKernelBytes: estimateLouvainBytes,
  },
  {
    name: 'pagerank',
    title: 'PageRank',
    kind: 'centrality',
    run: (graph, settings) => pagerankSummary(pagerankOfGraph(graph, settings), settings),
    estimateKernelBytes: estimatePagerankBytes,
  },
  {
    name: 'personalised-pagerank',
    title: 'Personalised PageRank',
    kind: 'centrality',
    accounts: { min: 1 },
    run: (graph, settings) =>
      pagerankSummary(personalisedPagerankOfGraph(graph, settings.accounts ?? [], settings), settings),
    estimateKernelBytes: estimatePersonalisedPagerankBytes,
  },
  {
    name: 'shortest-path',
    title: 'Shortest path',
    kind: 'paths',
    accounts: { min: 2, max: 2 },
    run: (graph, settings) => shortestPathSummary(shortestPathOfGraph(graph, ...given(settings), settings)),
    estimateKernelBytes: estimateShortestPathBytes,
  },
  {
    name: 'simple-paths',
    title: 'Simple paths',
    kind: 'paths',
    accounts: { min: 2, max: 2 },
    run: (graph, settings) =>
      simplePathsSummary(simplePathsOfGraph(graph, ...given(settings), settings), settings),
    estimateKernelBytes: estimateSimplePathsBytes,
  },
  {
    name: 'strong-components',
    title: 'Strongly connected components',
    kind: 'components',
    run: (graph, settings) =>
      componentsSummary(stronglyConnectedComponentsOfGraph(graph, settings), settings),
    estimateKernelBytes: estimateStronglyConnectedComponentsBytes,
  },
  {
    name: 'triangles',
    title: 'Triangles and clustering',
    kind: 'motifs',
    run: (graph, settings) => trianglesSummary(trianglesOfGraph(graph, settings), settings),
    estimateKernelBytes: estimateTrianglesBytes,
  },
];

/** Every algorithm, one entry each, by name. */
export const algorithms: readonly Algorithm[] = kernels.map(limitedAlgorithm);

/** The algorithm of a name, or undefined. */
export function algorithmOf(name: string): Algorithm | undefined {
  return algorithms.find((algorithm) => algorithm.name === name);
}
