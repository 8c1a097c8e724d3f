import type { FeatureContext } from './context.ts';
import type { Feature } from './feature.ts';
import type { LabelProximity } from './label-proximity.ts';

const sides: readonly { readonly name: string; of(context: FeatureContext): LabelProximity }[] = [
  { name: 'sender', of: (c) => c.senderLabels },
  { name: 'receiver', of: (c) => c.receiverLabels },
];

/**
 * How near the accounts are to confirmed fraud: over the pairs that are active in the window, this transfer included, whichever
 * way the money went. Of labels it sees those that came before the transfer and were confirmed by its own time, the newest of each account.
 * Where `hops` is -1 the other values of that account are 0. A label weighs half after each `labels.halfLifeMs`.
 */
export const labelFeatures: readonly Feature[] = [
  ...sides.flatMap(({ name, of }): Feature[] => [
    {
      name: `${name}_fraud_hops`,
      unit: 'hops',
      window: '7d',
      description: `Steps between counterparties from the ${name} to the nearest account with confirmed fraud: 0 when it is one itself; -1 when none is within labels.hopsMax.`,
      compute: (c) => of(c).hops,
    },
    {
      name: `${name}_fraud_counterparties`,
      unit: 'count',
      window: '7d',
      description: `Counterparties of the ${name} with confirmed fraud.`,
      compute: (c) => of(c).counterparties,
    },
    {
      name: `${name}_fraud_counterparty_share`,
      unit: 'ratio',
      window: '7d',
      description: `The share of the ${name}'s counterparties with confirmed fraud.`,
      compute: (c) => of(c).counterpartyShare,
    },
    {
      name: `${name}_fraud_exposure`,
      unit: 'ratio',
      window: '7d',
      description: `The share of the ${name}'s money that it exchanged with accounts of confirmed fraud, and that its counterparties did with others, each weighed by the age of its label.`,
      compute: (c) => of(c).exposure,
    },
    {
      name: `${name}_fraud_pagerank`,
      unit: 'probability',
      window: '7d',
      description: `How likely a random walk from the ${name} along transfers ends at an account with confirmed fraud, weighed by the age of its label.`,
      compute: (c) => of(c).pagerank,
    },
  ]),
  {
    name: 'community_fraud_share',
    unit: 'ratio',
    window: '7d',
    description:
      "The share of the members of the sender's community with confirmed fraud; 0 when it was in none.",
    compute: (c) => c.senderCommunityLabels.share,
  },
  {
    name: 'label_capped',
    unit: 'flag',
    window: '7d',
    description:
      '1 when a cap hid pairs or labels from one of these searches: hops may be fewer, the others rest on what was looked at.',
    compute: (c) =>
      c.senderLabels.capped || c.receiverLabels.capped || c.senderCommunityLabels.capped ? 1 : 0,
  },
];
