import { z } from 'zod';
import { secondMs } from '../clock.ts';
import { count, durationMs } from './terms.ts';

/** GraphQL and its server. */
export const apiSettings = z
  .strictObject({
    host: z
      .string()
      .default('127.0.0.1')
      .describe(
        'Address on which the API listens. Anything but loopback is reachable by others: put access control in front of it.',
      ),
    port: z
      .int()
      .min(0)
      .max(65_535)
      .default(4000)
      .describe('Port on which the API listens; 0 takes any free one.'),
    requestsPerMinuteMax: count(6000, 'Requests of one client address in a minute; more are refused.'),
    clientsMax: count(
      10_000,
      'Client addresses whose requests this process counts at once; the one that was quiet longest is forgotten first.',
    ),
    depthMax: count(12, 'Levels of one GraphQL query.'),
    complexityMax: count(50_000, 'Fields that one GraphQL query may answer, estimated before it runs.'),
    bodyBytesMax: count(1_048_576, 'Bytes of one HTTP request.'),
    pageMax: count(100, 'Items in one page of a connection.'),
    dossiersMax: count(5, 'Rings whose evidence, flow or explanation one request may ask for.'),
    requestTimeoutMs: durationMs(10 * secondMs, 'Longest time of one HTTP request.'),
    subscribersMax: count(1000, 'Subscriptions that are open at once.'),
    subscriberQueueMax: count(1000, 'Alerts that wait for one slow subscriber before it is cut off.'),
    replayMax: count(10_000, 'Missed alerts that one subscription catches up with.'),
    pollEveryMs: durationMs(
      secondMs,
      'How often a process looks in the ledger for alerts of which no news reached it.',
    ),
  })
  .prefault({});
