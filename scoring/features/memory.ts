import { logCents } from './arithmetic.ts';
import type { Feature } from './feature.ts';

/** What is remembered beyond the windows, with half the weight after each `session.halfLifeMs`; reversed transfers stay in it. */
export const memoryFeatures: readonly Feature[] = [
  {
    name: 'sender_out_decayed_log',
    unit: 'log cents',
    window: 'life',
    description: 'Logarithm of everything that the sender sent, older transfers with less weight.',
    compute: ({ session, arrival, halfLifeMs }) =>
      logCents(session.accounts.decayedOut.asOf(arrival.from, arrival.event.at, halfLifeMs)),
  },
  {
    name: 'receiver_in_decayed_log',
    unit: 'log cents',
    window: 'life',
    description: 'Logarithm of everything that the receiver received, older transfers with less weight.',
    compute: ({ session, arrival, halfLifeMs }) =>
      logCents(session.accounts.decayedIn.asOf(arrival.to, arrival.event.at, halfLifeMs)),
  },
  {
    name: 'pair_count_decayed',
    unit: 'weight',
    window: 'life',
    description: 'Transfers from the sender to the receiver, this one included, older ones with less weight.',
    compute: ({ session, arrival, halfLifeMs }) =>
      arrival.pair === -1 ? 0 : session.pairs.decayedCount.asOf(arrival.pair, arrival.event.at, halfLifeMs),
  },
];
