import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packagePath } from '../base/package-root.ts';
import { activityDefaults } from './activities/options.ts';
import { simulationFormats } from './formats/registry.ts';
import { labelDefaults } from './labels/options.ts';
import { lookAlikes } from './look-alikes/registry.ts';
import { simulationDefaults } from './options.ts';
import { shapes } from './rings/registry.ts';

const page = readFileSync(packagePath('docs', 'simulator.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `'));
const rowOf = (name: string): string => rows.find((row) => row.startsWith(`| \`${name}\` |`)) ?? '';

test('the page has a row for every option, typology, look-alike and format, and for nothing else', () => {
  const names = [
    simulationDefaults,
    activityDefaults,
    labelDefaults,
    shapes,
    lookAlikes,
    simulationFormats,
  ].flatMap((table) => Object.keys(table));
  expect(rows.map((row) => row.split('`')[1]).sort()).toEqual([...names].sort());
});

test('options have the defaults of the page', () => {
  const { startAt, ...numbers } = simulationDefaults;
  for (const [name, value] of Object.entries({ ...numbers, ...activityDefaults, ...labelDefaults }))
    expect(rowOf(name)).toContain(`| ${value} |`);
  expect(rowOf('startAt')).toContain(new Date(startAt).toISOString().slice(0, 16));
});

test('shapes have the sizes and formats the losses of the page', () => {
  for (const shape of Object.values(shapes)) {
    expect(rowOf(shape.typology)).toContain(`| ${shape.title}`);
    expect(rowOf(shape.typology)).toContain(`| ${shape.sizeMin} to ${shape.sizeMax} |`);
  }
  for (const format of Object.values(simulationFormats)) {
    expect(rowOf(format.name)).toContain(`\`${format.file}\``);
    expect(rowOf(format.name)).toContain(`| ${format.loses} |`);
  }
});
