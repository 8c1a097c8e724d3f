import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { ensureJars, type JarSet } from './jar-cache.ts';
import { keepPassword } from './keep-password.ts';
import { startManagedServer } from './managed-server.ts';
import { talkTcp } from './talk-tcp.ts';
import type { StartOptions, TestServer } from './test-server.ts';

const version = '5.26.30';

/** Neo4j Community. The entry point is in the first artifact, the parts for HTTP and administration in the second. */
export const neo4jJars: JarSet = {
  name: `neo4j-${version}`,
  coordinates: [`org.neo4j:neo4j:${version}`, `org.neo4j.app:neo4j-server:${version}`],
};

const gdsVersion = '2.13.9';

/** The Graph Data Science library of the same Neo4j: its procedures, and the extension without which they refuse to start. */
const gdsJars: JarSet = {
  name: `neo4j-gds-${gdsVersion}`,
  coordinates: [`org.neo4j.gds:proc:${gdsVersion}`, `org.neo4j.gds:opengds-extension:${gdsVersion}`],
};

const heap = '768m';

/** What the server's own start script opens for it. */
const opened = ['java.nio', 'java.io', 'java.util.concurrent', 'sun.nio.ch'].map(
  (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
);

/** The magic bytes of Bolt, then the versions that are offered: 5.0 to 5.4, 4.4, and two times none. */
const boltHandshake = Buffer.from('6060b017000404050000040400000000' + '00000000', 'hex');

/** Starts Neo4j 5.26 Community with its Graph Data Science library, Bolt on a free port and the user `neo4j`. Its HTTP server is off. */
export async function startNeo4j(options: StartOptions): Promise<TestServer> {
  const jars = await ensureJars(neo4jJars, options);
  const { folder } = options;
  for (const name of ['conf', 'data', 'logs', 'run', 'import', 'plugins'])
    await mkdir(join(folder, name), { recursive: true });
  await installPlugins(join(folder, 'plugins'), jars, await ensureJars(gdsJars, options));
  const port = await freePort();
  await writeFile(join(folder, 'conf', 'neo4j.conf'), settingsText(port));
  const password = await initialPassword(folder, jars, options.signal);
  const url = `bolt://127.0.0.1:${port}`;
  const userLog = join(folder, 'logs', 'neo4j.log');
  return startManagedServer(
    {
      name: 'neo4j',
      port,
      environment: { ANEL_TEST_NEO4J_URL: url, ANEL_TEST_NEO4J_PASSWORD: password },
      settings: { graph: { store: 'neo4j', neo4j: { url, user: 'neo4j', password } } },
      program: {
        program: 'java',
        args: serverArguments(folder, jars),
        folder,
        stopSignal: 'SIGTERM',
        logFile: join(folder, 'logs', 'console.log'),
      },
      // The line that says that it is up must be of this start.
      prepare: () => rm(userLog, { force: true }),
      answers: async () =>
        (await readFile(userLog, 'utf8').catch(() => '')).includes('Started.') &&
        (await talkTcp(port, boltHandshake, 4)) !== null,
    },
    options,
  );
}

function serverArguments(folder: string, jars: string): string[] {
  const memory = [`-Xms${heap}`, `-Xmx${heap}`, '-XX:+UseG1GC', '-XX:+ExitOnOutOfMemoryError'];
  const classPath = `${join(folder, 'plugins')}/*:${jars}/*`;
  const entry = ['-cp', classPath, 'org.neo4j.server.CommunityEntryPoint'];
  return [...memory, ...opened, ...entry, `--home-dir=${folder}`, `--config-dir=${join(folder, 'conf')}`];
}

/** Copies what the library needs and the server does not have: a second version of one of the server's own jars would stand before it. */
async function installPlugins(plugins: string, server: string, library: string): Promise<void> {
  const nameOf = (jar: string) => jar.replace(/-\d[^/]*\.jar$/, '');
  const known = new Set((await readdir(server)).map(nameOf));
  for (const jar of await readdir(library)) {
    const isOwn = jar.endsWith(`-${gdsVersion}.jar`);
    if (isOwn || !known.has(nameOf(jar))) await copyFile(join(library, jar), join(plugins, jar));
  }
}

/** Set before the first start only: afterwards the password is in the system database. It is given in a file: arguments can be read by others. */
async function initialPassword(folder: string, jars: string, signal?: AbortSignal): Promise<string> {
  const { password, file } = await keepPassword(folder);
  const isSet = ['dbms/auth.ini', 'databases/system'].some((path) => existsSync(join(folder, 'data', path)));
  if (isSet) return password;
  const tool = ['-cp', `${jars}/*`, 'org.neo4j.cli.AdminTool', 'dbms', 'set-initial-password', `@${file}`];
  const env = { ...process.env, NEO4J_HOME: folder, NEO4J_CONF: join(folder, 'conf') };
  await promisify(execFile)('java', tool, { env, ...(signal === undefined ? {} : { signal }) });
  return password;
}

function settingsText(port: number): string {
  return `server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:${port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
server.memory.heap.initial_size=${heap}
server.memory.heap.max_size=${heap}
server.memory.pagecache.size=128m
dbms.security.procedures.unrestricted=gds.*
`;
}
