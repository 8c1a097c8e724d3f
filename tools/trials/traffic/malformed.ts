import type { Random } from '../../../base/random.ts';
import type { TransferEvent } from '../../../graph/model/event.ts';
import { encodeEvent } from '../../../ingest/validate/encode-event.ts';
import type { InputTopic } from './planned-message.ts';

/** A message that cannot become an event. */
export interface Malformed {
  readonly topic: InputTopic;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

type Wire = Record<string, unknown>;

/** Breaks the message of a valid transfer. It has the id `freshId` where it has one at all, except for a conflict, which repeats that of the transfer. */
type Breaking = (transfer: TransferEvent, freshId: string, random: Random) => Malformed;

const onTransactions = (value: Buffer | string | null, headers: Readonly<Record<string, string>> = {}) =>
  ({
    topic: 'transactions',
    value: typeof value === 'string' ? Buffer.from(value) : value,
    headers,
  }) as const;

/** Changes one field of the wire form. */
const changed =
  (change: (wire: Wire, random: Random) => void): Breaking =>
  (transfer, id, random) => {
    const wire = JSON.parse(encodeEvent({ ...transfer, id })) as Wire;
    change(wire, random);
    return onTransactions(JSON.stringify(wire));
  };

/** The ways in which a message of a trial can be bad, by name. */
export const malformedWays: Readonly<Record<string, Breaking>> = {
  cutJson: (transfer, id, random) => {
    const text = encodeEvent({ ...transfer, id });
    return onTransactions(text.slice(0, random.between(1, text.length - 1)));
  },
  fieldMissing: changed((wire, random) => {
    delete wire[random.pick(['at', 'from', 'to', 'amount', 'currency', 'format'])];
  }),
  badAmount: changed((wire, random) => {
    wire['amount'] = random.pick(['0', '-12.50', '1.23456', 'much', '1e400', '']);
  }),
  unknownCurrency: changed((wire) => {
    wire['currency'] = 'QQQ';
  }),
  unknownField: changed((wire) => {
    wire['colour'] = 'green';
  }),
  unknownSchema: (transfer, id) =>
    onTransactions(encodeEvent({ ...transfer, id }), { 'schema-id': 'anel.transaction.v99' }),
  noValue: () => onTransactions(null),
  notUtf8: (transfer, id) =>
    onTransactions(Buffer.concat([Buffer.from(encodeEvent({ ...transfer, id })), Buffer.from([0xff, 0xfe])])),
  conflict: (transfer) => onTransactions(encodeEvent({ ...transfer, amountMinor: transfer.amountMinor + 1 })),
  reversalOfNothing: ({ at, seenAt }, id) =>
    onTransactions(encodeEvent({ kind: 'reversal', id, at, seenAt, reverses: `${id}-nothing` })),
  wrongTopic: (transfer, id, random) => ({
    ...onTransactions(encodeEvent({ ...transfer, id })),
    topic: random.pick(['authentications', 'logs'] as const),
  }),
};
