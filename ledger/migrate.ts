import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { AnelError } from '../base/errors.ts';
import { packagePath } from '../base/package-root.ts';
import type { Sql, SqlPool } from './sql-pool.ts';

/** One step of the schema: a file `V0001__name.sql`, and `V0001__name.down.sql` beside it that takes it back. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly text: string;
  /** SHA-256 of the text with line feeds as line ends, hexadecimal. */
  readonly checksum: string;
  /** The text that takes it back, null when there is none. */
  readonly down: string | null;
}

interface AppliedRow {
  readonly version: number;
  readonly checksum: string;
}

const createTable = `create table if not exists ledger_migration (
  version integer primary key, name text not null, checksum text not null, applied_at bigint not null)`;

const readApplied = 'select version, checksum from ledger_migration order by version';

/** Migrations of one database wait for each other, until their transactions end: "anel" and 1. */
export async function waitForMigrations(sql: Sql): Promise<void> {
  await run(sql, 'select pg_advisory_xact_lock(1634624876, 1)');
}

/** The folder of the ledger's own migrations. */
export const migrationsFolder = packagePath('ledger', 'migrations');

/** Reads a folder of migrations in version order. Versions count from 1 without a gap, else CONFIG_INVALID. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^V\d{4}__\w+\.sql$/.test(name)).sort();
  const migrations = await Promise.all(names.map((name) => readMigration(folder, name)));
  const gap = migrations.findIndex(({ version }, index) => version !== index + 1);
  if (gap === -1) return migrations;
  throw new AnelError(
    'CONFIG_INVALID',
    `tried to read migration ${gap + 1} of "${folder}", which is missing; reinstall Anel`,
  );
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
  const checksum = createHash('sha256').update(text).digest('hex');
  const down = await readFile(join(folder, name.replace(/\.sql$/, '.down.sql')), 'utf8').catch(() => null);
  return { version: Number(name.slice(1, 5)), name, text, checksum, down };
}

/**
 * Brings the schema up to date in one transaction; does nothing when it is, and then needs no right to make tables. Throws
 * MIGRATION_CHANGED when a migration that was applied reads otherwise now, or was applied by a newer Anel.
 */
export async function migrate(pool: SqlPool, migrations: readonly Migration[], clock: Clock): Promise<void> {
  await pool.wholeTransaction('begin', 'migrate the ledger', async (sql) => {
    await waitForMigrations(sql);
    await run(sql, 'set local client_min_messages = warning');
    const applied = await appliedMigrations(sql);
    checkApplied(applied, migrations);
    if (applied.length === 0) await run(sql, createTable);
    for (const migration of migrations.slice(applied.length)) await apply(sql, migration, clock);
  });
}

/**
 * Takes the migrations above `toVersion` back, the last one first, in one transaction; after 0 only the table of migrations is
 * left. What the tables held is lost. Throws MIGRATION_CHANGED as `migrate`, CONFIG_INVALID where a way back is missing.
 */
export async function migrateDown(
  pool: SqlPool,
  migrations: readonly Migration[],
  toVersion: number,
): Promise<void> {
  await pool.wholeTransaction('begin', `take the ledger back to migration ${toVersion}`, async (sql) => {
    await waitForMigrations(sql);
    const applied = await appliedMigrations(sql);
    checkApplied(applied, migrations);
    for (const { name, version, down } of migrations.slice(toVersion, applied.length).reverse()) {
      if (down === null) {
        throw new AnelError(
          'CONFIG_INVALID',
          `tried to take back migration "${name}", which has no way back; write its ".down.sql"`,
        );
      }
      await run(sql, down);
      await sql.rows({ name: '', text: 'delete from ledger_migration where version = $1' }, [version]);
    }
  });
}

async function appliedMigrations(sql: Sql): Promise<readonly AppliedRow[]> {
  const table = { name: '', text: `select where to_regclass('ledger_migration') is not null` };
  if ((await sql.rows(table, [])).length === 0) return [];
  return sql.rows<AppliedRow>({ name: '', text: readApplied }, []);
}

function checkApplied(applied: readonly AppliedRow[], migrations: readonly Migration[]): void {
  for (const { version, checksum } of applied) {
    const known = migrations[version - 1];
    if (known?.checksum === checksum) continue;
    throw new AnelError(
      'MIGRATION_CHANGED',
      known === undefined
        ? `tried to open a ledger with migration ${version}, which this Anel does not know; use the newer release that made it`
        : `tried to open a ledger whose migration "${known.name}" was applied with other content; restore the file and put changes into a new migration`,
    );
  }
}

async function apply(sql: Sql, { version, name, text, checksum }: Migration, clock: Clock): Promise<void> {
  await run(sql, text);
  await sql.rows({ name: '', text: 'insert into ledger_migration values ($1, $2, $3, $4)' }, [
    version,
    name,
    checksum,
    clock.nowMs(),
  ]);
}

/** Without values pg uses the simple protocol, which takes many statements in one text. */
async function run(sql: Sql, text: string): Promise<void> {
  await sql.rows({ name: '', text }, []);
}
