import { z } from 'zod';
import { dayMs } from '../clock.ts';
import { certificate, connection, count, durationMs, secret } from './terms.ts';

/** Redis: feature rows for other systems, news between API processes, and rate limits that they share. */
export const redisSettings = z
  .strictObject({
    url: connection('Address: redis://host:port/db, or rediss:// with TLS; null does without Redis.'),
    user: z.string().min(1).nullable().default(null).describe('Name of the user.'),
    password: secret('Password of the user.'),
    ca: certificate('File of the certificates (PEM) that the server is checked with.'),
    keyPrefix: z.string().min(1).default('anel').describe('What every key and channel begins with.'),
    connectTimeoutMs: durationMs(2000, 'Longest time in which a connection has to open.'),
    commandTimeoutMs: durationMs(100, 'Longest wait for an answer; then the work goes on without Redis.'),
    retryMaxMs: durationMs(2000, 'The longest wait before a connection that broke is opened again.'),
    rowTtlMs: durationMs(
      30 * dayMs,
      'How long the feature row of an account is kept after its last transfer.',
    ),
    queueMax: count(
      10_000,
      'Feature rows that wait to be written; older ones are dropped when there are more.',
    ),
    writeMax: count(200, 'Feature rows that are written in one round trip.'),
    rowsMax: count(
      10_000,
      'Accounts whose feature rows this process keeps itself when there is no Redis; the oldest go first.',
    ),
  })
  .prefault({});
