import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packagePath } from '../../base/package-root.ts';
import { breachLine, checkLayout } from '../../tools/layout/check-layout.ts';
import { readSources } from '../../tools/layout/read-sources.ts';
import {
  importTable,
  linesMax,
  longFiles,
  reachedOtherwise,
  usedOtherwise,
} from '../../tools/layout/table.ts';

it('every file keeps the layout of tools/layout/table.ts', () => {
  expect(checkLayout(readSources(packagePath())).map(breachLine)).toEqual([]);
});

it('a file that is excused from the length is long', () => {
  const sources = readSources(packagePath());
  const excused = sources.filter(({ path, lines }) => path in longFiles && lines <= linesMax);
  expect(excused.map(({ path }) => path)).toEqual([]);
});

it('the table names only what exists', () => {
  const exceptions = [longFiles, reachedOtherwise, usedOtherwise].flatMap((list) => Object.keys(list));
  const paths = [...Object.keys(importTable), ...exceptions.map((name) => name.split('#')[0] as string)];
  expect(paths.filter((path) => !existsSync(packagePath(path)))).toEqual([]);
});
