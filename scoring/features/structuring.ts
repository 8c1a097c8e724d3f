import { ratio } from './arithmetic.ts';
import type { Feature } from './feature.ts';

/** Amounts that the sender chose: kept below the reporting threshold, or round. */
export const structuringFeatures: readonly Feature[] = [
  {
    name: 'sender_below_threshold_7d',
    unit: 'count',
    window: '7d',
    description:
      'Transfers of the sender within the 10 % below the reporting threshold of 10,000 reference units, among its newest.',
    compute: ({ senderStructuring }) => senderStructuring.below,
  },
  {
    name: 'sender_round_share_7d',
    unit: 'ratio',
    window: '7d',
    description:
      "The share of the sender's newest transfers that are a multiple of a hundred reference units.",
    compute: ({ senderStructuring }) => ratio(senderStructuring.round, senderStructuring.looked),
  },
  {
    name: 'sender_structuring_capped_7d',
    unit: 'flag',
    window: '7d',
    description: '1 when the sender has more transfers than were looked at (motifs.degreeMax).',
    compute: ({ senderStructuring }) => (senderStructuring.capped ? 1 : 0),
  },
];
