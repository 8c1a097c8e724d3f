import { Random } from '../base/random.ts';
import type { Algorithm, AlgorithmSettings } from './algorithm.ts';
import { estimatePagerankBytes, pagerankOfGraph } from './centrality/pagerank/pagerank.ts';
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
import { communitiesSummary, componentsSummary, pagerankSummary } from './summary.ts';

const seeded = (settings: AlgorithmSettings) => ({ ...settings, random: new Random(settings.seed ?? 1) });

/** Every algorithm that runs on a whole graph, one entry each, by name. */
export const algorithms: readonly Algorithm[] = [
  {
    name: 'components',
    title: 'Connected components',
    kind: 'components',
    run: (graph, settings) => componentsSummary(connectedComponentsOfGraph(graph, settings), settings),
    estimateBytes: estimateConnectedComponentsBytes,
  },
  {
    name: 'label-propagation',
    title: 'Label propagation',
    kind: 'communities',
    run: (graph, settings) => communitiesSummary(labelPropagationOfGraph(graph, seeded(settings)), settings),
    estimateBytes: estimateLabelPropagationBytes,
  },
  {
    name: 'leiden',
    title: 'Leiden communities',
    kind: 'communities',
    run: (graph, settings) => communitiesSummary(leidenOfGraph(graph, seeded(settings)), settings),
    estimateBytes: estimateLeidenBytes,
  },
  {
    name: 'louvain',
    title: 'Louvain communities',
    kind: 'communities',
    run: (graph, settings) => communitiesSummary(louvainOfGraph(graph, seeded(settings)), settings),
    estimateBytes: estimateLouvainBytes,
  },
  {
    name: 'pagerank',
    title: 'PageRank',
    kind: 'centrality',
    run: (graph, settings) => pagerankSummary(pagerankOfGraph(graph, settings), settings),
    estimateBytes: estimatePagerankBytes,
  },
  {
    name: 'strong-components',
    title: 'Strongly connected components',
    kind: 'components',
    run: (graph, settings) =>
      componentsSummary(stronglyConnectedComponentsOfGraph(graph, settings), settings),
    estimateBytes: estimateStronglyConnectedComponentsBytes,
  },
];

/** The algorithm of a name, or undefined. */
export function algorithmOf(name: string): Algorithm | undefined {
  return algorithms.find((algorithm) => algorithm.name === name);
}
