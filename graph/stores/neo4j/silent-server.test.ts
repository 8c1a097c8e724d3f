import { createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { parseConfig } from '../../../base/config.ts';
import { openLog } from '../../../base/log.ts';
import { Neo4jDatabase } from './neo4j-database.ts';
import { openNeo4jDriver } from './open-neo4j-driver.ts';

const log = openLog('silent');

test('a server that takes connections and never answers costs a deadline, and may be tried again', async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const timeouts = { connectTimeoutMs: 60_000, acquireTimeoutMs: 200, readTimeoutMs: 200, retryForMs: 100 };
  const { neo4j } = parseConfig({
    graph: { neo4j: { url: `bolt://127.0.0.1:${port}`, password: 'x', ...timeouts } },
  }).graph;
  const database = new Neo4jDatabase(openNeo4jDriver(neo4j, log), neo4j, log);
  // More than there are connections: those that wait for one are told in time, too.
  const asked = Array.from({ length: neo4j.poolMax + 2 }, () => database.read('sequence-read'));
  asked.forEach((each) => void each.catch(() => {}));
  await expect(asked.at(-1)).rejects.toMatchObject({ code: 'GRAPH_STORE_UNAVAILABLE' });
  for (const socket of sockets) socket.destroy();
  await Promise.allSettled(asked);
  for (const socket of sockets) socket.destroy();
  await database.close();
  server.close();
});

test('an address that cannot be used is not quoted, since it may hold a password', () => {
  const { neo4j } = parseConfig({ graph: { neo4j: { url: 'http://neo4j:s3cret@localhost:7474' } } }).graph;
  const open = () => openNeo4jDriver(neo4j, log);
  expect(open).toThrow(/graph\.neo4j\.url/);
  expect(open).not.toThrow(/s3cret/);
});
