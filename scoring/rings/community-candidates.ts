import type { Config } from '../../base/config.ts';
import { transferWeight } from './evidence/suspicion.ts';
import type { SuspicionGraph, SuspiciousGroup, SuspiciousLink } from './suspicion-graph.ts';

/** Says of each account of the session to which group it belongs; negative for none. */
export type GroupOf = (account: number) => number;

/** A suspicious group inside of a community, with the transfer that speaks for it the most. */
export interface CommunityCandidate {
  readonly strongest: SuspiciousLink;
  readonly group: SuspiciousGroup;
}

/**
 * The suspicious groups inside of communities (or of any other partition of the accounts): of each community that has suspicious links between
 * its own accounts, the group around the strongest of them that does not leave the community. At most `communityCandidatesMax`, by the weight of
 * all links inside, the heaviest first, then the lower number. Deterministic. O(links + communities × a group).
 */
export function communityCandidates(
  config: Config['rings'],
  suspicion: SuspicionGraph,
  groupOf: GroupOf,
  now: number,
): readonly CommunityCandidate[] {
  const inside = new Map<number, { weight: number; strongest: SuspiciousLink }>();
  for (const link of suspicion.linksAt(now)) {
    const community = groupOf(link.from);
    if (community < 0 || community !== groupOf(link.to)) continue;
    const known = inside.get(community);
    const weight = transferWeight(link.transfer);
    if (known === undefined) inside.set(community, { weight, strongest: link });
    else {
      known.weight += weight;
      if (weight > transferWeight(known.strongest.transfer)) known.strongest = link;
    }
  }
  const heaviest = [...inside].sort(([a, one], [b, other]) => other.weight - one.weight || a - b);
  return heaviest.slice(0, config.communityCandidatesMax).map(([community, { strongest }]) => ({
    strongest,
    group: suspicion.groupAround(
      [strongest.from, strongest.to],
      now,
      [],
      (account) => groupOf(account) === community,
    ),
  }));
}
