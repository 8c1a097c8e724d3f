import { hourMs } from '../../../base/clock.ts';
import type { Format } from '../../source.ts';
import { roundedAmount } from '../../validate/amount-text.ts';
import { isProblem, type Problem } from '../../validate/problem.ts';
import { stepTime } from '../step-time.ts';
import { accountOf, decodeTableLine, flagOf, formatOf, type Row, rowId, type Table } from '../table-row.ts';

/**
 * PaySim mobile money. A step is an hour; there is no currency (XXX) and no id (made of file and line). The payment
 * format is the type. A CASH_IN moves money from nameDest, the agent, to nameOrig; every other type the other way.
 * The label is isFraud; balances are not read, since they would give the label away.
 */
export const paysimFormat: Format = {
  name: 'paysim',
  title: 'PaySim mobile money, CSV: step (hours),type,amount,nameOrig,…,isFraud,isFlaggedFraud',
  reader: (fileDigest) => {
    const table = paysimTable(fileDigest);
    return { line: (text, lineNumber) => decodeTableLine(table, text, lineNumber) };
  },
};

function paysimTable(fileDigest: string): Table {
  return {
    name: 'paysim',
    columns: [
      'step',
      'type',
      'amount',
      'nameOrig',
      'oldbalanceOrg',
      'newbalanceOrig',
      'nameDest',
      'oldbalanceDest',
      'newbalanceDest',
      'isFraud',
      'isFlaggedFraud',
    ],
    separator: ',',
    row: (cells, lineNumber) => paysimRow(cells, rowId(fileDigest, lineNumber)),
  };
}

function paysimRow(cells: readonly string[], id: string): Row | Problem {
  const [step = '', type = '', amount = '', nameOrig = '', , , nameDest = '', , , isFraud = ''] = cells;
  const at = stepTime('step', step, hourMs);
  if (isProblem(at)) return at;
  const format = formatOf('type', type);
  if (isProblem(format)) return format;
  const amountMinor = roundedAmount('amount', amount, 'XXX');
  if (isProblem(amountMinor)) return amountMinor;
  const origin = accountOf('nameOrig', nameOrig);
  if (isProblem(origin)) return origin;
  const destination = accountOf('nameDest', nameDest);
  if (isProblem(destination)) return destination;
  const fraud = flagOf('isFraud', isFraud);
  if (isProblem(fraud)) return fraud;
  const [from, to] = format === 'CASH_IN' ? [destination, origin] : [origin, destination];
  const event = {
    kind: 'transfer',
    id,
    at,
    seenAt: at,
    from,
    to,
    amountMinor,
    currency: 'XXX',
    format,
  } as const;
  return { event, truth: { fraud } };
}
