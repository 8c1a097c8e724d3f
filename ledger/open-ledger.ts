import type { ClientConfig } from 'pg';
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import type { Log } from '../base/log.ts';
import { migrate, migrationsFolder, readMigrations } from './migrate.ts';
import type { Ledger } from './model.ts';
import { PostgresLedger } from './postgres-ledger.ts';
import { SqlPool } from './sql-pool.ts';

/** What a ledger needs to open. */
export interface OpenLedgerOptions {
  /** A connection of pg: `{ connectionString }` of a server, or that of the embedded PostgreSQL. */
  readonly connection: ClientConfig;
  readonly config: Config['ledger'];
  readonly log: Log;
  readonly clock: Clock;
  /** Whether commits write messages for a publisher. Leave it off when none reads them: they would pile up. */
  readonly outbox?: boolean;
}

/**
 * Opens the ledger and brings its schema up to date. Tables are made in the first schema of the connection's
 * search_path. Throws LEDGER_UNAVAILABLE (retryable), LEDGER_CORRUPT or MIGRATION_CHANGED.
 */
export async function openLedger(options: OpenLedgerOptions): Promise<Ledger> {
  const { connection, config, log, clock, outbox = false } = options;
  const pool = new SqlPool(connection, config, log);
  try {
    await migrate(pool, await readMigrations(migrationsFolder), clock);
  } catch (error) {
    await pool.close();
    throw error;
  }
  return new PostgresLedger(pool, { config, clock, outbox });
}
