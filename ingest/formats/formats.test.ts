import { describe, expect, it } from 'vitest';
import type { TransferEvent } from '../../graph/model/event.ts';
import type { Decoded } from '../source.ts';
import { formatByName, formats } from './registry.ts';

const digest = '0123456789abcdef';

/** Decodes every line of a text; the first line that was skipped as a header is left out. */
function decodeAll(format: string, text: string): Decoded[] {
  const reader = formatByName(format).reader(digest);
  return text
    .trim()
    .split('\n')
    .map((line, index) => reader.line(line, index + 1))
    .filter((decoded) => decoded.status !== 'skip');
}

function transfer(parts: Partial<TransferEvent> & { at: number }): TransferEvent {
  const ends = { from: { account: 'a' }, to: { account: 'b' } };
  const money = { amountMinor: 100, currency: 'XXX', format: 'TRANSFER' };
  return { kind: 'transfer', id: '', seenAt: parts.at, ...ends, ...money, ...parts };
}

/** The message of each bad row put under the header of its format. */
function refusals(format: string, header: string, rows: readonly string[]): string[] {
  return decodeAll(format, [header, ...rows].join('\n')).map((decoded) =>
    decoded.status === 'bad' ? `${decoded.code} ${decoded.message}` : decoded.status,
  );
}

describe('the registry', () => {
  it('finds each format by its name', () => {
    expect(formats.map((format) => formatByName(format.name))).toEqual(formats);
    expect(formats.map((format) => format.name)).toEqual([
      'jsonl',
      'amlworld',
      'ibm-numeric',
      'amlsim',
      'paysim',
    ]);
  });

  it('names the formats that exist when it is asked for another', () => {
    expect(() => formatByName('xml')).toThrow(
      'the format "xml" is not known: use one of jsonl, amlworld, ibm-numeric, amlsim, paysim',
    );
  });

  it.each(formats.filter(({ name }) => name !== 'jsonl'))(
    '$name refuses a file with another header',
    ({ reader, name }) => {
      expect(() => reader(digest).line('{"id":"t1"}', 1)).toThrow(
        new RegExp(`^line 1 is .*: expected the header of format "${name}"`),
      );
    },
  );

  it.each(formats)('$name skips blank lines', ({ reader }) => {
    expect(reader(digest).line('  ', 2)).toEqual({ status: 'skip' });
  });
});

describe('jsonl', () => {
  it('reads one event a line and names the line of a bad one', () => {
    const at = Date.UTC(2026, 0, 5, 8, 30);
    const good = `{"id":"t1","at":${at},"from":{"account":"a"},"to":{"account":"b"},"amount":"1.00","currency":"EUR","format":"ACH"}`;
    expect(decodeAll('jsonl', `${good}\n\n${good.replace('"1.00"', '"-3.00"')}\n{"id":\n7`)).toEqual([
      { status: 'event', event: transfer({ id: 't1', at, currency: 'EUR', format: 'ACH' }) },
      {
        status: 'bad',
        code: 'AMOUNT_NOT_POSITIVE',
        message: 'line 3: field "amount" is "-3.00": expected a decimal greater than zero',
      },
      {
        status: 'bad',
        code: 'RECORD_UNREADABLE',
        message: 'line 4: "{\\"id\\":" is not valid JSON: expected one event a line',
      },
      {
        status: 'bad',
        code: 'RECORD_UNREADABLE',
        message: 'line 5: the record is not a JSON object: expected an event',
      },
    ]);
  });
});

