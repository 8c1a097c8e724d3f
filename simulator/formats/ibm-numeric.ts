import { formatAmount } from '../../graph/model/currency.ts';
import { accountKey } from '../../graph/model/event.ts';
import type { SimulatedTransfer } from '../simulate.ts';
import { AccountNumbers } from './account-numbers.ts';
import { dollars } from './dollars.ts';
import type { SimulationFormat } from './simulation-format.ts';

/** The numbers of the currencies that IBM's file proves; others are written as US dollars. */
const currencyCodes: Readonly<Record<string, number>> = { BRL: -1, USD: 0, EUR: 1 };
const dollarCode = 0;

const formatCodes: Readonly<Record<string, number>> = {
  CHEQUE: 1,
  CARD: 2,
  ACH: 3,
  CASH: 4,
  WIRE: 5,
  INSTANT: 7,
};

/** IBM's rows with numbers in place of names. */
export const ibmNumeric: SimulationFormat = {
  name: 'ibm-numeric',
  file: 'transactions.txt',
  header:
    'transactionID sourceAccountID targetAccountID timestamp amountSent currencySent amountReceived currencyReceived paymentFormat',
  loses:
    'bank, country, currencies but EUR, USD and BRL (others become US dollars), channel, geo, identifiers and label; accounts and formats become numbers',
  encoder() {
    const accounts = new AccountNumbers();
    return {
      line(transfer) {
        const { event } = transfer;
        const ends = `${accounts.of(accountKey(event.from))} ${accounts.of(accountKey(event.to))}`;
        const money = moneyOf(transfer);
        const format = formatCodes[event.format] ?? 0;
        return `${numberOf(event.id)} ${ends} ${Math.floor(event.at / 1000)} ${money} ${money} ${format}`;
      },
      eventId: numberOf,
      accountKey: (key) => accounts.known(key),
      sideFiles: () => [],
    };
  },
};

/** The number at the end of a simulated id. */
const numberOf = (id: string): string => id.slice(id.lastIndexOf('-') + 1);

function moneyOf(transfer: SimulatedTransfer): string {
  const { amountMinor, currency } = transfer.event;
  const code = currencyCodes[currency];
  return code === undefined
    ? `${dollars(transfer)} ${dollarCode}`
    : `${formatAmount(amountMinor, currency)} ${code}`;
}
