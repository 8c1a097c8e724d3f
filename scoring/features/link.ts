import type { IdentifierKind } from '../../graph/model/event.ts';
import type { Feature } from './feature.ts';

const kinds: readonly IdentifierKind[] = ['device', 'ip', 'phone', 'card', 'address'];

/** Identifiers that accounts share. */
export const linkFeatures: readonly Feature[] = [
  ...kinds.map(
    (kind): Feature => ({
      name: `sender_${kind}_accounts`,
      unit: 'count',
      window: 'life',
      description: `The most accounts that used one ${kind} of the sender, itself included; 0 when none is known.`,
      compute: ({ session, arrival }) => session.identifiers.sharedBy(arrival.from, kind),
    }),
  ),
  {
    name: 'receiver_device_accounts',
    unit: 'count',
    window: 'life',
    description:
      'The most accounts that used one device of the receiver, itself included; 0 when none is known.',
    compute: ({ session, arrival }) => session.identifiers.sharedBy(arrival.to, 'device'),
  },
  {
    name: 'common_identifiers',
    unit: 'count',
    window: 'life',
    description: 'Identifiers that both the sender and the receiver used.',
    compute: ({ session, arrival }) =>
      arrival.from === arrival.to ? 0 : session.identifiers.common(arrival.from, arrival.to),
  },
];
