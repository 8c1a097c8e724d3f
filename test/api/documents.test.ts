import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type OperationDefinitionNode, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { queryCost } from '../../api/limits/query-cost.ts';
import { makeSchema } from '../../api/schema.ts';
import { parseConfig } from '../../base/config.ts';
import { packagePath } from '../../base/package-root.ts';

const schema = makeSchema();
const limits = parseConfig({}).api;

function check(name: string, text: string): void {
  const document = parse(text);
  expect([name, validate(schema, document).map((error) => error.message)]).toEqual([name, []]);
  const { depth, cost } = queryCost(schema, document, document.definitions[0] as OperationDefinitionNode, {});
  expect([name, depth <= limits.depthMax, cost <= limits.complexityMax]).toEqual([name, true, true]);
}

test('every query of docs/api.md fits the schema and its limits', () => {
  const text = readFileSync(packagePath('docs', 'api.md'), 'utf8');
  const blocks = [...text.matchAll(/```graphql\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  expect(blocks.length).toBeGreaterThan(5);
  for (const block of blocks) check(block.split('\n')[0] ?? '', block);
});

test('every query of the console fits the schema and its limits', async () => {
  const file = pathToFileURL(packagePath('console', 'queries.js')).href;
  const queries = (await import(file)) as Readonly<Record<string, string>>;
  expect(Object.keys(queries).length).toBeGreaterThan(5);
  for (const [name, text] of Object.entries(queries)) check(name, text);
});
