import type { Feature } from './feature.ts';

/** How central the accounts are in the window as of this transfer: see `LiveStructure`. */
export const centralityFeatures: readonly Feature[] = [
  {
    name: 'sender_live_pagerank',
    unit: 'probability',
    window: '7d',
    description: "The sender's PageRank as of this transfer times the number of accounts: 1 is average.",
    compute: ({ live, arrival }) => live.pagerank(arrival.from),
  },
  {
    name: 'receiver_live_pagerank',
    unit: 'probability',
    window: '7d',
    description: "The receiver's PageRank as of this transfer times the number of accounts: 1 is average.",
    compute: ({ live, arrival }) => live.pagerank(arrival.to),
  },
  {
    name: 'live_pagerank_behind',
    unit: 'flag',
    window: '7d',
    description:
      '1 when PageRank had no steps left to take in all changes: it may be further off than its tolerance.',
    compute: ({ live }) => (live.pagerankBehind ? 1 : 0),
  },
  {
    name: 'sender_core_number',
    unit: 'count',
    window: '7d',
    description:
      'The largest k such that the sender is in a group where everybody has k counterparties in the group.',
    compute: ({ live, arrival }) => live.coreNumber(arrival.from),
  },
  {
    name: 'receiver_core_number',
    unit: 'count',
    window: '7d',
    description:
      'The largest k such that the receiver is in a group where everybody has k counterparties in the group.',
    compute: ({ live, arrival }) => live.coreNumber(arrival.to),
  },
  {
    name: 'core_number_deferred',
    unit: 'count',
    window: '7d',
    description: 'Pairs that the core numbers had no steps left to take in; 0 when they are exact.',
    compute: ({ live }) => live.coreDeferred,
  },
  {
    name: 'sender_community_betweenness',
    unit: 'ratio',
    window: '7d',
    description:
      "The share of shortest paths inside the sender's community that pass through it, from a sample, as the structure was last recomputed.",
    compute: ({ structure, arrival }) => structure.betweenness(arrival.from),
  },
  {
    name: 'receiver_community_betweenness',
    unit: 'ratio',
    window: '7d',
    description:
      "The share of shortest paths inside the receiver's community that pass through it, from a sample, as the structure was last recomputed.",
    compute: ({ structure, arrival }) => structure.betweenness(arrival.to),
  },
  {
    name: 'community_betweenness_capped',
    unit: 'flag',
    window: '7d',
    description: '1 when the community of the sender or the receiver was too large for it.',
    compute: ({ structure, arrival: { from, to } }) =>
      structure.betweennessCapped(from) || structure.betweennessCapped(to) ? 1 : 0,
  },
];
