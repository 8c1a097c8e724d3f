import { once } from 'node:events';
import { Socket } from 'node:net';
import pg from 'pg';
import { AssertionError, assert } from '../base/assert.ts';
import { AnelError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { PoolUse } from '../base/pool-use.ts';
import { ledgerError, readOnlyCode } from './ledger-error.ts';

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
const bigintArrayOid: number = 1016;

/** Whole numbers come back as numbers: every one that Anel stores is a safe integer. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return pg.types.getTypeParser(oid, format);
    if (oid === bigintOid) return safeInteger;
    return oid === bigintArrayOid ? safeIntegers : pg.types.getTypeParser(oid, format);
  },
};

const textsOf: (array: string) => readonly string[] = pg.types.getTypeParser(bigintArrayOid, 'text');

function safeIntegers(array: string): number[] {
  return textsOf(array).map(safeInteger);
}

function safeInteger(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), `the ledger holds the number ${text}, which is too large`);
  return value;
}

/** Limits of the connections: how many, and how long each step may take. */
export interface SqlPoolLimits {
  readonly poolMax: number;
  /** How long one statement may take; also how long a connection may take to open, or to become free. */
  readonly statementTimeoutMs: number;
  /** As `statementTimeoutMs`, in a `wholeTransaction`. */
  readonly wholeTimeoutMs: number;
  /** How long a transaction may wait for us: a stopped process must not keep its locks longer than its lease. */
  readonly leaseMs: number;
}

/** How long a connection that says goodbye may wait for the server to close it. */
const goodbyeMs = 1000;

/**
 * How long we wait for the answer to a statement: longer than the server lets it run, so that a server that lives answers first
 * and keeps the connection. Only one that vanished without a word lets us wait for so long.
 */
function answerTimeoutMs(timeoutMs: number): number {
  return Math.ceil(timeoutMs * 1.1);
}

/**
 * The limits of the one connection that renews a lease: to connect and to renew takes less than `leaseMs` together, whatever the
 * network does, so that a renewal fails while its holder can still do something about it.
 */
export function renewingLimits(limits: SqlPoolLimits): SqlPoolLimits {
  const statementTimeoutMs = Math.max(
    1,
    Math.min(limits.statementTimeoutMs, Math.floor(limits.leaseMs * 0.4)),
  );
  return { ...limits, poolMax: 1, statementTimeoutMs };
}

/**
 * Connections to PostgreSQL. Every failure comes out as an AnelError or an assertion: see `ledgerError`. Everything ends in
 * time, also when the server vanishes without a word: a connection that did not answer is destroyed.
 */
export class SqlPool implements Sql {
  readonly #pool: pg.Pool;
  readonly #limits: SqlPoolLimits;
  readonly #sockets = new Set<Socket>();

  constructor(connection: pg.ClientConfig, limits: SqlPoolLimits, log: Log) {
    this.#limits = limits;
    this.#pool = new pg.Pool({
      ...connection,
      types,
      max: limits.poolMax,
      statement_timeout: limits.statementTimeoutMs,
      query_timeout: answerTimeoutMs(limits.statementTimeoutMs),
      idle_in_transaction_session_timeout: limits.leaseMs,
      connectionTimeoutMillis: limits.statementTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: limits.leaseMs,
      stream: () => this.#makeSocket(),
      application_name: 'anel',
    });
    this.#pool.on('error', (error) => log.warn({ error: error.message }, 'an idle ledger connection ended'));
  }

  rows<Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return query<Row>(this.#pool, statement, values);
  }

  /** Runs `work` in one transaction; commits when it resolves, rolls back when it throws. */
  transaction<T>(begin: string, doing: string, work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#transaction([begin], doing, work);
  }

  /** As `transaction`, for statements that read or change whole tables: each may take `wholeTimeoutMs`. */
  wholeTransaction<T>(begin: string, doing: string, work: (sql: Sql) => Promise<T>): Promise<T> {
    const { wholeTimeoutMs } = this.#limits;
    const prepare = [begin, `set local statement_timeout = ${wholeTimeoutMs}`];
    return this.#transaction(prepare, doing, work, answerTimeoutMs(wholeTimeoutMs));
  }

  async #transaction<T>(
    prepare: readonly string[],
    doing: string,
    work: (sql: Sql) => Promise<T>,
    timeoutMs?: number,
  ): Promise<T> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw ledgerError(error, doing);
    });
    // Between two statements nobody else listens for the end of the connection.
    const ignore = () => {};
    client.on('error', ignore);
    let broken: Error | undefined;
    try {
      for (const text of prepare) await client.query(text);
      const result = await work({ rows: (statement, values) => query(client, statement, values, timeoutMs) });
      await client.query('commit');
      return result;
    } catch (error) {
      broken = lost(error) ?? (await rollback(client));
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

  /** Waits for what runs, which its deadlines bound, and then at most `goodbyeMs` for the server. */
  async close(): Promise<void> {
    await this.#pool.end();
    await Promise.all(
      [...this.#sockets].map(async (socket) => {
        socket.setTimeout(goodbyeMs, () => socket.destroy());
        await once(socket, 'close').catch(() => {});
      }),
    );
  }

  /** The pool forgets a connection when it says goodbye to it; the socket stays open until the server answers. */
  #makeSocket(): Socket {
    const socket = new Socket();
    this.#sockets.add(socket);
    return socket.once('close', () => this.#sockets.delete(socket));
  }
}

/** The failure that leaves a connection useless: none of the server itself, or that it takes no writes any more. */
function lost(error: unknown): Error | undefined {
  const cause = error instanceof AnelError ? error.cause : error;
  if (!(cause instanceof Error) || error instanceof AssertionError) return undefined;
  return cause instanceof pg.DatabaseError && cause.code !== readOnlyCode ? undefined : cause;
}

async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function query<Row extends pg.QueryResultRow>(
  on: pg.Pool | pg.PoolClient,
  statement: Statement,
  values: readonly unknown[],
  timeoutMs?: number,
): Promise<Row[]> {
  const { name, text } = statement;
  const limit = timeoutMs === undefined ? {} : { query_timeout: timeoutMs };
  try {
    const { rows } = await on.query<Row>({ name, text, values: [...values], ...limit });
    return rows;
  } catch (error) {
    // A statement without a name is a step of its transaction, which says what it does.
    if (statement.name === '') throw error;
    throw ledgerError(error, `run the ledger statement "${statement.name}"`);
  }
}
