import type { AddressInfo } from 'node:net';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Config } from '../../base/config.ts';
import { AnelError, messageOf } from '../../base/errors.ts';
import { ApiContext } from '../context.ts';
import { errorBody } from '../errors/public-error.ts';
import { makeSchema } from '../schema.ts';
import type { ApiServices } from '../services.ts';
import { makeApolloServer } from './apollo-server.ts';
import { failedRequest } from './failed-request.ts';
import { limitRequests } from './limit-requests.ts';
import { addRingExports } from './ring-exports.ts';
import { addPages, addProbes } from './routes.ts';
import { isExpectedHost, isOwnOrigin, securityHeaders } from './security.ts';
import { openSubscriptionServer, type SubscriptionServer } from './subscription-server.ts';

/** Milliseconds that requests under way get to finish when the server closes. */
const closeGraceMs = 5000;

/** What the API needs to start. */
export interface ApiServerOptions {
  readonly services: ApiServices;
  readonly config: Config['api'];
}

/** A server that listens. */
export interface ApiServer {
  /** For example `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly port: number;
  /** Ends subscriptions, lets requests under way finish and stops listening. The services stay open. */
  close(): Promise<void>;
}

/**
 * Serves GraphQL at `/graphql` (HTTP and WebSocket), the console at `/`, the explorer at `/explorer`, and the probes.
 * Rejects with PORT_TAKEN, or with CONFIG_INVALID when the address cannot be listened on for another reason.
 */
export async function openApiServer({ services, config }: ApiServerOptions): Promise<ApiServer> {
  const schema = makeSchema();
  const apollo = makeApolloServer(schema, config, services.log);
  await apollo.start();
  const app = makeApp(services, config);
  const handler = fastifyApolloHandler(apollo, { context: async () => new ApiContext(services, config) });
  const onRequest = limitRequests(services, config);
  app.route({ method: ['GET', 'POST', 'OPTIONS'], url: '/graphql', onRequest, handler });
  addRingExports(app, services, config, onRequest);
  const sockets = acceptSockets(app, schema, services, config);
  const stop = async (): Promise<void> => {
    const cut = setTimeout(() => app.server.closeAllConnections(), closeGraceMs);
    await sockets.close();
    await apollo.stop();
    await app.close();
    clearTimeout(cut);
  };
  await listen(app, config).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const { port } = app.server.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return { url: `http://${host}:${port}`, port, close: stop };
}

function makeApp(services: ApiServices, config: Config['api']): FastifyInstance {
  const app = Fastify({
    bodyLimit: config.bodyBytesMax,
    requestTimeout: config.requestTimeoutMs,
    forceCloseConnections: 'idle',
    logger: false,
  });
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders);
    if (isExpectedHost(config.host, request.headers.host)) return;
    await reply.code(403).send(errorBody('INPUT_INVALID', 'this server answers to localhost only'));
  });
  app.setErrorHandler((error, _, reply) => {
    const { status, body } = failedRequest(error, config, services.log);
    return reply.code(status).send(body);
  });
  app.setNotFoundHandler((_, reply) => reply.code(404).send(errorBody('NOT_FOUND')));
  addPages(app);
  addProbes(app, services);
  return app;
}

function acceptSockets(
  app: FastifyInstance,
  schema: GraphQLSchema,
  services: ApiServices,
  config: Config['api'],
): SubscriptionServer {
  const sockets = openSubscriptionServer(schema, services, config);
  app.server.on('upgrade', (request, socket, head) => {
    const path = (request.url ?? '').split('?')[0];
    const acceptable =
      path === '/graphql' && isExpectedHost(config.host, request.headers.host) && isOwnOrigin(request);
    if (acceptable) sockets.accept(request, socket, head);
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  });
  return sockets;
}

async function listen(app: FastifyInstance, { host, port }: Config['api']): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE') {
      const message = `cannot listen on "${host}:${port}": the port is taken; end the other process, or choose another port with --port, ANEL_PORT or api.port`;
      throw new AnelError('PORT_TAKEN', message, { cause });
    }
    const message = `cannot listen on "${host}:${port}": ${messageOf(cause)}; set api.host and api.port to an address of this machine`;
    throw new AnelError('CONFIG_INVALID', message, { cause });
  }
}
