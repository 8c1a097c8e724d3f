import { z } from 'zod';
import { hourMs, minuteMs, secondMs } from '../clock.ts';
import { certificate, count, durationMs, secret } from './terms.ts';

/** The Neo4j server. Its driver's own deadlines are longer than any decision may take, so each one is set here. */
const neo4jSettings = z
  .strictObject({
    url: z
      .string()
      .default('bolt://127.0.0.1:7687')
      .describe('Address: bolt:// or neo4j:// in the clear, bolt+s:// or neo4j+s:// with TLS.'),
    database: z.string().min(1).default('neo4j').describe('Name of the database.'),
    user: z.string().min(1).default('neo4j').describe('Name of the user.'),
    password: secret('Password of the user.'),
    ca: certificate('File of the certificates (PEM) that the server is checked with.'),
    poolMax: count(8, 'Connections to Neo4j.'),
    connectTimeoutMs: durationMs(5 * secondMs, 'Longest time in which a connection has to open.'),
    acquireTimeoutMs: durationMs(10 * secondMs, 'Longest wait for a free connection.'),
    readTimeoutMs: durationMs(
      5 * secondMs,
      'Longest time of one reading transaction; the server ends it then.',
    ),
    writeTimeoutMs: durationMs(
      10 * secondMs,
      'Longest time of one writing transaction, its wait for locks included; the server ends it then.',
    ),
    schemaTimeoutMs: durationMs(
      10 * minuteMs,
      'Longest time of one statement of the schema at the start: an index on a large graph takes its time.',
    ),
    analysisTimeoutMs: durationMs(
      hourMs,
      'Longest time of one query of the Graph Data Science library, see communities.engine.',
    ),
    retryForMs: durationMs(
      5 * secondMs,
      'A transaction that lost a race for a lock is tried again for this long before its batch is.',
    ),
  })
  .prefault({});

/** The graph store. */
export const graphSettings = z
  .strictObject({
    store: z
      .enum(['embedded', 'neo4j'])
      .default('embedded')
      .describe('Where the graph is: a folder of this process, or a Neo4j server.'),
    neo4j: neo4jSettings,
    batchMax: count(1000, 'Events in one transaction of the graph store.'),
    readMax: count(10_000, 'Ids in one read.'),
    knownAccountsMax: count(
      200_000,
      'Accounts that are remembered as stored, so that they need not be looked for again; on Neo4j only.',
    ),
    checkpointEveryMs: durationMs(
      30 * secondMs,
      'The store is checkpointed to disk when this much time has passed.',
    ),
    logBytesMax: count(
      134_217_728,
      "Bytes of the embedded store's log after which it is folded into the database file, in the background.",
    ),
    walk: z
      .strictObject({
        hopsMax: count(4, 'Transfers between the start and the end of a neighbourhood or a path.'),
        nodesMax: count(500, 'Accounts in one neighbourhood, or reached while paths are searched.'),
        degreeMax: count(
          200,
          'The most recent transfers that are followed at one account, per direction; a hub never costs more.',
        ),
        pathsMax: count(50, 'Paths in one answer.'),
      })
      .prefault({}),
  })
  .prefault({});
