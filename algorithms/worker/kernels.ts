import { Random } from '../../base/random.ts';
import type { Csr, EdgeColumns } from '../../graph/csr.ts';
import { estimatePagerankBytes, type PagerankOptions, pagerank } from '../centrality/pagerank/pagerank.ts';
import {
  estimateLabelPropagationBytes,
  type LabelPropagationOptions,
  labelPropagation,
} from '../communities/label-propagation/label-propagation.ts';
import { estimateLeidenBytes, type LeidenOptions, leiden } from '../communities/leiden/leiden.ts';
import { estimateLouvainBytes, type LouvainOptions, louvain } from '../communities/louvain/louvain.ts';
import {
  estimatePartitionBytes,
  type GivenLabels,
  measurePartition,
  type PartitionSettings,
  partition,
} from '../communities/partition.ts';
import {
  connectedComponents,
  estimateConnectedComponentsBytes,
} from '../components/connected-components/connected-components.ts';
import {
  estimateStronglyConnectedComponentsBytes,
  stronglyConnectedComponents,
} from '../components/strongly-connected-components/strongly-connected-components.ts';
import type { RunControl } from '../run-control.ts';
import {
  type ExactSettings,
  estimateExactMeasuresBytes,
  exactMeasures,
} from '../structure/exact-measures.ts';
import {
  estimateStructureBytes,
  graphStructure,
  type StructureSettings,
} from '../structure/graph-structure.ts';
import type { FlatGraph, Kernel, KernelTable } from './kernel.ts';

/** The options of an algorithm as plain values: a seed in place of the generator. */
type Seeded<Options> = Omit<Options, 'random' | keyof RunControl> & { readonly seed: number };
type NoSettings = Readonly<Record<string, never>>;
type Plain<Options> = Omit<Options, keyof RunControl>;

const kernel = <Graph extends FlatGraph, Settings, Result>(
  run: Kernel<Graph, Settings, Result>['run'],
  estimateBytes: Kernel<Graph, Settings, Result>['estimateBytes'],
): Kernel<Graph, Settings, Result> => ({ run, estimateBytes });

const seeded = <S extends { readonly seed: number }>(settings: S, control: RunControl) => ({
  ...settings,
  ...control,
  random: new Random(settings.seed),
});

/** Every kernel that a runner can run, by name: the algorithms of the registry, and what of them is needed together. */
export const kernels = {
  components: kernel(
    (graph: Csr, _settings: NoSettings, control) => connectedComponents(graph, control),
    estimateConnectedComponentsBytes,
  ),
  'label-propagation': kernel(
    (graph: Csr, settings: Seeded<LabelPropagationOptions>, control) =>
      labelPropagation(graph, seeded(settings, control)),
    estimateLabelPropagationBytes,
  ),
  leiden: kernel(
    (graph: Csr, settings: Seeded<LeidenOptions>, control) => leiden(graph, seeded(settings, control)),
    estimateLeidenBytes,
  ),
  louvain: kernel(
    (graph: Csr, settings: Seeded<LouvainOptions>, control) => louvain(graph, seeded(settings, control)),
    estimateLouvainBytes,
  ),
  pagerank: kernel(
    (graph: Csr, settings: Plain<PagerankOptions>, control) => pagerank(graph, { ...settings, ...control }),
    estimatePagerankBytes,
  ),
  'strong-components': kernel(
    (graph: Csr, _settings: NoSettings, control) => stronglyConnectedComponents(graph, control),
    estimateStronglyConnectedComponentsBytes,
  ),
  'exact-measures': kernel(
    (edges: EdgeColumns, settings: ExactSettings, control) => exactMeasures(edges, settings, control),
    estimateExactMeasuresBytes,
  ),
  'given-partition': kernel(
    (edges: EdgeColumns, settings: GivenLabels) => measurePartition(edges, settings),
    estimatePartitionBytes,
  ),
  partition: kernel(
    (edges: EdgeColumns, settings: PartitionSettings, control) => partition(edges, settings, control),
    estimatePartitionBytes,
  ),
  structure: kernel(
    (edges: EdgeColumns, settings: StructureSettings, control) => graphStructure(edges, settings, control),
    estimateStructureBytes,
  ),
} as const satisfies KernelTable;
