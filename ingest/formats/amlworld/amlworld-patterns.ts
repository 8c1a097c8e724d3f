import { AnelError } from '../../../base/errors.ts';
import type { TransferEvent } from '../../../graph/model/event.ts';
import { isProblem, quote } from '../../validate/problem.ts';
import { splitCsv } from '../split-csv.ts';
import { rowId } from '../table-row.ts';
import { amlworldColumns, amlworldRow } from './amlworld-row.ts';

/** One laundering attempt of an AMLworld pattern file. */
export interface LaunderingAttempt {
  /** As the file names it: FAN-OUT, FAN-IN, CYCLE, GATHER-SCATTER, SCATTER-GATHER, BIPARTITE, STACK, RANDOM. */
  readonly typology: string;
  /** What follows the typology, for example `Max 16-degree Fan-Out`; empty when nothing does. */
  readonly note: string;
  /**
   * Its rows in the order of the file. Their ids are of the pattern file, not of the transaction file: match them by
   * content, with `amlworldRowKey`.
   */
  readonly transfers: readonly TransferEvent[];
}

const beginning = /^BEGIN LAUNDERING ATTEMPT - ([^:]+?)\s*(?::\s*(.*?)\s*)?$/;
const ending = /^END LAUNDERING ATTEMPT(?: - ([^:]+?))?\s*(?::.*)?$/;

/**
 * Reads the pattern file that comes with an AMLworld transaction file. For evaluation only. Cost: linear in the text.
 * Throws INPUT_INVALID with the line for anything that is not a complete list of attempts.
 */
export function parseAmlworldPatterns(text: string, fileDigest: string): LaunderingAttempt[] {
  const attempts: LaunderingAttempt[] = [];
  let open: { typology: string; note: string; transfers: TransferEvent[] } | null = null;
  let lineNumber = 0;
  for (const raw of text.split('\n')) {
    lineNumber += 1;
    const line = raw.replace(lineNumber === 1 ? /^\ufeff/ : /^$/, '').trim();
    if (line === '') continue;
    const begin = beginning.exec(line);
    const end = begin === null ? ending.exec(line) : null;
    if (begin !== null) {
      if (open !== null) throw unexpected(lineNumber, line, `the end of the attempt ${quote(open.typology)}`);
      open = { typology: begin[1] ?? '', note: begin[2] ?? '', transfers: [] };
    } else if (open === null) {
      throw unexpected(lineNumber, line, 'BEGIN LAUNDERING ATTEMPT - …');
    } else if (end !== null) {
      if (end[1] !== undefined && end[1] !== open.typology)
        throw unexpected(lineNumber, line, `the end of ${quote(open.typology)}`);
      attempts.push(open);
      open = null;
    } else {
      open.transfers.push(patternTransfer(line, lineNumber, fileDigest));
    }
  }
  if (open !== null) {
    throw new AnelError(
      'INPUT_INVALID',
      `reading the pattern file: it ends inside the attempt ${quote(open.typology)}`,
    );
  }
  return attempts;
}

/** What tells a transfer of a pattern file again among those of the transaction file: everything but the id. */
export function amlworldRowKey(event: TransferEvent): string {
  const { at, from, to, amountMinor, currency, format } = event;
  return [at, from.bank, from.account, to.bank, to.account, amountMinor, currency, format].join('|');
}

function patternTransfer(line: string, lineNumber: number, fileDigest: string): TransferEvent {
  const cells = splitCsv(line);
  if (cells?.length !== amlworldColumns.length) {
    throw unexpected(lineNumber, line, `a row of ${amlworldColumns.length} cells or the end of the attempt`);
  }
  const row = amlworldRow(cells, rowId(fileDigest, lineNumber));
  if (!isProblem(row)) return row.event;
  throw new AnelError('INPUT_INVALID', `reading the pattern file: line ${lineNumber}: ${row.message}`);
}

function unexpected(lineNumber: number, line: string, expected: string): AnelError {
  return new AnelError(
    'INPUT_INVALID',
    `reading the pattern file: line ${lineNumber} is ${quote(line)}: expected ${expected}`,
  );
}
