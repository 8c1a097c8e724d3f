import { weekWindow } from '../../graph/window/windows.ts';
import { ratio } from './arithmetic.ts';
import type { Feature } from './feature.ts';

/** The ring shapes that the transfer closes or stands in. */
export const motifFeatures: readonly Feature[] = [
  {
    name: 'cycle_count_7d',
    unit: 'count',
    window: '7d',
    description: 'Temporal cycles that the transfer closes, up to the configured length and caps.',
    compute: ({ cycles }) => cycles.count,
  },
  {
    name: 'cycle_shortest_7d',
    unit: 'hops',
    window: '7d',
    description: 'Transfers in the shortest of these cycles; 0 without one.',
    compute: ({ cycles }) => cycles.shortest,
  },
  {
    name: 'cycle_longest_7d',
    unit: 'hops',
    window: '7d',
    description: 'Transfers in the longest of these cycles; 0 without one.',
    compute: ({ cycles }) => cycles.longest,
  },
  {
    name: 'cycle_conservation_7d',
    unit: 'ratio',
    window: '7d',
    description: 'Least by greatest amount of the cycle that keeps its money best; 0 without one.',
    compute: ({ cycles }) => cycles.conservation,
  },
  {
    name: 'cycle_span_seconds_7d',
    unit: 'seconds',
    window: '7d',
    description: 'Time from the first to the last transfer of that cycle.',
    compute: ({ cycles }) => Math.floor(cycles.spanMs / 1000),
  },
  {
    name: 'scatter_gather_width_7d',
    unit: 'count',
    window: '7d',
    description:
      'Intermediaries over which one source reached the receiver, the sender among them; 0 below two.',
    compute: ({ scatterGather }) => scatterGather.width,
  },
  {
    name: 'scatter_gather_sources_7d',
    unit: 'count',
    window: '7d',
    description: 'Sources that reached the receiver over at least two intermediaries.',
    compute: ({ scatterGather }) => scatterGather.sources,
  },
  {
    name: 'scatter_gather_conservation_7d',
    unit: 'ratio',
    window: '7d',
    description: 'What the receiver got over these intermediaries by what the source sent them, at most 1.',
    compute: ({ scatterGather }) => scatterGather.conservation,
  },
  {
    name: 'gather_scatter_width_7d',
    unit: 'count',
    window: '7d',
    description:
      'The smaller of distinct senders to, and distinct receivers of, the sender: money gathered, then scattered.',
    compute: (c) =>
      Math.min(
        c.of(c.session.accounts.fanIn, c.arrival.from, weekWindow),
        c.of(c.session.accounts.fanOut, c.arrival.from, weekWindow),
      ),
  },
  {
    name: 'gather_scatter_fresh_7d',
    unit: 'count',
    window: '7d',
    description: 'The same over counterparties without a history before the window.',
    compute: ({ fanInOfSender, fanOutOfSender }) => Math.min(fanInOfSender.fresh, fanOutOfSender.fresh),
  },
  {
    name: 'gather_scatter_balance_7d',
    unit: 'ratio',
    window: '7d',
    description: 'Money scattered to fresh receivers by money gathered from fresh senders, at most 10.',
    compute: ({ fanInOfSender, fanOutOfSender }) =>
      Math.min(10, ratio(fanOutOfSender.freshSum, fanInOfSender.freshSum)),
  },
  {
    name: 'bipartite_senders_7d',
    unit: 'count',
    window: '7d',
    description: 'Other senders to the receiver that share a further receiver with the sender.',
    compute: ({ block }) => block.coSenders,
  },
  {
    name: 'bipartite_receivers_7d',
    unit: 'count',
    window: '7d',
    description: 'The most receivers that one of them shares with the sender; 0 without one.',
    compute: ({ block }) => block.sharedReceivers,
  },
  {
    name: 'chain_length_7d',
    unit: 'hops',
    window: '7d',
    description:
      'Transfers that passed nearly the same amount on, one after the other, ending with this one.',
    compute: ({ chain }) => chain.length,
  },
  {
    name: 'chain_span_seconds_7d',
    unit: 'seconds',
    window: '7d',
    description: 'Time from the first to the last transfer of that chain.',
    compute: ({ chain }) => Math.floor(chain.spanMs / 1000),
  },
  {
    name: 'motif_capped',
    unit: 'flag',
    window: '7d',
    description: '1 when a cap cut one of the motif searches short, so that its counts are lower bounds.',
    compute: (c) =>
      c.cycles.capped ||
      c.scatterGather.capped ||
      c.block.capped ||
      c.fanInOfReceiver.capped ||
      c.fanOutOfSender.capped
        ? 1
        : 0,
  },
];
