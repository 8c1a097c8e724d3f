import { escapeIdentifier } from 'pg';
import { present } from '../base/assert.ts';
import { AnelError } from '../base/errors.ts';
import { waitForMigrations } from './migrate.ts';
import type { Sql, SqlPool } from './sql-pool.ts';

const appended = 'select, insert';

/** What the role that Anel works as may do with each table, and nothing else: facts are added and never changed. */
const grants: Readonly<Record<string, string>> = {
  ledger_migration: 'select',
  ledger_state: 'select, update',
  lease: 'select, update',
  scoring_version: appended,
  decision: appended,
  ring_event: appended,
  alert_event: appended,
  label: appended,
  dead_letter: appended,
  audit: appended,
  journal: 'select, insert, delete',
  outbox: 'select, insert, delete',
  ring: 'select, insert, update',
  ring_member: 'select, insert, update, delete',
  ring_transfer: 'select, insert, delete',
  ring_tie: 'select, insert, delete',
  alert: 'select, insert, update',
  source_position: 'select, insert, update',
};

/** What would change or remove a fact. */
const changing = ['update', 'delete', 'truncate'];

interface RoleRow {
  readonly role: string;
  /** Where the role finds the tables; null when it finds none. */
  readonly schema: string | null;
}

interface PrivilegeRow {
  readonly name: string;
  readonly privilege: string;
}

const roleStatement = {
  name: 'role',
  text: `select current_user::text as role, (select nspname::text from pg_class c join pg_namespace n
    on n.oid = c.relnamespace where c.oid = to_regclass('ledger_migration')) as schema`,
};
/** A row when the role may act as the owner of the tables: as the owner, as its member, as a superuser. */
const ownsStatement = {
  name: 'owns',
  text: `select from pg_class where oid = to_regclass('ledger_migration') and pg_has_role($1, relowner, 'member')`,
};
/** Those of the asked privileges that the role has, or has not. A table that is not there is somebody else's error. */
const heldStatement = {
  name: 'privileges',
  text: `select name, privilege from unnest($1::text[], $2::text[]) as asked(name, privilege)
    where to_regclass(name) is not null and has_table_privilege(to_regclass(name), privilege) = $3
    order by name, privilege`,
};

/**
 * Gives the role of `pool` what it needs on the tables that `owner` has migrated, and takes everything else on them away.
 * Throws CONFIG_INVALID when the two look into different schemas, or when the role could change facts all the same: as
 * the owner of the tables, as a superuser, or through another role.
 */
export async function grantPrivileges(owner: SqlPool, pool: SqlPool): Promise<void> {
  const { role } = await roleOf(pool);
  const { schema } = await roleOf(owner);
  // Before the grants: an owner that takes its own privileges away can give them back to itself.
  const owns = await owner.rows(ownsStatement, [role]);
  if (owns.length > 0) throw notSeparate(role, 'it may act as the owner');
  await owner.wholeTransaction('begin', `grant role "${role}" its part of the ledger`, async (sql) => {
    await waitForMigrations(sql);
    for (const text of grantTexts(role, present(schema, 'the schema of the tables'))) {
      await sql.rows({ name: '', text }, []);
    }
  });
  const seen = (await roleOf(pool)).schema;
  if (seen !== schema) {
    throw new AnelError(
      'CONFIG_INVALID',
      `tried to open the ledger of "ledger.ownerUrl" in schema "${schema}", but "ledger.url" finds ${seen === null ? 'none' : `one in schema "${seen}"`}; give both the same search_path`,
    );
  }
  await checkSeparate(pool, role);
}

function grantTexts(role: string, schema: string): string[] {
  const to = escapeIdentifier(role);
  return [
    `grant usage on schema ${escapeIdentifier(schema)} to ${to}`,
    ...Object.entries(grants).flatMap(([table, privileges]) => [
      `revoke all on ${table} from ${to}`,
      `grant ${privileges} on ${table} to ${to}`,
    ]),
  ];
}

async function checkSeparate(pool: SqlPool, role: string): Promise<void> {
  const facts = Object.keys(grants).filter((table) => grants[table] === appended);
  const asked = facts.flatMap((name) => changing.map((privilege) => ({ name, privilege })));
  const [held] = await heldOf(pool, asked, true);
  if (held !== undefined) throw notSeparate(role, `it may ${held.privilege} ${held.name}`);
}

function notSeparate(role: string, reason: string): AnelError {
  return new AnelError(
    'CONFIG_INVALID',
    `tried to separate the role "${role}" of "ledger.url" from the owner of the ledger, but ${reason}; give "ledger.url" a role of its own, no superuser and no member of others`,
  );
}

/** Throws LEDGER_FORBIDDEN that lists every privilege that the role of `pool` lacks. */
export async function checkPrivileges(pool: SqlPool): Promise<void> {
  const asked = Object.entries(grants).flatMap(([name, privileges]) =>
    privileges.split(', ').map((privilege) => ({ name, privilege })),
  );
  const lacking = await heldOf(pool, asked, false);
  if (lacking.length === 0) return;
  const { role } = await roleOf(pool);
  const list = lacking.map(({ name, privilege }) => `${privilege} on ${name}`).join(', ');
  throw new AnelError(
    'LEDGER_FORBIDDEN',
    `tried to open the ledger as role "${role}", which lacks ${list}; grant it that, or set "ledger.ownerUrl"`,
  );
}

async function roleOf(sql: Sql): Promise<RoleRow> {
  const [row] = await sql.rows<RoleRow>(roleStatement, []);
  return present(row, 'the role of a connection');
}

function heldOf(sql: Sql, asked: readonly PrivilegeRow[], held: boolean): Promise<PrivilegeRow[]> {
  const names = asked.map(({ name }) => name);
  const privileges = asked.map(({ privilege }) => privilege);
  return sql.rows<PrivilegeRow>(heldStatement, [names, privileges, held]);
}
