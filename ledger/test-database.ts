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
  readonly connection: pg.ClientConfig;
  /** Runs a statement in the schema, past the ledger. Returns its rows. */
  sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

let schemas = 0;

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
