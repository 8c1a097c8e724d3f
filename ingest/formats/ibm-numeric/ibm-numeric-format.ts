import type { Format } from '../../source.ts';
import { roundedAmount } from '../../validate/amount-text.ts';
import { invalidField, isProblem, type Problem } from '../../validate/problem.ts';
import { digitsAt, timeMax } from '../../validate/time-text.ts';
import { accountOf, decodeTableLine, type Row, type Table, textProblem } from '../table-row.ts';

/**
 * IBM's anti-money-laundering rows with numbers in place of names. The transaction keeps its own id. Times are seconds of
 * an unnamed origin, read as Unix seconds. The amount is the sent one. The payment format is a number: `CODE 4`.
 */
export const ibmNumericFormat: Format = {
  name: 'ibm-numeric',
  title: 'IBM AML rows, space separated numbers: transactionID sourceAccountID targetAccountID timestamp …',
  reader: () => ({ line: (text, lineNumber) => decodeTableLine(ibmNumericTable, text, lineNumber) }),
};

/**
 * The currencies that the file's own exchanges prove: the ratio of the two amounts of a row that sends one and receives
 * another is their rate (6.70 of 2 for one of 0, 73.44 of 4, 77.81 of 5, 1.17 of 0 for one of 1 …). The codes that never
 * are exchanged stay without a name.
 */
const provenCurrencies: Readonly<Record<string, string>> = {
  '-1': 'BRL',
  '0': 'USD',
  '1': 'EUR',
  '2': 'CNY',
  '3': 'JPY',
  '4': 'INR',
  '5': 'RUB',
  '12': 'ILS',
  '14': 'BTC',
};

const ibmNumericTable: Table = {
  name: 'ibm-numeric',
  columns: [
    'transactionID',
    'sourceAccountID',
    'targetAccountID',
    'timestamp',
    'amountSent',
    'currencySent',
    'amountReceived',
    'currencyReceived',
    'paymentFormat',
  ],
  separator: ' ',
  row: ibmNumericRow,
};

function ibmNumericRow(cells: readonly string[]): Row | Problem {
  const [id = '', source = '', target = '', timestamp = '', amount = '', code = '', , , paymentFormat = ''] =
    cells;
  const idProblem = textProblem('transactionID', id);
  if (idProblem !== null) return idProblem;
  const from = accountOf('sourceAccountID', source);
  if (isProblem(from)) return from;
  const to = accountOf('targetAccountID', target);
  if (isProblem(to)) return to;
  const at = digitsAt(timestamp, 0, timestamp.length) * 1000;
  if (!(at <= timeMax)) return invalidField('timestamp', timestamp, 'a whole number of seconds');
  const currency = currencyOf(code);
  if (isProblem(currency)) return currency;
  const amountMinor = roundedAmount('amountSent', amount, currency);
  if (isProblem(amountMinor)) return amountMinor;
  if (!wholeNumber.test(paymentFormat)) return invalidField('paymentFormat', paymentFormat, 'a whole number');
  const format = `CODE ${paymentFormat}`;
  return { event: { kind: 'transfer', id, at, seenAt: at, from, to, amountMinor, currency, format } };
}

const wholeNumber = /^-?\d{1,9}$/;

function currencyOf(code: string): string | Problem {
  const proven = Object.hasOwn(provenCurrencies, code) ? provenCurrencies[code] : undefined;
  if (proven !== undefined) return proven;
  return wholeNumber.test(code)
    ? 'XXX'
    : invalidField('currencySent', code, 'a whole number', 'CURRENCY_UNKNOWN');
}
