import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below what systems give to outgoing connections (32768 on Linux). A client that keeps trying a port of that range while its
 * server is down can be given the very same port for its own end: it then talks to itself, and the server cannot come back.
 */
const lowest = 15_000;
const highest = 31_999;
const triesMax = 200;

/** Ports that this process gave away: a server that is down for a while must find its own still free. */
const given = new Set<number>();

/** A random loopback port that nothing listens on, different at each call. Throws when none is found. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const port = randomInt(lowest, highest + 1);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`find a free port between ${lowest} and ${highest}: all ${triesMax} tries were taken`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
