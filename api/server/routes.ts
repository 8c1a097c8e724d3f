import type { FastifyInstance } from 'fastify';
import type { ApiServices } from '../services.ts';
import { loadPages } from './pages.ts';

/** Serves the static files; a browser that has the same content gets 304. */
export function addPages(app: FastifyInstance): void {
  for (const page of loadPages()) {
    app.get(page.path, (request, reply) => {
      void reply.header('etag', page.etag).header('cache-control', 'no-cache');
      if (request.headers['if-none-match'] === page.etag) return reply.code(304).send();
      return reply.type(page.type).send(page.body);
    });
  }
}

/** `/healthz` (the process lives), `/readyz` (503 until every part is open) and `/metrics` (Prometheus text). */
export function addProbes(app: FastifyInstance, services: ApiServices): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', (_, reply) => {
    const readiness = services.ready();
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  app.get('/metrics', async (_, reply) => {
    const text = await services.metrics();
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
  });
}
