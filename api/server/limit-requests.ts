import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../base/config.ts';
import { errorBody } from '../errors/public-error.ts';
import { clientOf } from '../limits/client-of.ts';
import { rateLimited, retryAfterSeconds } from '../limits/rate-limited.ts';
import type { ApiServices } from '../services.ts';

/**
 * Answers 429 with `Retry-After` to a request above the limit of its client, before its body is read. The address is that of the
 * connection: behind a gateway all requests are one client, and the gateway has to tell its own apart.
 */
export function limitRequests({ rateLimiter }: Pick<ApiServices, 'rateLimiter'>, limits: Config['api']) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (request.method === 'OPTIONS') return;
    const { allowed, retryAfterMs } = await rateLimiter.take(clientOf(request.socket.remoteAddress));
    if (allowed) return;
    const { code, message } = rateLimited(retryAfterMs, limits);
    await reply
      .code(429)
      .header('retry-after', retryAfterSeconds(retryAfterMs))
      .send(errorBody(code, message));
  };
}
