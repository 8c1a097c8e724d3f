import { weekWindow } from '../../graph/window/windows.ts';
import { logCents, ratio, secondsSince } from './arithmetic.ts';
import type { FeatureContext } from './context.ts';
import type { Feature } from './feature.ts';

function lifeCount({ session }: FeatureContext, pair: number): number {
  return pair === -1 ? 0 : session.pairs.lifeCount[pair]!;
}

/** The history between the sender and the receiver, in both directions. */
export const pairFeatures: readonly Feature[] = [
  {
    name: 'pair_count_life',
    unit: 'count',
    window: 'life',
    description: 'Transfers from the sender to the receiver before this one.',
    compute: (c) => Math.max(0, lifeCount(c, c.arrival.pair) - (c.arrival.late ? 0 : 1)),
  },
  {
    name: 'pair_is_first',
    unit: 'flag',
    window: 'life',
    description: '1 for the first transfer from the sender to the receiver.',
    compute: ({ arrival }) =>
      arrival.pairLastAt === Number.NEGATIVE_INFINITY && arrival.from !== arrival.to ? 1 : 0,
  },
  {
    name: 'pair_seconds_since',
    unit: 'seconds',
    window: 'life',
    description: 'Time since the last transfer from the sender to the receiver; -1 when there was none.',
    compute: ({ arrival }) => secondsSince(arrival.pairLastAt, arrival.event.at),
  },
  {
    name: 'pair_count_7d',
    unit: 'count',
    window: '7d',
    description: 'Transfers from the sender to the receiver, this one included.',
    compute: (c) => (c.arrival.pair === -1 ? 0 : c.session.pairs.count[c.arrival.pair]!),
  },
  {
    name: 'reverse_count_life',
    unit: 'count',
    window: 'life',
    description: 'Transfers from the receiver to the sender before this one.',
    compute: (c) => lifeCount(c, c.arrival.reversePair),
  },
  {
    name: 'reverse_sum_log_7d',
    unit: 'log cents',
    window: '7d',
    description: 'Logarithm of what the receiver sent to the sender.',
    compute: ({ session, arrival }) =>
      arrival.reversePair === -1 ? 0 : logCents(session.pairs.sum[arrival.reversePair]!),
  },
  {
    name: 'pair_share_of_sender_7d',
    unit: 'ratio',
    window: '7d',
    description: "The share of the sender's outgoing money that went to this receiver.",
    compute: (c) =>
      c.arrival.pair === -1
        ? 0
        : ratio(
            c.session.pairs.sum[c.arrival.pair]!,
            c.of(c.session.accounts.outSum, c.arrival.from, weekWindow),
          ),
  },
  {
    name: 'pair_share_of_receiver_7d',
    unit: 'ratio',
    window: '7d',
    description: "The share of the receiver's incoming money that came from this sender.",
    compute: (c) =>
      c.arrival.pair === -1
        ? 0
        : ratio(
            c.session.pairs.sum[c.arrival.pair]!,
            c.of(c.session.accounts.inSum, c.arrival.to, weekWindow),
          ),
  },
];
