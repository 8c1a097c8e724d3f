import { formatAmount } from '../../graph/model/currency.ts';
import type { Typology } from '../../scoring/rings/model.ts';
import type { RingTruth } from '../ring-truth.ts';
import type { SimulatedTransfer } from '../simulate.ts';
import type { SideFile, SimulationFormat } from './simulation-format.ts';

const currencyNames: Readonly<Record<string, string>> = {
  EUR: 'Euro',
  USD: 'US Dollar',
  GBP: 'UK Pound',
  BRL: 'Brazil Real',
  CHF: 'Swiss Franc',
};

/** AMLworld has no instant payment: it becomes ACH. */
const formatNames: Readonly<Record<string, string>> = {
  ACH: 'ACH',
  INSTANT: 'ACH',
  CARD: 'Credit Card',
  CASH: 'Cash',
  CHEQUE: 'Cheque',
  WIRE: 'Wire',
};

/** The CSV of IBM's AMLworld sets, and their file of laundering attempts. */
export const amlworld: SimulationFormat = {
  name: 'amlworld',
  file: 'transactions.csv',
  header:
    'Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,Payment Currency,Payment Format,Is Laundering',
  loses: 'id, seconds, country, channel, geo and all identifiers; INSTANT becomes ACH',
  encoder() {
    const rowsByRing = new Map<string, string[]>();
    return {
      line(transfer) {
        const row = amlworldRow(transfer);
        const { ringId } = transfer.truth;
        if (ringId !== null) rowsByRing.set(ringId, [...(rowsByRing.get(ringId) ?? []), row]);
        return row;
      },
      eventId: (id) => id,
      accountKey: (key) => key,
      sideFiles: (rings): readonly SideFile[] => [
        {
          name: 'patterns.txt',
          lines: rings.flatMap((ring) => attempt(ring, rowsByRing.get(ring.ringId) ?? [])),
        },
      ],
    };
  },
};

function amlworldRow({ event, truth }: SimulatedTransfer): string {
  const { from, to, currency } = event;
  const amount = formatAmount(event.amountMinor, currency);
  const name = currencyNames[currency] ?? currency;
  const minute = new Date(event.at).toISOString().slice(0, 16).replace('T', ' ').replaceAll('-', '/');
  const ends = `${from.bank ?? ''},${from.account},${to.bank ?? ''},${to.account}`;
  const format = formatNames[event.format] ?? event.format;
  return `${minute},${ends},${amount},${name},${amount},${name},${format},${truth.fraud ? 1 : 0}`;
}

/** AMLworld names eight patterns like this; CHAIN and BUST-OUT are ours. */
const patternName = (typology: Typology): string => typology.replaceAll('_', '-');

function attempt(ring: RingTruth, rows: readonly string[]): string[] {
  const name = patternName(ring.typology);
  const begin = `BEGIN LAUNDERING ATTEMPT - ${name}:  ${ring.ringId} with ${ring.members.length} accounts`;
  return [begin, ...rows, `END LAUNDERING ATTEMPT - ${name}`, ''];
}
