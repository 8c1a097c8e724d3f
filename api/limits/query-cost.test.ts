import { getOperationAST, type OperationDefinitionNode, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { present } from '../../base/assert.ts';
import { makeSchema } from '../schema.ts';
import { queryCost } from './query-cost.ts';

const schema = makeSchema();

function costOf(text: string, variables: Record<string, unknown> = {}): { depth: number; cost: number } {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operation: OperationDefinitionNode = present(getOperationAST(document), 'operation');
  return queryCost(schema, document, operation, variables);
}

test('a field costs 1, and the fields of a list cost its size', () => {
  expect(costOf('{ status { version } }')).toEqual({ depth: 2, cost: 2 });
  expect(costOf('{ ring(id: "r") { ringId typology } }')).toEqual({ depth: 2, cost: 3 });
  // rings, then 5 times edges, node, ringId
  expect(costOf('{ rings(first: 5) { edges { node { ringId } } } }')).toEqual({ depth: 4, cost: 16 });
  // the default of `first` is 20
  expect(costOf('{ rings { edges { node { ringId } } } }')).toEqual({ depth: 4, cost: 61 });
});

test('sizes multiply, and variables count', () => {
  const text =
    'query ($n: Int!) { rings(first: $n) { edges { node { alerts(first: 10) { edges { node { alertId } } } } } } }';
  expect(costOf(text, { n: 2 })).toEqual({ depth: 7, cost: 1 + 2 * (2 + 1 + 10 * 3) });
  expect(costOf('{ account(id: "a") { neighbourhood(nodesMax: 50) { accounts { bank } } } }').cost).toBe(
    1 + 1 + 50 * 2,
  );
});

test('fragments count where they are spread, and nesting them costs no exponential time', () => {
  expect(costOf('{ ring(id: "r") { ...R ...R } } fragment R on Ring { ringId }')).toEqual({
    depth: 2,
    cost: 3,
  });
  const levels = Array.from(
    { length: 40 },
    (_, n) => `fragment F${n} on Ring { ...F${n + 1} mergedInto { ...F${n + 1} } }`,
  );
  const bomb = `{ ring(id: "r") { ...F0 } } ${levels.join(' ')} fragment F40 on Ring { ringId }`;
  expect(costOf(bomb).cost).toBeGreaterThan(2 ** 40);
});

test('introspection is free', () => {
  expect(costOf('{ __schema { types { name fields { name } } } }')).toEqual({ depth: 0, cost: 0 });
});
