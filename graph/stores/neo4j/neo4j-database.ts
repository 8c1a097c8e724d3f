import neo4j, { type BookmarkManager, type Driver, type QueryResult, type Session } from 'neo4j-driver';
import type { Config } from '../../../base/config.ts';
import { AnelError } from '../../../base/errors.ts';
import type { Log } from '../../../base/log.ts';
import type { PoolUse } from '../../../base/pool-use.ts';
import { query } from '../../../cypher/load.ts';
import type {
  CypherDatabase,
  CypherParameters,
  CypherRow,
  RunQuery,
  RunStatement,
} from '../cypher/cypher-database.ts';
import { neo4jError } from './neo4j-error.ts';
import { neo4jParameters } from './neo4j-parameters.ts';
import { NotificationLog } from './notification-log.ts';

type Settings = Config['graph']['neo4j'];
type Runnable = { run(text: string, parameters: Record<string, unknown>): PromiseLike<QueryResult> };

/** The CypherDatabase on one database of a Neo4j server. Reads see what this object has written. */
export class Neo4jDatabase implements CypherDatabase {
  readonly kind = 'neo4j';
  readonly transfersAreEvents = true;
  readonly mergeIsCheap = true;
  readonly readsAhead = true;
  readonly read: RunQuery;
  readonly statement: RunStatement;
  /** As `read`, for a query that computes: for as long as `analysisTimeoutMs`. It may change what is in the memory of the server. */
  readonly analyse: RunQuery;
  readonly #driver: Driver;
  readonly #settings: Settings;
  readonly #notifications: NotificationLog;
  readonly #bookmarks: BookmarkManager = neo4j.bookmarkManager();
  /** Sessions that are open, each with one connection or waiting for one; and the most that there were. */
  #sessions = 0;
  #sessionsMost = 0;

  constructor(driver: Driver, settings: Settings, log: Log) {
    this.#driver = driver;
    this.#settings = settings;
    this.#notifications = new NotificationLog(log);
    this.read = (name, parameters = {}, label) =>
      this.#read(query('neo4j', name, label), parameters, settings.readTimeoutMs);
    this.analyse = (name, parameters = {}) =>
      this.#read(query('neo4j', name), parameters, settings.analysisTimeoutMs);
    // Two who make the schema at once may lose a race for its locks: one of them is asked again.
    this.statement = (text) =>
      this.#inSession(settings.schemaTimeoutMs, (session) =>
        session.executeWrite((transaction) => rowsOf(transaction.run(text))),
      );
  }

  async write<T>(work: (run: RunQuery, statement: RunStatement) => Promise<T>): Promise<T> {
    const timeout = this.#settings.writeTimeoutMs;
    return this.#inSession(timeout, (session) =>
      session.executeWrite(
        (transaction) => {
          const run: RunQuery = (name, parameters = {}, label) =>
            this.#run(transaction, query('neo4j', name, label), parameters);
          return work(run, (text) => rowsOf(transaction.run(text)));
        },
        { timeout },
      ),
    );
  }

  /** A commit of Neo4j is on disk when it is acknowledged. */
  async sync(): Promise<void> {}

  /** The driver does not say it: from the sessions, each of which takes one connection that the driver then keeps. */
  poolUse(): PoolUse {
    const { poolMax } = this.#settings;
    const inUse = Math.min(this.#sessions, poolMax);
    return {
      inUse,
      idle: Math.min(this.#sessionsMost, poolMax) - inUse,
      waiting: this.#sessions - inUse,
    };
  }

  async close(): Promise<void> {
    // A server that hangs takes no leave; the process ends without it.
    const closing = this.#driver.close().catch(() => {});
    await withinMs(this.#settings.connectTimeoutMs, closing).catch(() => {});
  }

  #read(text: string, parameters: CypherParameters, timeout: number): Promise<readonly CypherRow[]> {
    return this.#inSession(timeout, (session) =>
      session.executeRead((transaction) => this.#run(transaction, text, parameters), { timeout }),
    );
  }

  async #run(on: Runnable, text: string, parameters: CypherParameters): Promise<readonly CypherRow[]> {
    const result = on.run(text, neo4jParameters(parameters));
    const rows = await rowsOf(result);
    this.#notifications.add(text, (await result).summary);
    return rows;
  }

  /**
   * Gives a session to some work for at most `timeoutMs` and what getting a connection and trying again may take: the deadline of a
   * transaction is the server's, and a server that hangs keeps none.
   */
  async #inSession<T>(timeoutMs: number, work: (session: Session) => Promise<T>): Promise<T> {
    const { database, connectTimeoutMs, acquireTimeoutMs, retryForMs } = this.#settings;
    const session = this.#driver.session({ database, bookmarkManager: this.#bookmarks });
    this.#sessions += 1;
    this.#sessionsMost = Math.max(this.#sessionsMost, this.#sessions);
    const closing = () => session.close().catch(() => {});
    try {
      const limitMs = timeoutMs + connectTimeoutMs + acquireTimeoutMs + retryForMs;
      const result = await withinMs(limitMs, work(session));
      await closing();
      return result;
    } catch (error) {
      void closing(); // a server that hangs would not let go of it
      throw neo4jError(error);
    } finally {
      this.#sessions -= 1;
    }
  }
}

/** What the task answers, or GRAPH_STORE_UNAVAILABLE when it takes too long; what comes of it then is nobody's business. */
async function withinMs<T>(limitMs: number, task: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const message = `running a query on Neo4j: no answer within ${limitMs} ms; check that the server runs and is not overloaded`;
      reject(new AnelError('GRAPH_STORE_UNAVAILABLE', message));
    }, limitMs);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function rowsOf(result: PromiseLike<QueryResult>): Promise<CypherRow[]> {
  const { records } = await result;
  return records.map((record) => record.map((value: unknown) => value) as unknown as CypherRow);
}
