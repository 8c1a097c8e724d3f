import { pagerank } from '../../algorithms/centrality/pagerank/pagerank.ts';
import { louvain } from '../../algorithms/communities/louvain/louvain.ts';
import { connectedComponents } from '../../algorithms/components/connected-components/connected-components.ts';
import type { Config } from '../../base/config.ts';
import { Random } from '../../base/random.ts';
import type { Csr } from '../../graph/csr.ts';
import { pairCsr } from '../../graph/session/pair-graph.ts';
import type { Session } from '../../graph/session/session.ts';
import { weekWindow } from '../../graph/window/windows.ts';

type Cadence = Pick<Config['session'], 'structureEveryTransfers' | 'structureEveryShare'>;

/**
 * Communities, components and PageRank of the session's pair graph, recomputed as the stream goes: after
 * `structureEveryTransfers` transfers, or `structureEveryShare` of the window if that is more, so that the cost per transfer
 * stays constant. The moment depends on the events alone, so a replay sees the same structure at the same transfer.
 * Accounts that came after the last recomputation, or were isolated then, are in no community (-1, size 0).
 */
export class Structure {
  readonly #session: Session;
  readonly #cadence: Cadence;
  readonly #settings: Config['structure'];
  #since = 0;
  #computedSeq = 0;
  #communities: Int32Array = new Int32Array(0);
  #communitySizes: Int32Array = new Int32Array(0);
  #internalShares: Float64Array = new Float64Array(0);
  #components: Int32Array = new Int32Array(0);
  #componentSizes: Int32Array = new Int32Array(0);
  #ranks: Float64Array = new Float64Array(0);

  constructor(session: Session, cadence: Cadence, settings: Config['structure']) {
    this.#session = session;
    this.#cadence = cadence;
    this.#settings = settings;
  }

  /** The sequence number after which the present structure was computed, 0 before the first time. */
  get computedSeq(): number {
    return this.#computedSeq;
  }

  /** Call once after every transfer; recomputes when it is time. Answers true when it did. */
  observeTransfer(): boolean {
    this.#since += 1;
    const due = Math.max(
      this.#cadence.structureEveryTransfers,
      this.#session.window.sizes[weekWindow]! * this.#cadence.structureEveryShare,
    );
    if (this.#since < due) return false;
    this.recompute();
    return true;
  }

  /** O(accounts + pairs). */
  recompute(): void {
    this.#since = 0;
    this.#computedSeq = this.#session.seq;
    const csr = pairCsr(this.#session);
    const isolated = isolatedNodes(csr);
    this.#communities = this.#computeCommunities(csr, isolated);
    this.#communitySizes = sizes(this.#communities);
    this.#internalShares = internalShares(csr, this.#communities, this.#communitySizes.length);
    this.#components = maskedLabels(connectedComponents(csr).labels, isolated);
    this.#componentSizes = sizes(this.#components);
    this.#ranks = this.#computeRanks(csr);
  }

  /** The community of an account, -1 when it is in none. Numbers mean nothing beyond this recomputation. */
  communityOf(account: number): number {
    return account < this.#communities.length ? this.#communities[account]! : -1;
  }

  communitySize(account: number): number {
    const community = this.communityOf(account);
    return community === -1 ? 0 : this.#communitySizes[community]!;
  }

  /** The share of the transfers of the account's community that stay inside it, 0 when it is in none. */
  internalShare(account: number): number {
    const community = this.communityOf(account);
    return community === -1 ? 0 : this.#internalShares[community]!;
  }

  componentSize(account: number): number {
    const component = account < this.#components.length ? this.#components[account]! : -1;
    return component === -1 ? 0 : this.#componentSizes[component]!;
  }

  /** PageRank times the number of accounts, 0 for an account that was not there. */
  pagerank(account: number): number {
    return account < this.#ranks.length ? this.#ranks[account]! * this.#ranks.length : 0;
  }

  #computeCommunities(csr: Csr, isolated: Uint8Array): Int32Array {
    const random = new Random(this.#settings.seed);
    const { labels } = louvain(csr, { resolution: this.#settings.louvainResolution, random });
    return maskedLabels(labels, isolated);
  }

  #computeRanks(csr: Csr): Float64Array {
    const { pagerankDamping, pagerankTolerance, pagerankIterationsMax } = this.#settings;
    return pagerank(csr, {
      damping: pagerankDamping,
      tolerance: pagerankTolerance,
      iterationsMax: pagerankIterationsMax,
    }).ranks;
  }
}

/** 1 for every node without an edge. */
function isolatedNodes(csr: Csr): Uint8Array {
  const isolated = new Uint8Array(csr.nodeCount).fill(1);
  for (let node = 0; node < csr.nodeCount; node += 1) {
    if (csr.offsets[node]! < csr.offsets[node + 1]!) isolated[node] = 0;
  }
  for (const target of csr.targets) isolated[target] = 0;
  return isolated;
}

function maskedLabels(labels: Int32Array, isolated: Uint8Array): Int32Array {
  return labels.map((label, node) => (isolated[node] === 1 ? -1 : label));
}

/** How many nodes have each label of 0 .. highest. */
function sizes(labels: Int32Array): Int32Array {
  let highest = -1;
  for (const label of labels) highest = Math.max(highest, label);
  const counted = new Int32Array(highest + 1);
  for (const label of labels) if (label !== -1) counted[label]! += 1;
  return counted;
}

function internalShares(csr: Csr, communities: Int32Array, communityCount: number): Float64Array {
  const inside = new Float64Array(communityCount);
  const all = new Float64Array(communityCount);
  for (let node = 0; node < csr.nodeCount; node += 1) {
    for (let edge = csr.offsets[node]!; edge < csr.offsets[node + 1]!; edge += 1) {
      const weight = csr.weights[edge]!;
      const source = communities[node]!;
      const target = communities[csr.targets[edge]!]!;
      all[source]! += weight;
      if (source === target) inside[source]! += weight;
      else all[target]! += weight;
    }
  }
  return inside.map((weight, community) => weight / all[community]!);
}
