import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type grafeo from '@grafeo-db/js';
import { AnelError, isAnelError, messageOf } from '../../../base/errors.ts';
import { query } from '../../../cypher/load.ts';
import type {
  CypherDatabase,
  CypherParameters,
  CypherRow,
  RunQuery,
  RunStatement,
} from '../cypher/cypher-database.ts';

/** The CypherDatabase on a database of @grafeo-db/js that is open in this process. */
export class EmbeddedDatabase implements CypherDatabase {
  readonly kind = 'embedded';
  readonly transfersAreEvents = false;
  readonly mergeIsCheap = false;
  readonly readsAhead = false;
  readonly #driver: grafeo.GrafeoDB;
  readonly #path: string;
  readonly read: RunQuery;
  readonly statement: RunStatement;

  /** `path` is the file of the database; its log is the folder `<path>.wal` beside it. */
  constructor(driver: grafeo.GrafeoDB, path: string) {
    this.#driver = driver;
    this.#path = path;
    this.read = namedOn(driver);
    this.statement = (text) => execute(driver, text, {});
  }

  async write<T>(work: (run: RunQuery, statement: RunStatement) => Promise<T>): Promise<T> {
    const transaction = this.#driver.beginTransaction();
    try {
      const run = inOrder(namedOn(transaction));
      const result = await work(run, (text) => execute(transaction, text, {}));
      // commit() writes the log on the Node thread, 20 µs an event; as a statement it runs on the driver's.
      await transaction.execute('COMMIT');
      return result;
    } catch (error) {
      rollBack(transaction);
      throw storeError(error);
    }
  }

  /**
   * Syncs the log's files, then the database file. Each commit was already written to them, so this is all that a power cut
   * needs; a checkpoint that is asked of the driver rewrites the whole database on the Node thread.
   */
  async sync(): Promise<void> {
    const folder = `${this.#path}.wal`;
    const files = await readdir(folder);
    for (const file of files) await syncPath(join(folder, file));
    await syncPath(folder);
    await syncPath(this.#path);
  }

  /** It lives in this process. */
  poolUse(): null {
    return null;
  }

  async close(): Promise<void> {
    this.#driver.close();
  }
}

type Target = Pick<grafeo.GrafeoDB, 'executeCypher'>;

function namedOn(target: Target): RunQuery {
  return (name, parameters = {}, label) => execute(target, query('embedded', name, label), parameters);
}

async function execute(target: Target, text: string, parameters: CypherParameters): Promise<CypherRow[]> {
  try {
    const result = await target.executeCypher(text, parameters);
    return result.rows() as CypherRow[];
  } catch (error) {
    throw storeError(error);
  }
}

/** The driver takes one query of a transaction at a time. After one that failed, the later ones fail with it. */
function inOrder(run: RunQuery): RunQuery {
  let last: Promise<unknown> = Promise.resolve();
  return (...query) => {
    const result = last.then(() => run(...query));
    last = result;
    return result;
  };
}

/** A transaction that has ended cannot be rolled back, and needs not to be. */
function rollBack(transaction: grafeo.Transaction): void {
  try {
    transaction.rollback();
  } catch {
    // Its failure says nothing that the error which led here does not say.
  }
}

function storeError(error: unknown): unknown {
  if (isAnelError(error) || !(error instanceof Error) || error.name === 'AssertionError') return error;
  return new AnelError(
    'GRAPH_STORE_FAILED',
    `running a query of the graph store: ${messageOf(error)}; see the log`,
    { cause: error },
  );
}

/** A file that is gone was folded into the database file, which is synced after it. */
async function syncPath(path: string): Promise<void> {
  try {
    const file = await open(path, 'r');
    await file.sync().finally(() => file.close());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new AnelError(
      'GRAPH_STORE_FAILED',
      `syncing "${path}" to disk: ${messageOf(error)}; check the disk`,
      {
        cause: error,
      },
    );
  }
}
