import pg from 'pg';
import { assert } from '../base/assert.ts';
import type { Log } from '../base/log.ts';
import type { PoolUse } from '../base/pool-use.ts';
import { ledgerError } from './ledger-error.ts';

/** A statement that is planned once per connection, under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Runs statements: on any connection, or inside of one transaction. */
export interface Sql {
  rows<Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]>;
}

const bigintOid = 20;

/** Whole numbers come back as numbers: every one that Anel stores is a safe integer. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === bigintOid && format !== 'binary' ? safeInteger : pg.types.getTypeParser(oid, format),
};

function safeInteger(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), `the ledger holds the number ${text}, which is too large`);
  return value;
}

/** Limits of the connections: how many, and how long one statement may take. */
export interface SqlPoolLimits {
  readonly poolMax: number;
  readonly statementTimeoutMs: number;
  /** How long a transaction may wait for us: a stopped process must not keep its locks longer than its lease. */
  readonly leaseMs: number;
}

/** Connections to PostgreSQL. Every failure comes out as an AnelError or an assertion: see `ledgerError`. */
export class SqlPool implements Sql {
  readonly #pool: pg.Pool;

  constructor(connection: pg.ClientConfig, limits: SqlPoolLimits, log: Log) {
    this.#pool = new pg.Pool({
      ...connection,
      types,
      max: limits.poolMax,
      statement_timeout: limits.statementTimeoutMs,
      idle_in_transaction_session_timeout: limits.leaseMs,
      connectionTimeoutMillis: limits.statementTimeoutMs,
      application_name: 'anel',
    });
    this.#pool.on('error', (error) => log.warn({ error: error.message }, 'an idle ledger connection ended'));
  }

  rows<Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return query<Row>(this.#pool, statement, values);
  }

  /** Runs `work` in one transaction; commits when it resolves, rolls back when it throws. */
  async transaction<T>(begin: string, doing: string, work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw ledgerError(error, doing);
    });
    // Between two statements nobody else listens for the end of the connection.
    const ignore = () => {};
    client.on('error', ignore);
    let broken: Error | undefined;
    try {
      await client.query(begin);
      const result = await work({ rows: (statement, values) => query(client, statement, values) });
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((cause: unknown) => {
        broken = cause instanceof Error ? cause : new Error(String(cause));
      });
      throw ledgerError(error, doing);
    } finally {
      client.removeListener('error', ignore);
      client.release(broken);
    }
  }

  use(): PoolUse {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { inUse: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}

async function query<Row extends pg.QueryResultRow>(
  on: pg.Pool | pg.PoolClient,
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  try {
    const { rows } = await on.query<Row>({ name: statement.name, text: statement.text, values: [...values] });
    return rows;
  } catch (error) {
    // A statement without a name is a step of its transaction, which says what it does.
    if (statement.name === '') throw error;
    throw ledgerError(error, `run the ledger statement "${statement.name}"`);
  }
}
