import { execFile } from 'node:child_process';
import {
  appendFile,
  chmod,
  chown,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const packages = '/usr/lib/postgresql';

/** A PostgreSQL server of the system's packages that speaks TLS only, with an authority of its own. */
export interface TlsServer {
  /** As superuser, over TCP; says nothing about TLS. */
  readonly url: string;
  /** PEM file of the authority that signed the server's certificate, which is for 127.0.0.1. */
  readonly ca: string;
  /** PEM file of another authority with the same name. */
  readonly otherCa: string;
  readonly folder: string;
  /** Stops the server and removes its folder. */
  stop(): Promise<void>;
}

/** Makes authority, certificate and cluster, and starts it on a free port: about three seconds. Needs `openssl`. */
export async function startTlsServer(): Promise<TlsServer> {
  const folder = await mkdtemp(join(tmpdir(), 'anel-tls-'));
  await chmod(folder, 0o755);
  const ca = await makeAuthority(folder, 'ca');
  const otherCa = await makeAuthority(folder, 'other');
  await makeCertificate(folder);
  const cluster = join(folder, 'cluster');
  const binaries = await postgresBinaries();
  await mkdir(cluster);
  if (process.geteuid?.() === 0) await run('chown', ['postgres', cluster]);
  const secret = join(folder, 'secret');
  await writeFile(secret, 'anel-test-password');
  const initdb = [
    '-D',
    cluster,
    '-U',
    'anel',
    '-A',
    'scram-sha-256',
    `--pwfile=${secret}`,
    '-E',
    'UTF8',
    '--no-sync',
  ];
  await asOwner(join(binaries, 'initdb'), initdb);
  await configure(folder, cluster);
  const port = await freePort();
  const control = (...args: string[]) => asOwner(join(binaries, 'pg_ctl'), ['-D', cluster, '-w', ...args]);
  await control('-l', join(cluster, 'log'), '-o', `-p ${port}`, 'start');
  const stop = async () => {
    await control('-m', 'immediate', 'stop');
    await rm(folder, { recursive: true, force: true });
  };
  return {
    url: `postgresql://anel:anel-test-password@127.0.0.1:${port}/postgres`,
    ca,
    otherCa,
    folder,
    stop,
  };
}

async function configure(folder: string, cluster: string): Promise<void> {
  const { uid, gid } = await stat(cluster);
  for (const name of ['server.crt', 'server.key']) {
    await copyFile(join(folder, name), join(cluster, name));
    await chown(join(cluster, name), uid, gid);
    await chmod(join(cluster, name), 0o600);
  }
  const settings = `listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nssl = on\nfsync = off\n`;
  await appendFile(join(cluster, 'postgresql.conf'), settings);
  await writeFile(join(cluster, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 scram-sha-256\n');
}

/** The newest installed version. */
async function postgresBinaries(): Promise<string> {
  const versions = await readdir(packages).catch(() => []);
  const newest = versions.map(Number).sort((a, b) => b - a)[0];
  if (newest === undefined) throw new Error(`no PostgreSQL in ${packages}; install the package postgresql`);
  return join(packages, String(newest), 'bin');
}

/** PostgreSQL refuses to run as root. */
async function asOwner(program: string, args: readonly string[]): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  await run(isRoot ? 'runuser' : program, isRoot ? ['-u', 'postgres', '--', program, ...args] : args);
}

async function makeAuthority(folder: string, name: string): Promise<string> {
  const path = join(folder, `${name}.crt`);
  const key = join(folder, `${name}.key`);
  const what = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await run('openssl', ['req', ...what, '-subj', '/CN=Anel test authority', '-keyout', key, '-out', path]);
  return path;
}

async function makeCertificate(folder: string): Promise<void> {
  const at = (name: string) => join(folder, name);
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    at('server.key'),
  ];
  await run('openssl', ['req', ...key, '-subj', '/CN=127.0.0.1', '-out', at('server.csr')]);
  await writeFile(at('server.ext'), 'subjectAltName = IP:127.0.0.1\n');
  const signer = ['-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2'];
  const files = ['-in', at('server.csr'), '-extfile', at('server.ext'), '-out', at('server.crt')];
  await run('openssl', ['x509', '-req', ...signer, ...files]);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
