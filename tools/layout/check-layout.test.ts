import { expect, it } from 'vitest';
import { breachLine, checkLayout } from './check-layout.ts';
import { parseSource } from './parse-source.ts';

/** Checks files given as text, besides a command that uses every export of theirs. */
function check(files: Readonly<Record<string, string>>): string[] {
  const uses = Object.keys(files).map((path, index) => `import * as file${index} from '../${path}';`);
  const all = { ...files, 'app/main.ts': uses.join('\n') };
  return checkLayout(Object.entries(all).map(([path, text]) => parseSource(path, text))).map(breachLine);
}

const event = { 'graph/model/event.ts': 'export interface Event { id: string }' };

it('accepts an import to the left and refuses one to the right', () => {
  expect(
    check({ ...event, 'algorithms/a.ts': "import type { Event } from '../graph/model/event.ts';" }),
  ).toEqual([]);
  expect(
    check({ 'base/a.ts': "import { b } from '../graph/csr.ts';", 'graph/csr.ts': 'export const b = 1;' }),
  ).toEqual(['base/a.ts: import-table: may not import values of "graph/csr.ts"']);
});

it('keeps algorithms away from stores, however the module is named', () => {
  const store = { 'graph/store.ts': 'export interface GraphStore { close(): void }' };
  for (const text of [
    "import type { GraphStore } from '../graph/store.ts';",
    "export type { GraphStore } from '../graph/store.ts';",
    "export * from '../graph/store.ts';",
    "export const load = () => import('../graph/store.ts');",
    "export let store: import('../graph/store.ts').GraphStore;",
  ]) {
    expect(check({ ...store, 'algorithms/a.ts': text }), text).toHaveLength(1);
  }
});

it('lets a folder have types without values', () => {
  const model = { 'scoring/rings/model.ts': 'export type Typology = "CYCLE"; export const typologies = [];' };
  expect(
    check({ ...model, 'simulator/a.ts': "import type { Typology } from '../scoring/rings/model.ts';" }),
  ).toEqual([]);
  expect(
    check({ ...model, 'simulator/a.ts': "import { typologies } from '../scoring/rings/model.ts';" }),
  ).toEqual(['simulator/a.ts: import-table: may not import values of "scoring/rings/model.ts"']);
});

it('refuses a folder without a row, a missing file, and production code that imports test code', () => {
  expect(check({ 'misc/a.ts': '' })).toEqual([
    'misc/a.ts: import-table: folder "misc" has no row in tools/layout/table.ts',
  ]);
  expect(check({ 'base/a.ts': "import './b.ts';" })).toEqual([
    'base/a.ts: import-missing: "base/b.ts" does not exist',
  ]);
  expect(check({ 'app/a.ts': "import '../api/testing/b.ts';", 'api/testing/b.ts': '' })).toEqual([
    'app/a.ts: import-table: may not import values of "api/testing/b.ts"',
    'app/main.ts: import-table: may not import values of "api/testing/b.ts"',
  ]);
});

it('keeps a driver in its folder', () => {
  expect(check({ 'ledger/a.ts': "import pg from 'pg';" })).toEqual([]);
  expect(check({ 'scoring/a.ts': "import type { Pool } from 'pg';" })).toEqual([
    'scoring/a.ts: driver: "pg" may be imported in ledger/ only',
  ]);
});

it('finds banned calls in code but not in comments and texts', () => {
  expect(
    check({
      'graph/a.ts': '/** Date.now */ export const a = "Math.random()"; export const b = new Date(5);',
    }),
  ).toEqual([]);
  const calls =
    'export const a = [Date.now(), new Date(), Math.random, process.env.HOME, performance.now()]; console.log(1);';
  expect(check({ 'graph/a.ts': calls }).map((line) => line.split(': ')[2])).toEqual([
    'has Date.now',
    'has performance.now',
    'has new Date()',
    'has Math.random',
    'has process.env',
    'has console.log',
  ]);
});

it('reports a long file', () => {
  expect(check({ 'base/a.ts': '\n'.repeat(300) })).toEqual([]);
  expect(check({ 'base/a.ts': '\n'.repeat(301) })).toEqual([
    'base/a.ts: length: has 301 lines, more than 300',
  ]);
});

it('reports a cycle of values but not of types', () => {
  const a = "import { b } from './b.ts'; export const a = () => b;";
  const valueB = "import { a } from './a.ts'; export const b = () => a;";
  const typeB = "import type { a } from './a.ts'; export const b = (one: typeof a) => one;";
  expect(check({ 'base/a.ts': a, 'base/b.ts': typeB })).toEqual([]);
  expect(check({ 'base/a.ts': a, 'base/b.ts': valueB })).toEqual([
    'base/b.ts: cycle: base/a.ts → base/b.ts → base/a.ts',
  ]);
});

it('reports what nothing reaches and what nobody imports', () => {
  const sources = [
    parseSource('app/main.ts', "import { used } from './a.ts'; used();"),
    parseSource(
      'app/a.ts',
      'export const used = (one: Shape) => one; export const unused = 1; export type Shape = 1;',
    ),
    parseSource('app/b.ts', ''),
    parseSource('app/c.test.ts', "spawn('./d.ts');"),
    parseSource('app/d.ts', ''),
  ];
  expect(checkLayout(sources).map(breachLine)).toEqual([
    'app/b.ts: dead-file: no command, test or benchmark reaches it',
    'app/a.ts: dead-export: no other file imports "unused"',
  ]);
});
