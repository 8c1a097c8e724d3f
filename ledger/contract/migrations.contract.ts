import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configSchema } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import { noEvidence } from '../../scoring/rings/fold.ts';
import {
  sampleAlertEvent,
  sampleBatch,
  sampleDeadLetter,
  sampleEnvelope,
  sampleMember,
  sampleRingEvent,
} from '../ledger.samples.ts';
import { type Migration, migrate, migrateDown, migrationsFolder, readMigrations } from '../migrate.ts';
import { SqlPool } from '../sql-pool.ts';
import type { LedgerFixture } from './ledger-fixture.contract.ts';

const schemaOf = (column: string) =>
  `${column} = (select oid from pg_namespace where nspname = current_schema())`;

/** Everything that the catalogs of PostgreSQL say about a schema, by kind, in an order that does not depend on its history. */
const catalogs: Readonly<Record<string, string>> = {
  relations: `select relname, relkind, relpersistence, relacl::text, reloptions, pg_get_userbyid(relowner) as owner
    from pg_class where ${schemaOf('relnamespace')} order by relname`,
  columns: `select relname, attname, format_type(atttypid, atttypmod) as type, attnotnull, attidentity, attgenerated,
      attstorage, attcompression, attacl::text, pg_get_expr(adbin, adrelid) as fallback
    from pg_attribute join pg_class c on c.oid = attrelid left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where ${schemaOf('relnamespace')} and attnum > 0 and not attisdropped and relkind in ('r', 'S') order by relname, attname`,
  constraints: `select conrelid::regclass::text as relation, conname, pg_get_constraintdef(oid) as definition
    from pg_constraint where ${schemaOf('connamespace')} order by relation, conname`,
  indexes: `select tablename, indexname, indexdef from pg_indexes where schemaname = current_schema() order by indexname`,
  functions: `select proname from pg_proc where ${schemaOf('pronamespace')} order by proname`,
  triggers: `select tgname from pg_trigger join pg_class c on c.oid = tgrelid where ${schemaOf('relnamespace')} order by tgname`,
  types: `select typname, typtype from pg_type where ${schemaOf('typnamespace')} order by typname`,
  schema: `select nspacl::text from pg_namespace where nspname = current_schema()`,
};

/** Cases about migrations up and down, on the schema of a ledger that is open. */
export function migrationsCases({ clock, ledger, open, owner, sql }: LedgerFixture): void {
  describe('migrations up and down', () => {
    let migrations: readonly Migration[];
    let pool: SqlPool;
    beforeEach(async () => {
      migrations = await readMigrations(migrationsFolder);
      pool = new SqlPool(owner(), configSchema.shape.ledger.parse({}), openLog('silent'));
    });
    afterEach(() => pool.close());

    async function dump(): Promise<Record<string, unknown>> {
      const rows: Record<string, unknown> = {};
      for (const [kind, text] of Object.entries(catalogs)) rows[kind] = await sql(text);
      return rows;
    }

    it('give the same schema after up, down and up, from every step', async () => {
      const whole = await dump();
      for (let version = migrations.length - 1; version >= 0; version -= 1) {
        await migrateDown(pool, migrations, version);
        expect(await dump()).not.toEqual(whole);
        await (await open()).lastSeq();
        expect(await dump()).toEqual(whole);
      }
    });

    it('keep what a ledger of the first release holds, which is verified as ever', async () => {
      const deadLetters = [sampleDeadLetter(1), sampleDeadLetter(2)];
      const ringEvents = [
        sampleRingEvent('BORN', 'r1', 1, { suspicion: 0.9, joined: [sampleMember('a', 1)] }),
        sampleRingEvent('GREW', 'r1', 2, { suspicion: 0.75 }),
        sampleRingEvent('CLOSED', 'r1', 3, { suspicion: 0.8, left: ['a'], transfersAdded: 0 }),
      ];
      const alertEvents = [sampleAlertEvent('RAISED', 'k1', 1), sampleAlertEvent('CLOSED', 'k1', 3)];
      await ledger().commit(sampleBatch(0, 3, { deadLetters, ringEvents, alertEvents }));
      const before = await ledger().ring('r1');
      await migrateDown(pool, migrations, 1);
      expect(await sql('select suspicion, transfer_count::int from ring')).toEqual([
        { suspicion: 0.9, transfer_count: 2 },
      ]);
      const upgraded = await open();
      expect(await upgraded.ring('r1')).toEqual(before);
      expect(await upgraded.ringEvents('r1')).toEqual(ringEvents);
      expect(await upgraded.ringEvidence(['r1'])).toEqual(new Map([['r1', noEvidence]]));
      expect(await upgraded.alert('k1')).toMatchObject({ status: 'CLOSED', threshold: 0 });
      const { checked, problems } = await upgraded.verify();
      expect({ checked, problems }).toMatchObject({
        checked: { decisions: 3, ringEvents: 3, alertEvents: 2, auditEntries: 1 },
        problems: [],
      });
      await upgraded.commit(
        sampleBatch(3, 1, { deadLetters: [sampleDeadLetter(3, { envelope: sampleEnvelope })] }),
      );
      expect((await upgraded.verify()).problems).toEqual([]);
    });

    it('come back through the same steps', async () => {
      const steps: unknown[] = [];
      for (let version = migrations.length; version >= 0; version -= 1) {
        await migrateDown(pool, migrations, version);
        steps.push((await dump()).columns);
      }
      for (let version = 0; version <= migrations.length; version += 1) {
        await migrate(pool, migrations.slice(0, version), clock);
        expect((await dump()).columns).toEqual(steps.pop());
      }
    });

    it('leave nothing but their own table after down to 0', async () => {
      await migrateDown(pool, migrations, 0);
      const { columns, relations, types } = await dump();
      expect(new Set((columns as { relname: string }[]).map(({ relname }) => relname))).toEqual(
        new Set(['ledger_migration']),
      );
      expect((relations as { relname: string }[]).map(({ relname }) => relname)).toEqual([
        'ledger_migration',
        'ledger_migration_pkey',
      ]);
      expect((types as unknown[]).length).toBe(2);
      expect(await sql('select * from ledger_migration')).toEqual([]);
    });

    it('take back nothing when one of them has no way back, or was changed', async () => {
      const [first, ...rest] = migrations;
      const stuck = [{ ...first, down: null } as Migration, ...rest];
      await expect(migrateDown(pool, stuck, 0)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
      const edited = [{ ...first, checksum: '' } as Migration, ...rest];
      await expect(migrateDown(pool, edited, 0)).rejects.toMatchObject({ code: 'MIGRATION_CHANGED' });
      expect(await ledger().lastSeq()).toBe(0);
    });
  });
}
