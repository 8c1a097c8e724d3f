import type { CommunityReport } from '../../jobs/communities/recompute-communities.ts';
import type { ApiType } from '../api-type.ts';
import type { ApiContext } from '../context.ts';
import type { CommunityRun } from '../services.ts';

const upper = ({ algorithm }: { readonly algorithm: string }) => algorithm.toUpperCase();

function recomputeCommunities(
  _: unknown,
  { algorithm }: { readonly algorithm?: Uppercase<CommunityReport['algorithm']> | null },
  { services }: ApiContext,
): CommunityRun {
  const name = algorithm == null ? null : (algorithm.toLowerCase() as CommunityReport['algorithm']);
  return services.communities.begin(name);
}

/** Recomputations of communities: the mutation that begins one, and the last one. */
export const communityType: ApiType = {
  folder: 'community',
  types: {
    Mutation: { recomputeCommunities },
    Query: {
      communityRun: (_: unknown, __: unknown, { services }: ApiContext) => services.communities.last,
    },
    CommunityRun: { algorithm: upper },
    CommunityReport: { algorithm: upper },
  },
};
