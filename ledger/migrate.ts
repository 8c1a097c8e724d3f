import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { AnelError } from '../base/errors.ts';
import { packagePath } from '../base/package-root.ts';
import type { Sql, SqlPool } from './sql-pool.ts';

/** One step of the schema: a file `V0001__name.sql`. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly text: string;
  /** SHA-256 of the text with line feeds as line ends, hexadecimal. */
  readonly checksum: string;
}

interface AppliedRow {
  readonly version: number;
  readonly checksum: string;
}

const createTable = `create table if not exists ledger_migration (
  version integer primary key, name text not null, checksum text not null, applied_at bigint not null)`;

/** Migrations of one database wait for each other: "anel" and 1. */
const lock = 'select pg_advisory_xact_lock(1634624876, 1)';

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
  return { version: Number(name.slice(1, 5)), name, text, checksum };
}

/**
 * Brings the schema up to date in one transaction; does nothing when it is. Throws MIGRATION_CHANGED when a migration
 * that was applied reads otherwise now, or was applied by a newer Anel.
 */
export async function migrate(pool: SqlPool, migrations: readonly Migration[], clock: Clock): Promise<void> {
  await pool.transaction('begin', 'migrate the ledger', async (sql) => {
    await run(sql, lock);
    await run(sql, 'set local client_min_messages = warning');
    await run(sql, createTable);
    const applied = await sql.rows<AppliedRow>(
      { name: '', text: 'select version, checksum from ledger_migration order by version' },
      [],
    );
    checkApplied(applied, migrations);
    for (const migration of migrations.slice(applied.length)) await apply(sql, migration, clock);
  });
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
