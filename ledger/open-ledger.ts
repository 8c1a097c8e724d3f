import type { ClientConfig } from 'pg';
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import type { Log } from '../base/log.ts';
import { migrate, migrationsFolder, readMigrations } from './migrate.ts';
import type { Ledger } from './model.ts';
import { PostgresLedger } from './postgres-ledger.ts';
import { checkPrivileges, grantPrivileges } from './privileges.ts';
import { renewingLimits, SqlPool } from './sql-pool.ts';

/** What a ledger needs to open. */
export interface OpenLedgerOptions {
  /** A connection of pg: `{ connectionString }` of a server, or that of the embedded PostgreSQL. */
  readonly connection: ClientConfig;
  /**
   * The connection of the role that owns the tables: it migrates, and grants the role of `connection` only what that
   * needs. Without it one role does both, or the tables are there already.
   */
  readonly owner?: ClientConfig;
  readonly config: Config['ledger'];
  readonly log: Log;
  readonly clock: Clock;
  /** Whether commits write messages for a publisher. Leave it off when none reads them: they would pile up. */
  readonly outbox?: boolean;
}

/**
 * Opens the ledger and brings its schema up to date. Tables are made in the first schema of the connection's
 * search_path. Throws LEDGER_UNAVAILABLE (retryable), LEDGER_FORBIDDEN (which names what the role lacks), LEDGER_CORRUPT,
 * MIGRATION_CHANGED or CONFIG_INVALID.
 */
export async function openLedger(options: OpenLedgerOptions): Promise<Ledger> {
  const { connection, config, clock, log, outbox = false } = options;
  const pool = new SqlPool(connection, config, log);
  try {
    await prepareTables(pool, options);
    await checkPrivileges(pool);
  } catch (error) {
    await pool.close();
    throw error;
  }
  const renewing = new SqlPool(connection, renewingLimits(config), log);
  return new PostgresLedger(pool, { renewing, config, clock, outbox });
}

async function prepareTables(pool: SqlPool, { owner, config, log, clock }: OpenLedgerOptions): Promise<void> {
  const migrations = await readMigrations(migrationsFolder);
  if (owner === undefined) return migrate(pool, migrations, clock);
  const owning = new SqlPool(owner, { ...config, poolMax: 1 }, log);
  try {
    await migrate(owning, migrations, clock);
    await grantPrivileges(owning, pool);
  } finally {
    await owning.close();
  }
}