describe('amlworld', () => {
  const header =
    'Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,Payment Currency,Payment Format,Is Laundering';

  it('takes the two accounts with their banks, the paid amount, the label, and an id of file and line', () => {
    const rows = [
      '2022/09/01 00:20,010,8000EBD30,010,8000EBD30,3697.34,US Dollar,3697.34,US Dollar,Reinvestment,0',
      '2022/09/01 00:05,03208,8000F4580,"01","8000F""5340",0.01,US Dollar,0.012345,Bitcoin,Credit Card,1',
      '2022/09/01 23:59:30,1,x,2,y,1,Euro,115.55,Yen,ACH,0',
    ];
    const [self, quoted, yen] = decodeAll('amlworld', [header, ...rows].join('\n'));
    const account = { bank: '010', account: '8000EBD30' };
    const money = { amountMinor: 369734, currency: 'USD', format: 'REINVESTMENT' };
    expect(self).toEqual({
      status: 'event',
      event: transfer({
        id: '0123456789ab-2',
        at: Date.UTC(2022, 8, 1, 0, 20),
        from: account,
        to: account,
        ...money,
      }),
      truth: { fraud: false },
    });
    expect(quoted).toMatchObject({
      event: {
        to: { bank: '01', account: '8000F"5340' },
        amountMinor: 1234500,
        currency: 'BTC',
        format: 'CREDIT CARD',
      },
      truth: { fraud: true },
    });
    expect(yen).toMatchObject({
      event: { at: Date.UTC(2022, 8, 1, 23, 59, 30), amountMinor: 116, currency: 'JPY' },
    });
  });

  it('knows every currency of the sets', () => {
    const names = [
      'Australian Dollar,Bitcoin,Brazil Real,Canadian Dollar,Euro,Mexican Peso,Ruble,Rupee',
      'Saudi Riyal,Shekel,Swiss Franc,UK Pound,US Dollar,Yen,Yuan',
    ];
    const rows = names
      .flatMap((line) => line.split(','))
      .map((name) => `2022/09/01 00:20,1,a,2,b,9,Euro,9,${name},ACH,0`);
    const decoded = decodeAll('amlworld', [header, ...rows].join('\n'));
    const codes = decoded.map(
      (row) => row.status === 'event' && row.event.kind === 'transfer' && row.event.currency,
    );
    expect(codes.join()).toBe('AUD,BTC,BRL,CAD,EUR,MXN,RUB,INR,SAR,ILS,CHF,GBP,USD,JPY,CNY');
  });

  it('names what is wrong with a row', () => {
    const row = (parts: Record<number, string>) => {
      const cells = ['2022/09/01 00:20', '1', 'a', '2', 'b', '9', 'Euro', '9', 'Euro', 'ACH', '0'];
      return cells.map((cell, index) => parts[index] ?? cell).join(',');
    };
    const rows = [
      row({ 0: '2022/02/29 00:20' }),
      row({ 0: '2022-09-01 00:20' }),
      row({ 1: '' }),
      row({ 3: 'b/c' }),
      row({ 4: '' }),
      row({ 7: '0.00' }),
      row({ 7: 'much' }),
      row({ 8: 'Doubloon' }),
      row({ 9: '' }),
      row({ 10: '2' }),
      `${row({})},0`,
      row({ 2: '"a' }),
    ];
    const names =
      'Australian Dollar, Bitcoin, Brazil Real, Canadian Dollar, Euro, Mexican Peso, Ruble, Rupee';
    const moreNames = 'Saudi Riyal, Shekel, Swiss Franc, UK Pound, US Dollar, Yen, Yuan, or an ISO 4217 code';
    expect(refusals('amlworld', header, rows)).toEqual([
      'FIELD_INVALID line 2: field "Timestamp" is "2022/02/29 00:20": expected a time like "2022/09/01 00:20"',
      'FIELD_INVALID line 3: field "Timestamp" is "2022-09-01 00:20": expected a time like "2022/09/01 00:20"',
      'FIELD_MISSING line 4: field "From Bank" is missing: expected a text',
      'FIELD_INVALID line 5: field "To Bank" is "b/c": expected a text without a slash',
      'FIELD_MISSING line 6: field "Account (to)" is missing: expected a text',
      'AMOUNT_NOT_POSITIVE line 7: field "Amount Paid" is "0.00": expected a decimal greater than zero',
      'FIELD_INVALID line 8: field "Amount Paid" is "much": expected a decimal greater than zero',
      `CURRENCY_UNKNOWN line 9: field "Payment Currency" is "Doubloon": expected one of ${names}, ${moreNames}`,
      'FIELD_MISSING line 10: field "Payment Format" is missing: expected a text',
      'FIELD_INVALID line 11: field "Is Laundering" is "2": expected "0" or "1"',
      expect.stringMatching(
        /^RECORD_UNREADABLE line 12: ".*" has 12 cells: expected 11: Timestamp,From Bank,/,
      ),
      expect.stringMatching(/^RECORD_UNREADABLE line 13: ".*" has a quoted cell without its end$/),
    ]);
  });
});

