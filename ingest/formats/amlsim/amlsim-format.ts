import { dayMs } from '../../../base/clock.ts';
import type { Format } from '../../source.ts';
import { roundedAmount } from '../../validate/amount-text.ts';
import { isProblem, type Problem } from '../../validate/problem.ts';
import { stepTime } from '../step-time.ts';
import { accountOf, decodeTableLine, type Row, rowId, type Table } from '../table-row.ts';

/**
 * The transactions of IBM's AMLSim sample. A step is a day; there is no currency (XXX), no payment format (TRANSFER), no
 * id (made of file and line) and no label of a transaction.
 */
export const amlsimFormat: Format = {
  name: 'amlsim',
  title: 'AMLSim transactions, CSV: sourceNodeId,targetNodeId,value,time (days)',
  reader: (fileDigest) => {
    const table = amlsimTable(fileDigest);
    return { line: (text, lineNumber) => decodeTableLine(table, text, lineNumber) };
  },
};

function amlsimTable(fileDigest: string): Table {
  return {
    name: 'amlsim',
    columns: ['sourceNodeId', 'targetNodeId', 'value', 'time'],
    separator: ',',
    row: (cells, lineNumber) => amlsimRow(cells, rowId(fileDigest, lineNumber)),
  };
}

function amlsimRow(cells: readonly string[], id: string): Row | Problem {
  const [source = '', target = '', value = '', step = ''] = cells;
  const from = accountOf('sourceNodeId', source);
  if (isProblem(from)) return from;
  const to = accountOf('targetNodeId', target);
  if (isProblem(to)) return to;
  const amountMinor = roundedAmount('value', value, 'XXX');
  if (isProblem(amountMinor)) return amountMinor;
  const at = stepTime('time', step, dayMs);
  if (isProblem(at)) return at;
  return {
    event: {
      kind: 'transfer',
      id,
      at,
      seenAt: at,
      from,
      to,
      amountMinor,
      currency: 'XXX',
      format: 'TRANSFER',
    },
  };
}
