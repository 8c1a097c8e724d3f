import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../base/error-codes.ts';
import { packagePath } from '../../base/package-root.ts';
import { generatedPages } from '../../tools/docs/pages.ts';

function page(name: string): string {
  return readFileSync(packagePath('docs', name), 'utf8');
}

describe('pages that are made from code', () => {
  it.each(Object.keys(generatedPages))('docs/%s is current; else run "npm run docs"', (name) => {
    expect(page(name)).toBe(generatedPages[name]?.());
  });
});

describe('docs/errors.md', () => {
  const rows = page('errors.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

  it('has the codes of the error table in its order, with kind, retry and meaning', () => {
    const expected = Object.entries(errorCodes).map(([code, { kind, retryable, publicMessage }]) => [
      `\`${code}\``,
      kind,
      retryable ? 'yes' : 'no',
      publicMessage,
    ]);
    expect(rows.map((cells) => cells.slice(0, 4))).toEqual(expected);
  });

  it('has no code that nothing uses', () => {
    const folders = ['algorithms', 'api', 'app', 'base', 'graph', 'ingest', 'ledger', 'scoring', 'simulator'];
    const sources = folders.flatMap((folder) =>
      readdirSync(packagePath(folder), { recursive: true, encoding: 'utf8' })
        .filter(
          (name) => /\.ts$/.test(name) && !/\.(test|contract)\.ts$/.test(name) && name !== 'error-codes.ts',
        )
        .map((name) => readFileSync(packagePath(folder, name), 'utf8')),
    );
    const unused = Object.keys(errorCodes).filter(
      (code) => !sources.some((text) => text.includes(`'${code}'`)),
    );
    expect(unused).toEqual([]);
  });

  it('says for every code what to do', () => {
    expect(rows.filter((cells) => (cells[4] ?? '').length < 10)).toEqual([]);
  });
});
