import type { Feature } from './feature.ts';

/** Where the accounts stand towards the most suspicious dense group as of this transfer: see `LiveStructure`. */
export const denseFeatures: readonly Feature[] = [
  {
    name: 'sender_in_dense_group',
    unit: 'flag',
    window: '7d',
    description: '1 when the sender is in the most suspicious dense group.',
    compute: ({ live, arrival }) => (live.inDenseGroup(arrival.from) ? 1 : 0),
  },
  {
    name: 'receiver_in_dense_group',
    unit: 'flag',
    window: '7d',
    description: '1 when the receiver is in the most suspicious dense group.',
    compute: ({ live, arrival }) => (live.inDenseGroup(arrival.to) ? 1 : 0),
  },
  {
    name: 'dense_group_density',
    unit: 'ratio',
    window: '7d',
    description:
      'Pairs inside the most suspicious dense group, each weighted less the more popular its receiver is, by account.',
    compute: ({ live }) => live.density,
  },
  {
    name: 'sender_peeling_weight',
    unit: 'ratio',
    window: '7d',
    description:
      "The weight of the sender's pairs with accounts that are at least as tightly tied as itself.",
    compute: ({ live, arrival }) => live.peelingWeight(arrival.from),
  },
  {
    name: 'receiver_peeling_weight',
    unit: 'ratio',
    window: '7d',
    description:
      "The weight of the receiver's pairs with accounts that are at least as tightly tied as itself.",
    compute: ({ live, arrival }) => live.peelingWeight(arrival.to),
  },
  {
    name: 'dense_group_deferred',
    unit: 'count',
    window: '7d',
    description: 'Pairs that the dense group had no steps left to take in; 0 when it is exact.',
    compute: ({ live }) => live.denseDeferred,
  },
];
