import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packagePath } from '../../base/package-root.ts';
import { breachLine, checkLayout } from '../../tools/layout/check-layout.ts';
import { readSources } from '../../tools/layout/read-sources.ts';
import { importTable, longFiles, reachedOtherwise, usedOtherwise } from '../../tools/layout/table.ts';

it('every file keeps the layout of tools/layout/table.ts', () => {
  expect(checkLayout(readSources(packagePath())).map(breachLine)).toEqual([]);
});

it('the table names only what exists', () => {
  const exceptions = [longFiles, reachedOtherwise, usedOtherwise].flatMap((list) => Object.keys(list));
  const paths = [...Object.keys(importTable), ...exceptions.map((name) => name.split('#')[0] as string)];
  expect(paths.filter((path) => !existsSync(packagePath(path)))).toEqual([]);
});
