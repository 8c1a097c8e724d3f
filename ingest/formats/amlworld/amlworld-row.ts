import { currencies } from '../../../graph/model/currency.ts';
import { roundedAmount } from '../../validate/amount-text.ts';
import { invalidField, isProblem, type Problem } from '../../validate/problem.ts';
import { digitsAt, utcMs } from '../../validate/time-text.ts';
import { accountOf, flagOf, formatOf, type Row } from '../table-row.ts';
import { currencyNames } from './currency-names.ts';

/** The columns of an AMLworld transaction file; two of them are named Account. */
export const amlworldColumns: readonly string[] = [
  'Timestamp',
  'From Bank',
  'Account',
  'To Bank',
  'Account',
  'Amount Received',
  'Receiving Currency',
  'Amount Paid',
  'Payment Currency',
  'Payment Format',
  'Is Laundering',
];

/** Decodes the cells of one row, of a transaction file or of a pattern file alike. The amount is the paid one. */
export function amlworldRow(cells: readonly string[], id: string): Row | Problem {
  const [timestamp = '', fromBank = '', fromAccount = '', toBank = '', toAccount = ''] = cells;
  const at = minuteTime('Timestamp', timestamp);
  if (isProblem(at)) return at;
  const from = accountOf('Account (from)', fromAccount, 'From Bank', fromBank);
  if (isProblem(from)) return from;
  const to = accountOf('Account (to)', toAccount, 'To Bank', toBank);
  if (isProblem(to)) return to;
  const currency = currencyOf('Payment Currency', cells[8] ?? '');
  if (isProblem(currency)) return currency;
  const amountMinor = roundedAmount('Amount Paid', cells[7] ?? '', currency);
  if (isProblem(amountMinor)) return amountMinor;
  const format = formatOf('Payment Format', cells[9] ?? '');
  if (isProblem(format)) return format;
  const fraud = flagOf('Is Laundering', cells[10] ?? '');
  if (isProblem(fraud)) return fraud;
  const event = { kind: 'transfer', id, at, seenAt: at, from, to, amountMinor, currency, format } as const;
  return { event, truth: { fraud } };
}

/** `2022/09/01 00:20`, UTC; seconds may follow. */
function minuteTime(field: string, text: string): number | Problem {
  const separators = text[4] === '/' && text[7] === '/' && text[10] === ' ' && text[13] === ':';
  const seconds = text.length === 19 && text[16] === ':' ? digitsAt(text, 17, 19) : 0;
  const at =
    separators && (text.length === 16 || text.length === 19)
      ? utcMs(
          digitsAt(text, 0, 4),
          digitsAt(text, 5, 7),
          digitsAt(text, 8, 10),
          digitsAt(text, 11, 13),
          digitsAt(text, 14, 16),
          seconds,
        )
      : null;
  return at ?? invalidField(field, text, 'a time like "2022/09/01 00:20"');
}

function currencyOf(field: string, text: string): string | Problem {
  const code = Object.hasOwn(currencyNames, text) ? currencyNames[text] : text;
  if (code !== undefined && Object.hasOwn(currencies, code)) return code;
  const expected = `one of ${Object.keys(currencyNames).join(', ')}, or an ISO 4217 code`;
  return invalidField(field, text, expected, 'CURRENCY_UNKNOWN');
}
