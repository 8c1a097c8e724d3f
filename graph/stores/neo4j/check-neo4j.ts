import neo4j, { type Driver } from 'neo4j-driver';
import {
  CheckFailure,
  type CheckResult,
  checkWaitMs,
  isLoopback,
  passwordsOf,
  runCheck,
} from '../../../base/check.ts';
import type { Config } from '../../../base/config.ts';
import { isAnelError, messageOf } from '../../../base/errors.ts';
import { openLog } from '../../../base/log.ts';
import { constraints, migrations, query } from '../../../cypher/load.ts';
import { openNeo4jDriver } from './open-neo4j-driver.ts';

type Settings = Config['graph']['neo4j'];
type Rows = readonly (readonly unknown[])[];

/** The oldest release that is supported; later ones count by year. */
const oldest = [5, 26] as const;

/**
 * Whether the Neo4j server of the settings answers, lets us in, has the database, is new enough, takes writes, and has our schema or
 * will get it. Reads only; an EXPLAIN plans a write without doing it.
 */
export function checkNeo4j(settings: Settings): Promise<CheckResult> {
  return runCheck({
    part: 'graph store',
    secrets: [settings.password, ...passwordsOf(settings.url)],
    adviceOf: (error) => adviceOf(error, settings),
    look: async () => {
      const driver = openNeo4jDriver(hasty(settings), openLog('silent'));
      try {
        return await look(driver, settings);
      } catch (error) {
        throw unreachable(error) ?? error;
      } finally {
        await driver.close();
      }
    },
  });
}

async function look(driver: Driver, settings: Settings) {
  const { url, database } = settings;
  const ask = (text: string, parameters = {}) => read(driver, settings, database, text, parameters);
  const [[version = '', edition = ''] = []] = await ask(query('neo4j', 'server-version'));
  const product = `Neo4j ${version} ${edition} at ${url}`;
  checkVersion(String(version), product);
  await checkWritable(driver, settings);
  await ask(`explain ${query('neo4j', 'migration-record')}`, { id: '', digest: '' });
  const schema = schemaState(
    await ask(query('neo4j', 'migrations-applied')),
    await ask(query('neo4j', 'server-constraints')),
  );
  const host = /^[^:]+:\/\/(\[[^\]]*\]|[^:/?]*)/.exec(url)?.[1] ?? '';
  const isClear = !/\+s(sc)?:/.test(url) && settings.ca === null;
  const clear =
    'the connection is not encrypted: use bolt+s:// or neo4j+s:// in graph.neo4j.url, or set graph.neo4j.ca';
  const unverified =
    'the certificate of the server is not checked: use bolt+s:// or neo4j+s:// in graph.neo4j.url';
  const warning = isClear && !isLoopback(host) ? clear : url.includes('+ssc:') ? unverified : null;
  return { detail: `${product}, database "${database}", ${schema}`, warning };
}

function checkVersion(version: string, product: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new CheckFailure(`${product} is too old`, `upgrade the server to ${oldest.join('.')} or newer`);
}

/** A role that may not see the list of databases gets no row: then the first write tells. */
async function checkWritable(driver: Driver, settings: Settings): Promise<void> {
  const name = settings.database;
  const rows = await read(driver, settings, 'system', query('neo4j', 'server-database'), { name }).catch(
    () => [],
  );
  const [access = 'read-write', status = 'online'] = (rows[0] ?? []).map(String);
  if (status !== 'online')
    throw new CheckFailure(`database "${name}" is ${status}`, `start it: START DATABASE ${name}`);
  if (access !== 'read-write') {
    throw new CheckFailure(
      `database "${name}" is ${access}`,
      `allow writes: ALTER DATABASE ${name} SET ACCESS READ WRITE, or name another one in graph.neo4j.database`,
    );
  }
}

function schemaState(applied: Rows, present: Rows): string {
  const known = migrations();
  const digests = new Map(known.map(({ id, digest }) => [id, digest]));
  for (const [id, digest] of applied) {
    const own = digests.get(String(id));
    if (own === digest) continue;
    throw new CheckFailure(
      own === undefined
        ? `the graph has migration "${id}", which this version does not know`
        : `migration "${id}" was applied with other content`,
      own === undefined ? 'use the newer release that made it' : 'put its file back and add a new migration',
    );
  }
  const names = new Set(present.map(([name]) => name));
  // The server lists its indexes apart; they are made together with the constraints.
  const statements = constraints('neo4j')
    .filter((text) => text.startsWith('CREATE CONSTRAINT'))
    .map((text) => /CREATE \w+ (\w+) IF NOT EXISTS/.exec(text)?.[1]);
  const missing = statements.filter((name) => !names.has(name)).length + known.length - applied.length;
  return missing === 0 ? 'its schema is up to date' : 'its schema will be made at the start';
}

async function read(
  driver: Driver,
  { readTimeoutMs: timeout }: Settings,
  database: string,
  text: string,
  parameters: object,
): Promise<Rows> {
  const session = driver.session({ database, defaultAccessMode: neo4j.session.WRITE });
  try {
    // One run without the driver's retries: a check says what is, it does not wait until it is better.
    const { records } = await session.run(text, parameters, { timeout });
    return records.map((record) => [...record.values()]);
  } finally {
    await session.close();
  }
}

/** The deadlines of the settings, where they fit into the time of a check. */
function hasty(settings: Settings): Settings {
  const waitMs = checkWaitMs / 2;
  const { connectTimeoutMs, acquireTimeoutMs } = settings;
  return {
    ...settings,
    connectTimeoutMs: Math.min(connectTimeoutMs, waitMs),
    acquireTimeoutMs: Math.min(acquireTimeoutMs, waitMs),
  };
}

/** The driver's own message on a server that it does not reach is four sentences long; the last one is the reason. */
function unreachable(error: unknown): Error | null {
  if (!(error instanceof Error && 'code' in error && error.code === 'ServiceUnavailable')) return null;
  return new Error(`no connection: ${error.message.split('Caused by: ').at(-1)}`, { cause: error });
}

function adviceOf(error: unknown, { url, database, password }: Settings): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (isAnelError(error, 'CONFIG_INVALID')) return 'correct the setting';
  if (code === 'Neo.ClientError.Security.AuthenticationRateLimit')
    return 'wait a few seconds, then correct graph.neo4j.user and graph.neo4j.password';
  if (code.startsWith('Neo.ClientError.Security.Unauthorized')) {
    return password === null
      ? 'set graph.neo4j.password (ANEL_GRAPH_NEO4J_PASSWORD)'
      : 'correct graph.neo4j.user and graph.neo4j.password';
  }
  if (code.startsWith('Neo.ClientError.Security.'))
    return 'give the user of graph.neo4j.user the right to read and write';
  if (code === 'Neo.ClientError.Database.DatabaseNotFound')
    return `correct graph.neo4j.database, or make it: CREATE DATABASE ${database}`;
  if (/certificate|ssl|tls/i.test(messageOf(error)))
    return 'compare graph.neo4j.url (bolt:// in the clear, bolt+s:// with TLS) and graph.neo4j.ca with the server';
  return `see whether a server runs at "${withoutUser(url)}", or correct graph.neo4j.url`;
}

function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}
