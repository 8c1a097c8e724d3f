import { describe, expect, it } from 'vitest';
import { formatByName } from '../registry.ts';
import { amlworldRowKey, parseAmlworldPatterns } from './amlworld-patterns.ts';

const first = '2022/09/01 00:06,021174,800737690,012,80011F990,2848.96,Euro,2848.96,Euro,ACH,1';
const second = '2022/09/01 04:33,021174,800737690,020,80020C5B0,8630.40,Euro,8630.40,Euro,ACH,1';
const attempt = (typology: string, note: string, rows: readonly string[]) =>
  [`BEGIN LAUNDERING ATTEMPT - ${typology}${note}`, ...rows, `END LAUNDERING ATTEMPT - ${typology}`].join(
    '\n',
  );

describe('parseAmlworldPatterns', () => {
  it('reads the typology, the note and the rows of each attempt', () => {
    const text = `${attempt('FAN-OUT', ':  Max 16-degree Fan-Out', [first, second])}\n\n${attempt('STACK', '', [first])}\n`;
    for (const file of [text, text.replaceAll('\n', '\r\n'), `\ufeff${text}`]) {
      const attempts = parseAmlworldPatterns(file, 'feedfeedfeedfeed');
      expect(attempts.map(({ typology, note, transfers }) => [typology, note, transfers.length])).toEqual([
        ['FAN-OUT', 'Max 16-degree Fan-Out', 2],
        ['STACK', '', 1],
      ]);
      expect(attempts[0]?.transfers[1]).toMatchObject({
        id: 'feedfeedfeed-3',
        to: { bank: '020', account: '80020C5B0' },
        amountMinor: 863040,
        currency: 'EUR',
      });
    }
  });

  it('gives rows the key that the same rows of the transaction file have', () => {
    const decoded = formatByName('amlworld').reader('0000').line(second, 9);
    const [found] = parseAmlworldPatterns(attempt('CYCLE', ':  Max 2 hops', [second]), 'ffff');
    const [transfer] = found?.transfers ?? [];
    if (decoded.status !== 'event' || decoded.event.kind !== 'transfer' || transfer === undefined)
      throw new Error('no transfer');
    expect(amlworldRowKey(transfer)).toBe(amlworldRowKey(decoded.event));
    expect(transfer.id).not.toBe(decoded.event.id);
  });

  it('has no attempts in an empty file', () => {
    expect(parseAmlworldPatterns('\n', 'ffff')).toEqual([]);
  });

  it.each([
    [first, 'line 1 is .*: expected BEGIN LAUNDERING ATTEMPT'],
    [
      'BEGIN LAUNDERING ATTEMPT - CYCLE\nEND LAUNDERING ATTEMPT - STACK',
      'line 2 is .*: expected the end of "CYCLE"',
    ],
    [`BEGIN LAUNDERING ATTEMPT - CYCLE\n${first}`, 'it ends inside the attempt "CYCLE"'],
    [
      'BEGIN LAUNDERING ATTEMPT - A\nBEGIN LAUNDERING ATTEMPT - B',
      'line 2 is .*: expected the end of the attempt "A"',
    ],
    [attempt('CYCLE', '', ['1,2']), 'line 2 is "1,2": expected a row of 11 cells or the end of the attempt'],
    [
      attempt('CYCLE', '', [first.replace('2848.96,Euro,ACH', '0,Euro,ACH')]),
      'line 2: field "Amount Paid" is "0"',
    ],
  ])('refuses %j', (text, message) => {
    expect(() => parseAmlworldPatterns(text, 'ffff')).toThrow(
      new RegExp(`reading the pattern file: ${message}`),
    );
  });
});
