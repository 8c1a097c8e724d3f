import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packagePath } from '../base/package-root.ts';
import { constraints, migrations, query, type StoreKind } from './load.ts';

const stores: readonly StoreKind[] = ['embedded', 'neo4j'];
const namesIn = (...folder: string[]) =>
  readdirSync(packagePath('cypher', 'queries', ...folder))
    .filter((file) => file.endsWith('.cypher'))
    .map((file) => file.replace(/\.cypher$/, ''));
const queryNames = namesIn();
const everyQuery = stores.flatMap((store) => queryNames.map((name) => [store, name] as const));

/** What a statement makes fast: `Account.id`. */
function keyOf(statement: string): string {
  const match = /\((\w):(\w+)\).*\(?\1\.(\w+)/.exec(statement);
  return match === null ? statement : `${match[2]}.${match[3]}`;
}

test.each(everyQuery)('on %s the query "%s" is one statement with nothing but Cypher', (store, name) => {
  const text = query(store, name);
  expect(text).not.toBe('');
  expect(text).not.toMatch(/\/\/|;/);
});

test('a query is read once', () => {
  expect(query('embedded', 'accounts-by-id')).toBe(query('embedded', 'accounts-by-id'));
});

test('the label of an identifier is put in, and only a label', () => {
  expect(query('embedded', 'identifiers-known', 'Device')).toContain('(i:Device {id: id})');
  expect(query('embedded', 'identifiers-known', 'Phone')).not.toContain('Identifier');
  expect(() => query('embedded', 'identifiers-known', 'Phone {id: 1}) //')).toThrow('is no label');
});

test('both stores find the same keys without a scan', () => {
  const nodeKeys = (store: 'embedded' | 'neo4j') =>
    constraints(store)
      .filter((text) => !text.includes('TRANSFERRED'))
      .map(keyOf);
  expect(nodeKeys('embedded').sort()).toEqual(nodeKeys('neo4j').sort());
  expect(nodeKeys('embedded')).toContain('Event.seq');
});

test('every label and key that a query matches has an index', () => {
  const indexed = new Set(constraints('embedded').map(keyOf));
  const matched = queryNames.flatMap((name) =>
    [...query('embedded', name, 'Device').matchAll(/(?:MATCH|MERGE) \(\w*:(\w+) \{(\w+):/g)].map(
      ([, label, key]) => `${label}.${key}`,
    ),
  );
  expect(matched.filter((key) => !indexed.has(key))).toEqual([]);
});

test('migrations are in order, each with its digest', () => {
  const ids = migrations().map(({ id }) => id);
  expect(ids).toEqual(ids.map((_, index) => `V${String(index + 1).padStart(4, '0')}`));
  for (const { digest, statements } of migrations()) {
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
    expect(statements.length).toBeGreaterThan(0);
  }
});

test('a query of one store alone has the parameters and the columns of the common one', () => {
  const shape = (text: string) => {
    const parameters = new Set([...text.matchAll(/\$(\w+)/g)].map(([, name]) => name));
    const columns = (text.split(/\bRETURN\b/).at(-1) ?? '').split(',').length;
    return { parameters: [...parameters].filter((name) => name !== 'bodies').sort(), columns };
  };
  for (const name of namesIn('neo4j')) {
    expect(queryNames).toContain(name);
    expect(query('neo4j', name)).not.toBe(query('embedded', name));
    if (query('neo4j', name).includes('RETURN'))
      expect(shape(query('neo4j', name)), name).toEqual(shape(query('embedded', name)));
  }
});
