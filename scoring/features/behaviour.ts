import { dayWindow, hourWindow, monthWindow, sixHourWindow, weekWindow } from '../../graph/window/windows.ts';
import { logCents, ratio, secondsSince } from './arithmetic.ts';
import type { FeatureContext } from './context.ts';
import type { Feature, FeatureUnit, FeatureWindow } from './feature.ts';

const windows: readonly {
  readonly label: FeatureWindow & ('1h' | '6h' | '1d' | '7d' | '30d');
  readonly index: number;
}[] = [
  { label: '1h', index: hourWindow },
  { label: '6h', index: sixHourWindow },
  { label: '1d', index: dayWindow },
  { label: '7d', index: weekWindow },
  { label: '30d', index: monthWindow },
];

interface Counter {
  readonly name: string;
  readonly unit: FeatureUnit;
  readonly description: string;
  compute(context: FeatureContext, window: number): number;
}

/** Counters that exist in each of the windows. */
const counters: readonly Counter[] = [
  {
    name: 'sender_out_count',
    unit: 'count',
    description: 'Transfers that the sender sent, this one included.',
    compute: (c, window) => c.of(c.session.accounts.outCount, c.arrival.from, window),
  },
  {
    name: 'sender_out_sum_log',
    unit: 'log cents',
    description: 'Logarithm of what the sender sent, this transfer included.',
    compute: (c, window) => logCents(c.of(c.session.accounts.outSum, c.arrival.from, window)),
  },
  {
    name: 'sender_in_count',
    unit: 'count',
    description: 'Transfers that the sender received.',
    compute: (c, window) => c.of(c.session.accounts.inCount, c.arrival.from, window),
  },
  {
    name: 'sender_pass_through',
    unit: 'ratio',
    description: 'What the sender sent by what it received, at most 10; 0 when it received nothing.',
    compute: (c, window) => passThrough(c, c.arrival.from, window),
  },
  {
    name: 'receiver_in_count',
    unit: 'count',
    description: 'Transfers that the receiver received, this one included.',
    compute: (c, window) => c.of(c.session.accounts.inCount, c.arrival.to, window),
  },
  {
    name: 'receiver_in_sum_log',
    unit: 'log cents',
    description: 'Logarithm of what the receiver received, this transfer included.',
    compute: (c, window) => logCents(c.of(c.session.accounts.inSum, c.arrival.to, window)),
  },
  {
    name: 'receiver_out_count',
    unit: 'count',
    description: 'Transfers that the receiver sent.',
    compute: (c, window) => c.of(c.session.accounts.outCount, c.arrival.to, window),
  },
  {
    name: 'receiver_pass_through',
    unit: 'ratio',
    description: 'What the receiver sent by what it received, at most 10; 0 when it sent nothing.',
    compute: (c, window) => passThrough(c, c.arrival.to, window),
  },
];

function passThrough({ session, of }: FeatureContext, account: number, window: number): number {
  const { outSum, inSum } = session.accounts;
  return Math.min(10, ratio(of(outSum, account, window), of(inSum, account, window)));
}

const timings: readonly Feature[] = [
  {
    name: 'sender_seconds_since_out',
    unit: 'seconds',
    window: 'life',
    description: "Time since the sender's transfer before this one; -1 for its first.",
    compute: ({ arrival }) => secondsSince(arrival.fromLastOutAt, arrival.event.at),
  },
  {
    name: 'sender_seconds_since_in',
    unit: 'seconds',
    window: 'life',
    description: 'Time since the sender last received: how long the money rested; -1 when it never did.',
    compute: ({ arrival }) => secondsSince(arrival.fromLastInAt, arrival.event.at),
  },
  {
    name: 'receiver_seconds_since_in',
    unit: 'seconds',
    window: 'life',
    description: 'Time since the receiver last received before this transfer; -1 for its first.',
    compute: ({ arrival }) => secondsSince(arrival.toLastInAt, arrival.event.at),
  },
  {
    name: 'receiver_seconds_since_out',
    unit: 'seconds',
    window: 'life',
    description: 'Time since the receiver last sent; -1 when it never did.',
    compute: ({ arrival }) => secondsSince(arrival.toLastOutAt, arrival.event.at),
  },
  {
    name: 'sender_day_share_of_week',
    unit: 'ratio',
    window: '7d',
    description:
      "The share of the sender's outgoing money of the week that falls into the last day: 1 for a burst.",
    compute: (c) =>
      ratio(
        c.of(c.session.accounts.outSum, c.arrival.from, dayWindow),
        c.of(c.session.accounts.outSum, c.arrival.from, weekWindow),
      ),
  },
  {
    name: 'receiver_day_share_of_week',
    unit: 'ratio',
    window: '7d',
    description:
      "The share of the receiver's incoming money of the week that falls into the last day: 1 for a burst.",
    compute: (c) =>
      ratio(
        c.of(c.session.accounts.inSum, c.arrival.to, dayWindow),
        c.of(c.session.accounts.inSum, c.arrival.to, weekWindow),
      ),
  },
  {
    name: 'sender_week_share_of_life',
    unit: 'ratio',
    window: 'life',
    description: 'The share of everything that the sender ever sent that falls into the last seven days.',
    compute: (c) =>
      ratio(
        c.of(c.session.accounts.outSum, c.arrival.from, weekWindow),
        c.session.accounts.lifeOutSum[c.arrival.from]!,
      ),
  },
  {
    name: 'receiver_week_share_of_life',
    unit: 'ratio',
    window: 'life',
    description:
      'The share of everything that the receiver ever received that falls into the last seven days.',
    compute: (c) =>
      ratio(
        c.of(c.session.accounts.inSum, c.arrival.to, weekWindow),
        c.session.accounts.lifeInSum[c.arrival.to]!,
      ),
  },
  {
    name: 'sender_self_count_7d',
    unit: 'count',
    window: '7d',
    description: 'Self-transfers of the sender.',
    compute: (c) => c.of(c.session.accounts.selfCount, c.arrival.from, weekWindow),
  },
];

/** What sender and receiver did before: counts, sums and pass-through in five windows, and timings. */
export const behaviourFeatures: readonly Feature[] = [
  ...counters.flatMap((counter) =>
    windows.map(
      (window): Feature => ({
        name: `${counter.name}_${window.label}`,
        unit: counter.unit,
        window: window.label,
        description: counter.description,
        compute: (context) => counter.compute(context, window.index),
      }),
    ),
  ),
  ...timings,
];
