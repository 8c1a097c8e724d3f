import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitCsv } from './split-csv.ts';

it.each([
  ['', ['']],
  ['a', ['a']],
  ['a,b', ['a', 'b']],
  [',', ['', '']],
  ['"a,b",c', ['a,b', 'c']],
  ['a,""', ['a', '']],
  ['"",', ['', '']],
  ['"say ""so""",x', ['say "so"', 'x']],
  ['a"b,c', ['a"b', 'c']],
  ['"a', null],
  ['"a"b,c', null],
  ['"a""', null],
])('splits %j', (line, cells) => {
  expect(splitCsv(line)).toEqual(cells);
});

it('is the inverse of quoting', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
      expect(splitCsv(cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))).toEqual(cells);
    }),
  );
});
