import neo4j, { type BookmarkManager, type Driver, type QueryResult, type Session } from 'neo4j-driver';
import type { Config } from '../../../base/config.ts';
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
    this.read = (name, parameters = {}, label) => this.#read(query('neo4j', name, label), parameters);
    // Two who make the schema at once may lose a race for its locks: one of them is asked again.
    this.statement = (text) =>
      this.#inSession((session) => session.executeWrite((transaction) => rowsOf(transaction.run(text))));
  }

  async write<T>(work: (run: RunQuery, statement: RunStatement) => Promise<T>): Promise<T> {
    const timeout = this.#settings.writeTimeoutMs;
    return this.#inSession((session) =>
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
    await this.#driver.close();
  }

  #read(text: string, parameters: CypherParameters): Promise<readonly CypherRow[]> {
    const timeout = this.#settings.readTimeoutMs;
    return this.#inSession((session) =>
      session.executeRead((transaction) => this.#run(transaction, text, parameters), { timeout }),
    );
  }

  async #run(on: Runnable, text: string, parameters: CypherParameters): Promise<readonly CypherRow[]> {
    const result = on.run(text, neo4jParameters(parameters));
    const rows = await rowsOf(result);
    this.#notifications.add(text, (await result).summary);
    return rows;
  }

  async #inSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const session = this.#driver.session({
      database: this.#settings.database,
      bookmarkManager: this.#bookmarks,
    });
    this.#sessions += 1;
    this.#sessionsMost = Math.max(this.#sessionsMost, this.#sessions);
    try {
      return await work(session);
    } catch (error) {
      throw neo4jError(error);
    } finally {
      this.#sessions -= 1;
      await session.close();
    }
  }
}

async function rowsOf(result: PromiseLike<QueryResult>): Promise<CypherRow[]> {
  const { records } = await result;
  return records.map((record) => record.map((value: unknown) => value) as unknown as CypherRow);
}
