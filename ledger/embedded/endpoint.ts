import { chmod, chown, lstat, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnelError } from '../../base/errors.ts';
import { digestId } from '../../base/ids.ts';
import type { RunAs } from './run-as.ts';

/** How the server is reached: a socket folder (an absolute path) or a loopback address, and the port. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** The kind of connection: sockets wherever the system has them. */
export type Transport = 'socket' | 'loopback';

export const defaultTransport: Transport = platform() === 'win32' ? 'loopback' : 'socket';

/** The port only names the socket file; nothing listens on it. */
const socketPort = 5432;

/** The shortest limit of a socket path among the systems (macOS: 104 with the final zero), less `/.s.PGSQL.5432`. */
const socketFolderBytesMax = 103 - '/.s.PGSQL.5432'.length;

/** The folder of the socket of a data folder: inside it when the path is short enough, else a short one named by a digest. */
export function socketFolder(folder: string, temporary: string = tmpdir()): string {
  const name = `anel-${digestId([folder])}`;
  const candidates = [join(folder, 'run'), join(temporary, name), join('/tmp', name)];
  return candidates.find((path) => Buffer.byteLength(path) <= socketFolderBytesMax) ?? join('/tmp', name);
}

/** Makes the private socket folder, or finds a free loopback port. Throws EMBEDDED_POSTGRES_FAILED when a stranger owns the folder. */
export async function prepareEndpoint(
  folder: string,
  transport: Transport,
  user: RunAs | null,
): Promise<Endpoint> {
  if (transport === 'loopback') return { host: '127.0.0.1', port: await freePort() };
  const host = socketFolder(folder);
  await mkdir(host, { recursive: true, mode: 0o700 });
  if (user !== null) await chown(host, user.uid, user.gid);
  const found = await lstat(host);
  const owner = user?.uid ?? process.geteuid?.();
  if (!found.isDirectory() || found.uid !== owner) {
    throw new AnelError(
      'EMBEDDED_POSTGRES_FAILED',
      `tried to use "${host}" for the socket of PostgreSQL, but it belongs to another user; remove it`,
    );
  }
  await chmod(host, 0o700);
  return { host, port: socketPort };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
