import type { PoolUse } from '../../../base/pool-use.ts';
import type { StoreKind } from '../../../cypher/load.ts';

/** What a query returns and takes: plain values, numbers up to 2^53-1 exact. */
export type CypherValue = null | boolean | number | string | readonly CypherValue[];
export type CypherParameters = Readonly<Record<string, CypherValue>>;
/** The values of one row in the order of the query's RETURN. */
export type CypherRow = readonly CypherValue[];

/**
 * Runs the query of that name (see `query` of `cypher/`), with its label when it takes one. Inside of a transaction several may be
 * asked for without waiting: they run in the order in which they were asked for. Rejects with an AnelError of the graph store.
 */
export type RunQuery = (
  name: string,
  parameters?: CypherParameters,
  label?: string,
) => Promise<readonly CypherRow[]>;

/** A database that speaks the Cypher of `cypher/`: all that a GraphStore on it needs. */
export interface CypherDatabase {
  readonly kind: StoreKind;
  /**
   * True when a relationship is found by its id and by its number: a transfer then is its own event. False when every event needs a
   * node to be found by.
   */
  readonly transfersAreEvents: boolean;
  /** True when a read is worth a journey of its own, beside the write of an earlier batch. */
  readonly readsAhead: boolean;
  /** True when a MERGE costs about as much as a look-up; then accounts are merged instead of read, made and changed. */
  readonly mergeIsCheap: boolean;
  /** Runs one query on the committed state. */
  readonly read: RunQuery;
  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. Calls `work` again when the database
   * asks for it (a lock that was lost to another writer, a broken connection), so it must not keep anything of a former call.
   */
  write<T>(work: (run: RunQuery, statement: RunStatement) => Promise<T>): Promise<T>;
  /** Runs a statement of the schema by its text, in a transaction of its own. */
  readonly statement: RunStatement;
  /** Makes every committed transaction survive a power cut. */
  sync(): Promise<void>;
  /** How its connections are used; null for a database without any. */
  poolUse(): PoolUse | null;
  close(): Promise<void>;
}

/** Runs a text that is no named query: a statement of `constraints/` or `migrations/`. */
export type RunStatement = (text: string) => Promise<readonly CypherRow[]>;
