import { readFileSync, writeFileSync } from 'node:fs';
import { assert } from '../base/assert.ts';
import { AnelError } from '../base/errors.ts';

/** A table: the cells of the head, and of each row as many. Text is put in as it is. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Writes a table of measured figures into a page, see `writeSection`. */
export function writeTable(path: string, name: string, table: Table): void {
  writeSection(path, name, markdownTable(table));
}

/**
 * Writes measured figures into a page, as Markdown, between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`, each on a line of its own, in
 * place of what was there. Throws INPUT_INVALID when the page does not have both marks, once each and in this order.
 */
export function writeSection(path: string, name: string, text: string): void {
  writeFileSync(path, withSection(readFileSync(path, 'utf8'), name, text));
}

/** `writeSection` on the text of a page. Writing the same again changes nothing. */
export function withSection(page: string, name: string, text: string): string {
  const [first, last] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [before, inside, ...moreFirsts] = page.split(`${first}\n`);
  const [, after, ...moreLasts] = (inside ?? '').split(`${last}\n`);
  if (before === undefined || after === undefined || moreFirsts.length + moreLasts.length > 0) {
    throw new AnelError(
      'INPUT_INVALID',
      `writing figures: the page needs the lines "${first}" and "${last}" once each, in this order`,
    );
  }
  return `${before}${first}\n\n${text.trim()}\n\n${last}\n${after}`;
}

/** A number as a table shows it: whole ones whole, others with three digits, `null` as a word. */
export function figureText(value: number | null): string {
  if (value === null) return 'not compared';
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
}

/** A table of Markdown, its columns as wide as their widest cell, so that the page reads well as text. */
export function markdownTable({ head, rows }: Table): string {
  assert(
    rows.every((row) => row.length === head.length),
    'rows of a table have as many cells as its head',
  );
  const widths = head.map((cell, column) =>
    Math.max(3, cell.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |\n`;
  return line(head) + line(widths.map((width) => '-'.repeat(width))) + rows.map(line).join('');
}
