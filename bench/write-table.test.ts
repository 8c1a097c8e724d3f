import { describe, expect, test } from 'vitest';
import { figureText, markdownTable, withSection } from './write-table.ts';

const table = {
  head: ['what', 'ratio'],
  rows: [
    ['components', '0.4'],
    ['x', '12'],
  ],
};
const written = `above
<!-- bench:some -->

| what       | ratio |
| ---------- | ----- |
| components | 0.4   |
| x          | 12    |

<!-- /bench:some -->
below
`;

describe('withSection', () => {
  test('replaces what is between the marks, and nothing else', () => {
    const page = 'above\n<!-- bench:some -->\nold\n<!-- /bench:some -->\nbelow\n';
    expect(withSection(page, 'some', markdownTable(table))).toBe(written);
    expect(withSection(written, 'some', markdownTable(table))).toBe(written);
    const other = `${written}<!-- bench:other -->\n<!-- /bench:other -->\n`;
    expect(withSection(other, 'other', markdownTable(table)).startsWith(written)).toBe(true);
  });

  test.each([
    ['no marks', 'text\n'],
    ['one mark', '<!-- bench:some -->\n'],
    ['marks in the wrong order', '<!-- /bench:some -->\n<!-- bench:some -->\n'],
    ['a mark twice', `${written}${written}`],
  ])('refuses a page with %s', (_what, page) => {
    expect(() => withSection(page, 'some', markdownTable(table))).toThrow(
      '"<!-- bench:some -->" and "<!-- /bench:some -->"',
    );
  });

  test('refuses rows of another length', () => {
    expect(() => markdownTable({ head: ['a', 'b'], rows: [['1']] })).toThrow('as many cells');
  });
});

test.each([
  [null, 'not compared'],
  [1_000_000, '1,000,000'],
  [0.012345, '0.0123'],
  [12_345.6, '12,346'],
])('figureText of %s', (value, text) => {
  expect(figureText(value)).toBe(text);
});
