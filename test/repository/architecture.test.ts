import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packagePath } from '../../base/package-root.ts';
import { importTable } from '../../tools/layout/table.ts';

function page(...parts: string[]): string {
  return readFileSync(packagePath(...parts), 'utf8');
}

/** What stands in back quotes and looks like a path of the repository. */
function namedPaths(markdown: string): string[] {
  return [...markdown.matchAll(/`((?:[a-z][\w-]*\/)+[\w.-]*)`/g)].map((match) => match[1] ?? '');
}

/** Targets of links without an address of their own, from the page's folder. */
function linkedPaths(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([\w./-]+?)\)/g)].map((match) => match[1] ?? '');
}

const architecture = page('docs', 'ARCHITECTURE.md');
const decisions = readdirSync(packagePath('docs', 'decisions')).filter((name) => /^\d/.test(name));
const pages = readdirSync(packagePath('docs')).filter((name) => name.endsWith('.md'));

describe('docs/ARCHITECTURE.md', () => {
  it('names only paths that exist', () => {
    const paths = namedPaths(architecture);
    expect(paths.length).toBeGreaterThan(30);
    expect(paths.filter((path) => !existsSync(packagePath(path)))).toEqual([]);
  });

  it('names a test for every invariant', () => {
    const rows = architecture.split('## What always holds')[1]?.split('## ')[0]?.split('\n').slice(4) ?? [];
    const invariants = rows.filter((row) => row.startsWith('|'));
    expect(invariants.length).toBeGreaterThan(10);
    expect(invariants.filter((row) => !/`[\w./-]+\.(test|contract)\.ts`/.test(row))).toEqual([]);
  });

  it('has a row for every folder of the layout', () => {
    const folders = Object.keys(importTable).filter((name) => !name.includes('.'));
    expect(folders.filter((name) => !architecture.includes(`| \`${name}/\``))).toEqual([]);
  });
});

describe('docs/', () => {
  it.each(pages)('%s links only to what exists', (name) => {
    const targets = linkedPaths(page('docs', name));
    expect(targets.filter((path) => !existsSync(packagePath('docs', path)))).toEqual([]);
  });

  it('numbers the decisions without a gap, each with context, choice, alternatives and cost', () => {
    expect(decisions.map((name) => Number(name.slice(0, 4)))).toEqual(decisions.map((_, place) => place + 1));
    for (const [place, name] of decisions.entries()) {
      const text = page('docs', 'decisions', name);
      expect(text, name).toMatch(new RegExp(`^# ${place + 1}\\. `));
      for (const part of ['Context', 'Choice', 'Alternatives', 'Cost'])
        expect(text, name).toContain(`- ${part}`);
    }
  });
});

it('CONTRIBUTING.md names only paths that exist', () => {
  expect(namedPaths(page('CONTRIBUTING.md')).filter((path) => !existsSync(packagePath(path)))).toEqual([]);
});
