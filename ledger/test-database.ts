import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { systemClock } from '../base/clock.ts';
import { openLog } from '../base/log.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/start-embedded-postgres.ts';

/** The time that a test gives an embedded server to start or stop: the machine may be busy. */
export const testTimeoutMs = 60_000;

/** An embedded server in a temporary folder, shared by the tests of one file. */
export interface TestServer {
  readonly folder: string;
  readonly server: EmbeddedPostgres;
  /** Stops the server and removes the folder. */
  dispose(): Promise<void>;
}

export async function startTestServer(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'anel-ledger-'));
  const server = await startEmbeddedPostgres({
    folder,
    log: openLog('silent'),
    clock: systemClock,
    timeoutMs: testTimeoutMs,
  });
  const dispose = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, server, dispose };
}

/** An empty schema of a server, for one test case. */
export interface TestSchema {
  /** The connection that a ledger opens with. */
  readonly connection: pg.ClientConfig;
  /** That of the role that owns the tables, where it is another one. */
  readonly owner?: pg.ClientConfig;
  /** Runs a statement in the schema, past the ledger. Returns its rows. */
  sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

let schemas = 0;

/** A schema of its own with one role that owns it and another one that a ledger works as, on a server that `server` is a superuser of. */
export async function makeSchemaWithRoles(server: pg.ClientConfig): Promise<TestSchema> {
  const schema = await makeSchema(server);
  const [name] = await schema.sql('select current_schema() as name');
  const [owner, worker] = [`${name?.name}_owner`, `${name?.name}_worker`];
  for (const role of [owner, worker]) await schema.sql(`create role ${role} login password '${role}'`);
  await schema.sql(`alter schema ${name?.name} owner to ${owner}`);
  const as = (role: string) => connectionAs(schema.connection, role);
  return {
    sql: schema.sql,
    connection: as(worker),
    owner: as(owner),
    drop: async () => {
      await schema.sql(`alter schema ${name?.name} owner to current_user`);
      await schema.sql(`set client_min_messages = error`);
      for (const role of [owner, worker])
        await schema.sql(`drop owned by ${role} cascade; drop role ${role}`);
      await schema.drop();
    },
  };
}

/** The same server as another role, whose password is its name. */
function connectionAs(server: pg.ClientConfig, role: string): pg.ClientConfig {
  if (server.connectionString === undefined) return { ...server, user: role, password: role };
  const url = new URL(server.connectionString);
  url.username = role;
  url.password = role;
  return { ...server, connectionString: url.href };
}

/** Makes an empty schema that connections of the result work in. */
export async function makeSchema(server: pg.ClientConfig): Promise<TestSchema> {
  schemas += 1;
  const name = `anel_test_${process.pid}_${schemas}`;
  const connection = { ...server, options: `-c search_path=${name}` };
  const client = new pg.Client(connection);
  client.on('error', () => {});
  await client.connect();
  await client.query(`create schema ${name}`);
  return {
    connection,
    sql: async (text, values = []) => (await client.query<Record<string, unknown>>(text, [...values])).rows,
    drop: async () => {
      await client.query(`set client_min_messages = error; drop schema ${name} cascade`);
      await client.end();
    },
  };
}
