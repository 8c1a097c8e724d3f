import { type DocumentNode, GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Config } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import { queryCost } from './query-cost.ts';

/** Ends with LIMIT_EXCEEDED, HTTP status 400, when an operation is too deep or may answer too much. Nothing has run by then. */
export function checkOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  limits: Pick<Config['api'], 'depthMax' | 'complexityMax'>,
): void {
  const { depth, cost } = queryCost(schema, document, operation, variables);
  if (depth > limits.depthMax) {
    refuse(`the query is ${depth} levels deep; nest at most ${limits.depthMax} (api.depthMax)`);
  }
  if (cost > limits.complexityMax) {
    refuse(
      `the query may answer ${cost} fields; ask for smaller pages, at most ${limits.complexityMax} (api.complexityMax)`,
    );
  }
}

function refuse(message: string): never {
  const originalError = new AnelError('LIMIT_EXCEEDED', message);
  throw new GraphQLError(message, { originalError, extensions: { http: { status: 400 } } });
}
