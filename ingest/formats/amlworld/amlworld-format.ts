import type { Format } from '../../source.ts';
import { decodeTableLine, rowId, type Table } from '../table-row.ts';
import { amlworldColumns, amlworldRow } from './amlworld-row.ts';

/**
 * IBM's AMLworld transactions (Altman et al., "Realistic Synthetic Financial Transactions for Anti-Money Laundering
 * Models", 2023): not sorted, times to the minute in UTC, an account is bank and account together, no ids.
 */
export const amlworldFormat: Format = {
  name: 'amlworld',
  title: 'AMLworld transactions, CSV: Timestamp,From Bank,Account,To Bank,Account,…,Is Laundering',
  reader: (fileDigest) => {
    const table = amlworldTable(fileDigest);
    return { line: (text, lineNumber) => decodeTableLine(table, text, lineNumber) };
  },
};

function amlworldTable(fileDigest: string): Table {
  return {
    name: 'amlworld',
    columns: amlworldColumns,
    separator: ',',
    row: (cells, lineNumber) => amlworldRow(cells, rowId(fileDigest, lineNumber)),
  };
}
