import type { IncomingMessage } from 'node:http';
import {
  type ExecutionArgs,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  validate,
} from 'graphql';
import type { ExecutionResult, SubscribePayload } from 'graphql-ws';
import { useServer as speakGraphql } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Config } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import { ApiContext } from '../context.ts';
import { publicError } from '../errors/public-error.ts';
import { checkOperation } from '../limits/check-operation.ts';
import { clientOf } from '../limits/client-of.ts';
import { parseDocument } from '../limits/parse-document.ts';
import { rateLimited } from '../limits/rate-limited.ts';
import type { ApiServices } from '../services.ts';

/** Operations that one socket may have open. */
const operationsPerSocketMax = 20;

/** Milliseconds after which a socket that does not answer the closing handshake is cut. */
const closeGraceMs = 1000;

/** GraphQL over WebSocket, protocol graphql-transport-ws. */
export interface SubscriptionServer {
  /** Takes over an upgrade request that was found acceptable. */
  accept(
    request: IncomingMessage,
    socket: Parameters<WebSocketServer['handleUpgrade']>[1],
    head: Buffer,
  ): void;
  /** Tells every client that the server goes away, and resolves when all sockets are closed. */
  close(): Promise<void>;
}

/** Opens the WebSocket half of the API: the same schema, limits and masked errors as over HTTP. */
export function openSubscriptionServer(
  schema: GraphQLSchema,
  services: ApiServices,
  limits: Config['api'],
): SubscriptionServer {
  const { log } = services;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.bodyBytesMax });
  const protocol = speakGraphql(
    {
      schema,
      onSubscribe: async ({ subscriptions, extra }, _, payload) => {
        const open = Object.keys(subscriptions).length;
        if (open > operationsPerSocketMax) return [refusal(tooManyOperations())];
        const client = clientOf(extra.request.socket.remoteAddress);
        const { allowed, retryAfterMs } = await services.rateLimiter.take(client);
        if (!allowed) return [refusal(rateLimited(retryAfterMs, limits))];
        return toExecution(schema, services, limits, payload);
      },
      onOperation: (_context, _id, _payload, _args, result) =>
        isStream(result) ? withErrorAsResult(result) : undefined,
      onError: (_context, _id, _payload, errors) => errors.map((error) => publicError(error, log)),
      onNext: (_context, _id, _payload, args, result) => {
        (args.contextValue as ApiContext).end();
        return toPublic(result, log);
      },
      isProd: true,
    },
    sockets,
  );
  return {
    accept: (request, socket, head) => {
      if (sockets.clients.size >= limits.subscribersMax) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
        return;
      }
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
    },
    close: async () => {
      const cut = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, closeGraceMs);
      await protocol.dispose();
      clearTimeout(cut);
    },
  };
}

function toExecution(
  schema: GraphQLSchema,
  services: ApiServices,
  limits: Config['api'],
  payload: SubscribePayload,
): ExecutionArgs | readonly GraphQLError[] {
  try {
    const document = parseDocument(payload.query);
    const errors = validate(schema, document);
    if (errors.length > 0) return errors;
    const operation = getOperationAST(document, payload.operationName);
    if (operation == null) return [new GraphQLError('the document has no operation of that name')];
    const variableValues = payload.variables ?? {};
    checkOperation(schema, document, operation, variableValues, limits);
    const contextValue = new ApiContext(services, limits);
    return { schema, document, operationName: payload.operationName ?? null, variableValues, contextValue };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function tooManyOperations(): AnelError {
  const message = `this socket has ${operationsPerSocketMax} operations open already; close one, or open another socket`;
  return new AnelError('LIMIT_EXCEEDED', message);
}

function refusal(originalError: AnelError): GraphQLError {
  return new GraphQLError(originalError.message, { originalError });
}

function isStream(result: unknown): result is AsyncIterable<ExecutionResult> {
  return typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
}

/**
 * A stream whose failure is its last result: otherwise the whole socket would be closed, with the raw message. No
 * generator, since that would hold back a `return` while a read is pending.
 */
function withErrorAsResult(stream: AsyncIterable<ExecutionResult>): AsyncIterableIterator<ExecutionResult> {
  const source = stream[Symbol.asyncIterator]();
  let failed = false;
  return {
    next: async () => {
      if (failed) return { done: true, value: undefined };
      return source.next().catch((error: unknown) => {
        failed = true;
        const originalError = error instanceof Error ? error : new Error(String(error));
        return {
          done: false,
          value: { errors: [new GraphQLError(originalError.message, { originalError })] },
        };
      });
    },
    return: async () => {
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function toPublic({ data, errors }: ExecutionResult, log: Log): FormattedExecutionResult | undefined {
  if (errors === undefined) return undefined;
  const masked = errors.map((error) => publicError(error, log));
  return data === undefined ? { errors: masked } : { data, errors: masked };
}
