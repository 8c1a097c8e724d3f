import type { Random } from '../../base/random.ts';
import type { Csr } from '../../graph/csr.ts';

/** Estimates betweenness from a sample of sources: over all ordered pairs of two other nodes, the share of shortest paths that pass a node. */
export type BetweennessKernel = (
  csr: Csr,
  options: { readonly sample: { readonly pivots: number; readonly random: Random } },
) => { readonly scores: Float64Array };

export interface CommunityBetweennessOptions {
  /** Larger communities are left out. Default 2000. */
  readonly accountsMax?: number;
  /** Sources followed in one community. Default 16. */
  readonly pivotsMax?: number;
  readonly random: Random;
}

export interface CommunityBetweenness {
  /** Aligned with the node index: the score by the (n - 1)(n - 2) pairs of others in the community of n, at most about 1. 0 outside of communities. */
  readonly shares: Float64Array;
  /** 1 for the accounts of a community that was left out as too large. */
  readonly capped: Uint8Array;
}

const defaults = { accountsMax: 2000, pivotsMax: 16 } as const;

/**
 * How much of a community's money moves through each of its accounts: betweenness inside each community, -1 being none. O(nodes + edges)
 * and the kernel's O(pivotsMax × edges). Deterministic: communities by their label, random numbers drawn in that order.
 */
export function communityBetweenness(
  csr: Csr,
  communities: Int32Array,
  kernel: BetweennessKernel,
  options: CommunityBetweennessOptions,
): CommunityBetweenness {
  const { accountsMax, pivotsMax, random } = { ...defaults, ...options };
  const shares = new Float64Array(csr.nodeCount);
  const capped = new Uint8Array(csr.nodeCount);
  const placeOf = new Int32Array(csr.nodeCount);
  for (const members of membersOf(communities)) {
    const pairs = (members.length - 1) * (members.length - 2);
    if (pairs <= 0) continue;
    if (members.length > accountsMax) {
      for (const node of members) capped[node] = 1;
      continue;
    }
    const part = partOf(csr, communities, members, placeOf);
    const { scores } = kernel(part, { sample: { pivots: pivotsMax, random } });
    for (const [place, node] of members.entries()) shares[node] = scores[place]! / pairs;
  }
  return { shares, capped };
}

/** The nodes of each community in ascending order. */
function membersOf(communities: Int32Array): readonly (readonly number[])[] {
  const members: number[][] = [];
  for (const [node, community] of communities.entries()) {
    if (community === -1) continue;
    const list = members[community];
    if (list === undefined) members[community] = [node];
    else list.push(node);
  }
  return members.filter((list) => list !== undefined);
}

/** The graph inside a community; `placeOf` is scratch. Rows stay sorted, since places ascend with the nodes. */
function partOf(csr: Csr, communities: Int32Array, members: readonly number[], placeOf: Int32Array): Csr {
  for (const [place, node] of members.entries()) placeOf[node] = place;
  const community = communities[members[0]!];
  const offsets = new Int32Array(members.length + 1);
  const targets: number[] = [];
  const weights: number[] = [];
  for (const [place, node] of members.entries()) {
    for (let edge = csr.offsets[node]!; edge < csr.offsets[node + 1]!; edge += 1) {
      const target = csr.targets[edge]!;
      if (communities[target] !== community) continue;
      targets.push(placeOf[target]!);
      weights.push(csr.weights[edge]!);
    }
    offsets[place + 1] = targets.length;
  }
  return {
    nodeCount: members.length,
    offsets,
    targets: Int32Array.from(targets),
    weights: Float64Array.from(weights),
  };
}
