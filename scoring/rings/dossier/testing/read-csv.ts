import { assert } from '../../../../base/assert.ts';

/** Reads a table by the letter of RFC 4180: every line ends with CR LF, a cell with a quote, comma or line break is in quotes. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  while (cell.lastIndex < text.length) {
    const start = cell.lastIndex;
    const match = cell.exec(text);
    assert(match !== null, `no cell at ${start} of ${JSON.stringify(text)}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  assert(row.length === 0, 'the last line does not end');
  return rows;
}
