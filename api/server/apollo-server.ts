import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { Config } from '../../base/config.ts';
import type { Log } from '../../base/log.ts';
import type { ApiContext } from '../context.ts';
import { publicError } from '../errors/public-error.ts';
import { checkOperation } from '../limits/check-operation.ts';
import { parseOptions } from '../limits/parse-document.ts';

/** Apollo Server on our schema: limits before execution, errors masked, nothing sent to anybody. */
export function makeApolloServer(
  schema: GraphQLSchema,
  limits: Config['api'],
  log: Log,
): ApolloServer<ApiContext> {
  return new ApolloServer<ApiContext>({
    schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    nodeEnv: 'production',
    logger: quietLogger(log),
    parseOptions,
    formatError: (_, error) => publicError(error, log),
    plugins: [limitsPlugin(schema, limits)],
  });
}

function limitsPlugin(schema: GraphQLSchema, limits: Config['api']): ApolloServerPlugin<ApiContext> {
  return {
    requestDidStart: async ({ contextValue }) => ({
      didResolveOperation: async ({ document, operation, request }) => {
        // Apollo itself refuses a document without the operation that was named, right after this.
        if (operation) checkOperation(schema, document, operation, request.variables ?? {}, limits);
      },
      willSendResponse: async () => contextValue.end(),
    }),
  };
}

function quietLogger(log: Log) {
  return {
    debug: (message?: unknown) => log.debug(String(message)),
    info: (message?: unknown) => log.debug(String(message)),
    warn: (message?: unknown) => log.warn(String(message)),
    error: (message?: unknown) => log.error(String(message)),
  };
}
