import neo4j from 'neo4j-driver';
import type { CypherParameters, CypherValue } from '../cypher/cypher-database.ts';

/**
 * Parameters as the driver sends them: a whole number becomes an Integer, since the driver makes every number of JavaScript a
 * Float. Where Neo4j is to keep a Float that may be whole (a score of 1), the query says `toFloat`.
 */
export function neo4jParameters(parameters: CypherParameters): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, sent(value)]));
}

function sent(value: CypherValue): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? neo4j.int(value) : value;
  return Array.isArray(value) ? value.map(sent) : value;
}
