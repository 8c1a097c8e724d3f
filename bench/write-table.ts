import { readFile, writeFile } from 'node:fs/promises';
import { AnelError } from '../base/errors.ts';

/**
 * Replaces what stands between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->` in a page by `text`. Throws INPUT_INVALID when the page lacks
 * either.
 */
export async function writeTable(page: string, name: string, text: string): Promise<void> {
  const before = await readFile(page, 'utf8');
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const start = before.indexOf(open);
  const end = before.indexOf(close, start);
  if (start === -1 || end === -1) {
    throw new AnelError(
      'INPUT_INVALID',
      `cannot write figures into "${page}": it lacks "${open}" or "${close}"`,
    );
  }
  await writeFile(page, `${before.slice(0, start + open.length)}\n\n${text.trim()}\n\n${before.slice(end)}`);
}

/** A table of Markdown, its cells as text. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, header.map(() => '---'), ...rows];
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
