import { isBelowThreshold } from '../../algorithms/motifs/structuring.ts';
import { logCents, ratio, secondsSince } from './arithmetic.ts';
import type { Feature } from './feature.ts';

const hundredCents = 10_000;

/** Features of the amount alone and against the history of its accounts. */
export const amountFeatures: readonly Feature[] = [
  {
    name: 'amount_log',
    unit: 'log cents',
    window: 'event',
    description: 'Logarithm of the amount in cents of the reference currency.',
    compute: ({ arrival }) => logCents(arrival.cents),
  },
  {
    name: 'amount_is_round',
    unit: 'flag',
    window: 'event',
    description: '1 when the amount is a multiple of a hundred units of its currency.',
    compute: ({ arrival }) => (arrival.event.amountMinor % hundredCents === 0 ? 1 : 0),
  },
  {
    name: 'amount_below_threshold',
    unit: 'flag',
    window: 'event',
    description:
      '1 when the amount is within the 10 % below the reporting threshold of 10,000 reference units.',
    compute: ({ arrival }) => (isBelowThreshold(arrival.cents) ? 1 : 0),
  },
  {
    name: 'amount_to_sender_mean',
    unit: 'ratio',
    window: 'life',
    description:
      'The amount by the mean of everything that the sender sent, this transfer included; 1 for its first.',
    compute: ({ session, arrival }) => {
      const count = session.accounts.lifeOutCount[arrival.from]!;
      return count === 0 ? 1 : ratio(arrival.cents * count, session.accounts.lifeOutSum[arrival.from]!);
    },
  },
  {
    name: 'amount_to_receiver_mean',
    unit: 'ratio',
    window: 'life',
    description:
      'The amount by the mean of everything that the receiver received, this transfer included; 1 for its first.',
    compute: ({ session, arrival }) => {
      const count = session.accounts.lifeInCount[arrival.to]!;
      return count === 0 ? 1 : ratio(arrival.cents * count, session.accounts.lifeInSum[arrival.to]!);
    },
  },
  {
    name: 'amount_to_sender_max',
    unit: 'ratio',
    window: 'life',
    description:
      'The amount by the greatest amount that the sender ever sent, this transfer included; 1 for a new greatest.',
    compute: ({ session, arrival }) => ratio(arrival.cents, session.accounts.lifeOutMax[arrival.from]!),
  },
  {
    name: 'is_self_transfer',
    unit: 'flag',
    window: 'event',
    description: '1 when sender and receiver are the same account.',
    compute: ({ arrival }) => (arrival.from === arrival.to ? 1 : 0),
  },
  {
    name: 'sender_age_seconds',
    unit: 'seconds',
    window: 'life',
    description: 'Time since the sender was first seen.',
    compute: ({ arrival }) => secondsSince(arrival.fromFirstSeenAt, arrival.event.at),
  },
  {
    name: 'receiver_age_seconds',
    unit: 'seconds',
    window: 'life',
    description: 'Time since the receiver was first seen.',
    compute: ({ arrival }) => secondsSince(arrival.toFirstSeenAt, arrival.event.at),
  },
];
