import { hourMs } from '../../base/clock.ts';
import { formatAmount, referenceCents } from '../../graph/model/currency.ts';
import type { SimulationFormat } from './simulation-format.ts';

const types: Readonly<Record<string, string>> = {
  ACH: 'TRANSFER',
  WIRE: 'TRANSFER',
  INSTANT: 'TRANSFER',
  CARD: 'PAYMENT',
  CASH: 'CASH_OUT',
  CHEQUE: 'DEBIT',
};

/** Balances start at this many times the first amount of an account, and never fall below zero. */
const openingFactor = 20;

/** The mobile money log of PaySim. Balances are kept for its columns only: nothing is refused for lack of money. */
export const paysim: SimulationFormat = {
  name: 'paysim',
  file: 'transactions.csv',
  header:
    'step,type,amount,nameOrig,oldbalanceOrg,newbalanceOrig,nameDest,oldbalanceDest,newbalanceDest,isFraud,isFlaggedFraud',
  loses:
    'id, minutes, bank, country, currency (amounts are US dollars), channel, geo, identifiers; ACH, WIRE and INSTANT become TRANSFER',
  encoder() {
    const balances = new Map<string, number>();
    let firstHour = -1;
    return {
      line({ event, truth }) {
        const hour = Math.floor(event.at / hourMs);
        if (firstHour < 0) firstHour = hour;
        const cents = referenceCents(event.amountMinor, event.currency);
        const move = (account: string, change: number): string => {
          const before = balances.get(account) ?? cents * openingFactor;
          const after = Math.max(0, before + change);
          balances.set(account, after);
          return `C${account},${money(before)},${money(after)}`;
        };
        const step = hour - firstHour + 1;
        const type = types[event.format] ?? 'TRANSFER';
        const ends = `${move(event.from.account, -cents)},${move(event.to.account, cents)}`;
        return `${step},${type},${money(cents)},${ends},${truth.fraud ? 1 : 0},0`;
      },
      eventId: (id) => id,
      accountKey: (key) => `C${key.slice(key.indexOf('/') + 1)}`,
      sideFiles: () => [],
    };
  },
};

const money = (cents: number): string => formatAmount(cents, 'USD');