describe('ibm-numeric', () => {
  const header =
    'transactionID sourceAccountID targetAccountID timestamp amountSent currencySent amountReceived currencyReceived paymentFormat';

  it('keeps the id, reads Unix seconds, and names the currencies that are proven', () => {
    const decoded = decodeAll(
      'ibm-numeric',
      `${header}\n81815590 52677 52678 12268810 80.31 0 80.31 0 4\n2 7 7 12268870 9.2e-05 14 1 0 0\n3 7 8 12268930 5.5 9 5.5 9 1`,
    );
    const ends = { from: { account: '52677' }, to: { account: '52678' } };
    const money = { amountMinor: 8031, currency: 'USD', format: 'CODE 4' };
    expect(decoded[0]).toEqual({
      status: 'event',
      event: transfer({ id: '81815590', at: 12_268_810_000, ...ends, ...money }),
    });
    expect(decoded[1]).toMatchObject({ event: { amountMinor: 9200, currency: 'BTC', format: 'CODE 0' } });
    expect(decoded[2]).toMatchObject({ event: { amountMinor: 550, currency: 'XXX', format: 'CODE 1' } });
  });

  it('names what is wrong with a row', () => {
    const rows = [
      '1 2 3 4.5 6 0 6 0 1',
      '1 2 3 4 0.0 0 6 0 1',
      '1 2 3 4 6 USD 6 0 1',
      '1 2 3 4 6 0 6 0 ACH',
      '1 2 3',
    ];
    expect(refusals('ibm-numeric', header, rows)).toEqual([
      'FIELD_INVALID line 2: field "timestamp" is "4.5": expected a whole number of seconds',
      'AMOUNT_NOT_POSITIVE line 3: field "amountSent" is "0.0": expected a decimal greater than zero',
      'CURRENCY_UNKNOWN line 4: field "currencySent" is "USD": expected a whole number',
      'FIELD_INVALID line 5: field "paymentFormat" is "ACH": expected a whole number',
      expect.stringMatching(/^RECORD_UNREADABLE line 6: "1 2 3" has 3 cells: expected 9: transactionID,/),
    ]);
  });
});

describe('amlsim', () => {
  const header = 'sourceNodeId,targetNodeId,value,time';

  it('reads steps as days, without currency or format', () => {
    expect(decodeAll('amlsim', `${header}\n216,14730,163.3,1`)).toEqual([
      {
        status: 'event',
        event: transfer({
          id: '0123456789ab-2',
          at: Date.UTC(2017, 0, 2),
          from: { account: '216' },
          to: { account: '14730' },
          amountMinor: 16330,
        }),
      },
    ]);
  });

  it('names what is wrong with a row', () => {
    expect(
      refusals('amlsim', header, [
        '1,2,3,-1',
        '1,2,3,',
        '1,2,3,999999999',
        ',2,3,4',
        '1,\u0007,3,4',
        '1,2,-3,4',
      ]),
    ).toEqual([
      'FIELD_INVALID line 2: field "time" is "-1": expected a whole number of steps from 0 on',
      'FIELD_INVALID line 3: field "time" is "": expected a whole number of steps from 0 on',
      'FIELD_INVALID line 4: field "time" is "999999999": expected a whole number of steps from 0 on',
      'FIELD_MISSING line 5: field "sourceNodeId" is missing: expected a text',
      'FIELD_INVALID line 6: field "targetNodeId" is "\\u0007": expected a text without control characters',
      'AMOUNT_NOT_POSITIVE line 7: field "value" is "-3": expected a decimal greater than zero',
    ]);
  });
});

describe('paysim', () => {
  const header =
    'step,type,amount,nameOrig,oldbalanceOrg,newbalanceOrig,nameDest,oldbalanceDest,newbalanceDest,isFraud,isFlaggedFraud';

  it('reads steps as hours and lets a CASH_IN flow to nameOrig', () => {
    const decoded = decodeAll(
      'paysim',
      `${header}\n1,TRANSFER,1.0E7,C1,181.0,0.0,C2,0.0,0.0,1,0\n2,CASH_IN,5.5,C1,0.0,5.5,C3,9.0,3.5,0,0`,
    );
    const ends = { from: { account: 'C1' }, to: { account: 'C2' } };
    expect(decoded[0]).toEqual({
      status: 'event',
      event: transfer({
        id: '0123456789ab-2',
        at: Date.UTC(2017, 0, 1, 1),
        ...ends,
        amountMinor: 1_000_000_000,
      }),
      truth: { fraud: true },
    });
    expect(decoded[1]).toMatchObject({
      event: { from: { account: 'C3' }, to: { account: 'C1' }, format: 'CASH_IN' },
      truth: { fraud: false },
    });
  });

  it('refuses a zero amount and a label that is none', () => {
    const rows = ['1,CASH_OUT,0.0,C1,0,0,C2,0,0,1,0', '1,CASH_OUT,1.0,C1,0,0,C2,0,0,yes,0'];
    expect(refusals('paysim', header, rows)).toEqual([
      'AMOUNT_NOT_POSITIVE line 2: field "amount" is "0.0": expected a decimal greater than zero',
      'FIELD_INVALID line 3: field "isFraud" is "yes": expected "0" or "1"',
    ]);
  });
});
