/** What a query returns and takes: plain values, numbers up to 2^53-1 exact. */
export type CypherValue = null | boolean | number | string | readonly CypherValue[];
export type CypherParameters = Readonly<Record<string, CypherValue>>;
/** The values of one row in the order of the query's RETURN. */
export type CypherRow = readonly CypherValue[];

/** Runs one query text. Rejects with an AnelError of the graph store. */
export type RunCypher = (text: string, parameters?: CypherParameters) => Promise<readonly CypherRow[]>;

/** A database that speaks the Cypher of `cypher/`: all that a GraphStore on it needs. */
export interface CypherDatabase {
  /** Runs one query on the committed state. */
  readonly read: RunCypher;
  /** Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. Not called twice at once. */
  write<T>(work: (run: RunCypher) => Promise<T>): Promise<T>;
  /** Makes every committed transaction survive a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}
