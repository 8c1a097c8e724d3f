import type { FeatureSetInfo } from '../services.ts';

/** Three features with the shape of the real ones. */
export const testFeatures: FeatureSetInfo = {
  hash: 'features-1',
  features: [
    {
      name: 'amount_cents',
      unit: 'cents',
      window: 'event',
      description: 'The amount in cents of the reference currency.',
    },
    {
      name: 'sender_sent_count_1d',
      unit: 'count',
      window: '1d',
      description: 'Transfers that the sender sent within a day.',
    },
    {
      name: 'cycle_length_7d',
      unit: 'hops',
      window: '7d',
      description: 'The length of the shortest cycle that it closes; 0 without one.',
    },
  ],
};
