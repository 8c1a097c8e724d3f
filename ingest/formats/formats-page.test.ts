import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packagePath } from '../../base/package-root.ts';
import { formatByName, formats } from './registry.ts';

const page = readFileSync(packagePath('docs', 'formats.md'), 'utf8');

it('has a section for every format and for no other', () => {
  const sections = [...page.matchAll(/^## ([a-z0-9-]+)$/gm)].map((match) => match[1]);
  expect(sections).toEqual(formats.map((format) => format.name));
});

it('shows canonical events that decode', () => {
  const example = /```json\n([\s\S]*?)```/.exec(page)?.[1]?.trimEnd() ?? '';
  const { line } = formatByName('jsonl').reader('');
  const decoded = example.split('\n').map((text, index) => line(text, index + 1));
  expect(decoded.map((one) => (one.status === 'event' ? one.event.kind : one))).toEqual([
    'transfer',
    'reversal',
    'authentication',
    'log',
    'label',
    'label',
  ]);
});

it('shows the headers that the formats accept', () => {
  for (const format of formats.filter(({ name }) => name !== 'jsonl')) {
    const section = page.split(`## ${format.name}\n`)[1] ?? '';
    const header = /Header:\s+`([^`]+)`/.exec(section)?.[1] ?? '';
    expect(format.reader('').line(header, 1)).toEqual({ status: 'skip' });
  }
});
