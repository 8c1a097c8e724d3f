import { AnelError } from '../../base/errors.ts';
import type { AccountRef, TransferEvent } from '../../graph/model/event.ts';
import type { Decoded, Truth } from '../source.ts';
import { textMax } from '../validate/event-schema.ts';
import { invalidField, isProblem, missingField, type Problem, quote } from '../validate/problem.ts';
import { splitCsv } from './split-csv.ts';

/** A file of rows under a header, as a format describes it. */
export interface Table {
  /** The format's name, for error messages. */
  readonly name: string;
  /** The exact column names of line 1, compared without case and outer blanks. */
  readonly columns: readonly string[];
  readonly separator: ',' | ' ';
  /** Decodes the cells of one row, as many as there are columns. */
  row(cells: readonly string[], lineNumber: number): Row | Problem;
}

/** One row, decoded. */
export interface Row {
  readonly event: TransferEvent;
  readonly truth?: Truth;
}

/** Decodes one line of a table. Throws FILE_HEADER_INVALID when line 1 is not the header. Blank lines are skipped. */
export function decodeTableLine(table: Table, text: string, lineNumber: number): Decoded {
  if (lineNumber === 1) return checkHeader(table, text);
  if (text.trim() === '') return { status: 'skip' };
  const cells = split(table, text);
  const row = isProblem(cells) ? cells : table.row(cells, lineNumber);
  if (!isProblem(row)) return { status: 'event', ...row };
  return { status: 'bad', code: row.code, message: `line ${lineNumber}: ${row.message}` };
}

/** A reference to an account whose text was checked: not empty, not overlong, no control characters, no slash in a bank. */
export function accountOf(
  field: string,
  account: string,
  bankField = '',
  bank?: string,
): AccountRef | Problem {
  const problem = textProblem(field, account);
  if (problem !== null) return problem;
  if (bank === undefined) return { account };
  const bankProblem = textProblem(bankField, bank);
  if (bankProblem !== null) return bankProblem;
  if (bank.includes('/')) return invalidField(bankField, bank, 'a text without a slash');
  return { account, bank };
}

/** The id of a row that has none of its own: the same for the same file, unique across files. */
export function rowId(fileDigest: string, lineNumber: number): string {
  return `${fileDigest.slice(0, 12)}-${lineNumber}`;
}

/** A payment format in upper case. */
export function formatOf(field: string, text: string): string | Problem {
  return textProblem(field, text) ?? text.toUpperCase();
}

/** A label that is written 0 or 1. */
export function flagOf(field: string, text: string): boolean | Problem {
  return text === '0' || text === '1' ? text === '1' : invalidField(field, text, '"0" or "1"');
}

/** The problem of a cell that cannot be stored as a text, or null. */
export function textProblem(field: string, text: string): Problem | null {
  if (text === '') return missingField(field, 'a text');
  if (text.length > textMax) return invalidField(field, text, `a text of at most ${textMax} characters`);
  return control.test(text) ? invalidField(field, text, 'a text without control characters') : null;
}

const control = /\p{Cc}/u;

function split(table: Table, text: string): readonly string[] | Problem {
  const cells = table.separator === ',' ? splitCsv(text) : text.trim().split(/ +/);
  if (cells === null) {
    return { code: 'RECORD_UNREADABLE', message: `${quote(text)} has a quoted cell without its end` };
  }
  if (cells.length === table.columns.length) return cells;
  const expected = `expected ${table.columns.length}: ${table.columns.join(',')}`;
  return { code: 'RECORD_UNREADABLE', message: `${quote(text)} has ${cells.length} cells: ${expected}` };
}

function checkHeader(table: Table, text: string): Decoded {
  const cells = split(table, text);
  const same = !isProblem(cells) && cells.every((cell, index) => sameName(cell, table.columns[index] ?? ''));
  if (same) return { status: 'skip' };
  const expected = table.columns.join(table.separator);
  throw new AnelError(
    'FILE_HEADER_INVALID',
    `line 1 is ${quote(text)}: expected the header of format "${table.name}": "${expected}"; check --format`,
  );
}

function sameName(cell: string, name: string): boolean {
  return cell.trim().toLowerCase() === name.toLowerCase();
}
