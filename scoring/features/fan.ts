import type { Fan } from '../../algorithms/motifs/fan.ts';
import { dayWindow, weekWindow } from '../../graph/window/windows.ts';
import { logCents, ratio } from './arithmetic.ts';
import type { FeatureContext } from './context.ts';
import type { Feature } from './feature.ts';

const sides: readonly { readonly name: string; readonly what: string; fan(context: FeatureContext): Fan }[] =
  [
    { name: 'receiver_fan_in', what: 'senders to the receiver', fan: (c) => c.fanInOfReceiver },
    { name: 'sender_fan_out', what: 'receivers of the sender', fan: (c) => c.fanOutOfSender },
    { name: 'sender_fan_in', what: 'senders to the sender', fan: (c) => c.fanInOfSender },
    { name: 'receiver_fan_out', what: 'receivers of the receiver', fan: (c) => c.fanOutOfReceiver },
  ];

const degrees: readonly Feature[] = [
  {
    name: 'receiver_fan_in_1d',
    unit: 'count',
    window: '1d',
    description: 'Distinct senders to the receiver.',
    compute: (c) => c.of(c.session.accounts.fanIn, c.arrival.to, dayWindow),
  },
  {
    name: 'receiver_fan_in_7d',
    unit: 'count',
    window: '7d',
    description: 'Distinct senders to the receiver.',
    compute: (c) => c.of(c.session.accounts.fanIn, c.arrival.to, weekWindow),
  },
  {
    name: 'sender_fan_out_1d',
    unit: 'count',
    window: '1d',
    description: 'Distinct receivers of the sender.',
    compute: (c) => c.of(c.session.accounts.fanOut, c.arrival.from, dayWindow),
  },
  {
    name: 'sender_fan_out_7d',
    unit: 'count',
    window: '7d',
    description: 'Distinct receivers of the sender.',
    compute: (c) => c.of(c.session.accounts.fanOut, c.arrival.from, weekWindow),
  },
  {
    name: 'sender_fan_in_7d',
    unit: 'count',
    window: '7d',
    description: 'Distinct senders to the sender.',
    compute: (c) => c.of(c.session.accounts.fanIn, c.arrival.from, weekWindow),
  },
  {
    name: 'receiver_fan_out_7d',
    unit: 'count',
    window: '7d',
    description: 'Distinct receivers of the receiver.',
    compute: (c) => c.of(c.session.accounts.fanOut, c.arrival.to, weekWindow),
  },
];

/** Fan-in and fan-out of both accounts: how wide, how new, how alike. Fresh = no history before the window; capped at motifs.degreeMax. */
export const fanFeatures: readonly Feature[] = [
  ...degrees,
  ...sides.flatMap((side): Feature[] => [
    {
      name: `${side.name}_fresh_7d`,
      unit: 'count',
      window: '7d',
      description: `Distinct ${side.what} without a history before the window.`,
      compute: (c) => side.fan(c).fresh,
    },
    {
      name: `${side.name}_fresh_share_7d`,
      unit: 'ratio',
      window: '7d',
      description: `The share of the money of the ${side.what} that moved with fresh ones.`,
      compute: (c) => ratio(side.fan(c).freshSum, side.fan(c).sum),
    },
    {
      name: `${side.name}_fresh_sum_log_7d`,
      unit: 'log cents',
      window: '7d',
      description: `Logarithm of the money moved with fresh ${side.what}.`,
      compute: (c) => logCents(side.fan(c).freshSum),
    },
    {
      name: `${side.name}_fresh_spread_7d`,
      unit: 'ratio',
      window: '7d',
      description: `Standard deviation by mean of the sums of the fresh ${side.what}: near 0 when they are alike.`,
      compute: (c) => side.fan(c).freshSpread,
    },
    {
      name: `${side.name}_fresh_span_seconds_7d`,
      unit: 'seconds',
      window: '7d',
      description: `Time from the first to the last activity of the fresh ${side.what}.`,
      compute: (c) => Math.floor(side.fan(c).freshSpanMs / 1000),
    },
  ]),
];
