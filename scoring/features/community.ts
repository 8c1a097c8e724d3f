import type { Feature } from './feature.ts';

/** Where the accounts stand in the structure of the window as it was last recomputed. */
export const communityFeatures: readonly Feature[] = [
  {
    name: 'same_community',
    unit: 'flag',
    window: '7d',
    description: '1 when sender and receiver were in the same community.',
    compute: ({ structure, arrival }) => {
      const community = structure.communityOf(arrival.from);
      return community !== -1 && community === structure.communityOf(arrival.to) ? 1 : 0;
    },
  },
  {
    name: 'sender_community_size',
    unit: 'count',
    window: '7d',
    description: "Accounts in the sender's community; 0 when it was in none.",
    compute: ({ structure, arrival }) => structure.communitySize(arrival.from),
  },
  {
    name: 'receiver_community_size',
    unit: 'count',
    window: '7d',
    description: "Accounts in the receiver's community; 0 when it was in none.",
    compute: ({ structure, arrival }) => structure.communitySize(arrival.to),
  },
  {
    name: 'sender_community_internal_share',
    unit: 'ratio',
    window: '7d',
    description: "The share of transfers of the sender's community that stay inside it.",
    compute: ({ structure, arrival }) => structure.internalShare(arrival.from),
  },
  {
    name: 'sender_component_size',
    unit: 'count',
    window: '7d',
    description: "Accounts in the sender's connected component; 0 when it was in none.",
    compute: ({ structure, arrival }) => structure.componentSize(arrival.from),
  },
  {
    name: 'sender_pagerank',
    unit: 'probability',
    window: '7d',
    description: "The sender's PageRank times the number of accounts: 1 is average.",
    compute: ({ structure, arrival }) => structure.pagerank(arrival.from),
  },
  {
    name: 'receiver_pagerank',
    unit: 'probability',
    window: '7d',
    description: "The receiver's PageRank times the number of accounts: 1 is average.",
    compute: ({ structure, arrival }) => structure.pagerank(arrival.to),
  },
];
