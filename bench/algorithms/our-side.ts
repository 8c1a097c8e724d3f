import { pagerank } from '../../algorithms/centrality/pagerank/pagerank.ts';
import { leidenOfProjection } from '../../algorithms/communities/leiden/leiden.ts';
import { louvain } from '../../algorithms/communities/louvain/louvain.ts';
import { connectedComponents } from '../../algorithms/components/connected-components/connected-components.ts';
import { stronglyConnectedComponents } from '../../algorithms/components/strongly-connected-components/strongly-connected-components.ts';
import { symmetrise, type UndirectedCsr } from '../../algorithms/csr.ts';
import { Random } from '../../base/random.ts';
import type { Csr } from '../../graph/csr.ts';
import { faster, fastest } from './measure.ts';

/** Both shapes of the graph, made before anything is timed: kernels of undirected graphs get the projection, as native ones do. */
export interface BenchGraphs {
  readonly csr: Csr;
  readonly projection: UndirectedCsr;
}

/** Stops where the absolute changes of one iteration sum to this, ours and theirs. */
export const pagerankTolerance = 1e-6;

/** The fastest of `repeats` runs of each kernel. */
export function benchOurs({ csr, projection }: BenchGraphs, options: { seed: number; repeats: number }) {
  const { seed, repeats } = options;
  const random = () => new Random(seed);
  return {
    projection: fastest(() => symmetrise(csr), repeats),
    components: fastest(() => connectedComponents(csr), repeats),
    strong: fastest(() => stronglyConnectedComponents(csr), repeats),
    ranks: fastest(() => pagerank(csr, { tolerance: pagerankTolerance }), repeats),
    louvain: fastest(() => louvain(csr, { random: random() }), repeats),
    leiden: fastest(() => leidenOfProjection(projection, { random: random() }), repeats),
  };
}

export type OurSide = ReturnType<typeof benchOurs>;

/** The faster run of each kernel: of a turn before and a turn after the other side, which may have met a busy machine. */
export function fasterTurn(one: OurSide, other: OurSide): OurSide {
  return {
    projection: faster(one.projection, other.projection),
    components: faster(one.components, other.components),
    strong: faster(one.strong, other.strong),
    ranks: faster(one.ranks, other.ranks),
    louvain: faster(one.louvain, other.louvain),
    leiden: faster(one.leiden, other.leiden),
  };
}

/** CPU seconds of strongly connected components on a chain, on which a recursive search overflows the stack. */
export function strongComponentsOfChain(nodeCount: number): number {
  const last = nodeCount - 1;
  const offsets = Int32Array.from({ length: nodeCount + 1 }, (_, node) => Math.min(node, last));
  const targets = Int32Array.from({ length: last }, (_, node) => node + 1);
  const chain: Csr = { nodeCount, offsets, targets, weights: new Float64Array(last).fill(1) };
  return fastest(() => stronglyConnectedComponents(chain), 1).seconds;
}
