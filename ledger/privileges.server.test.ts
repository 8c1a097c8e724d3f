import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { present } from '../base/assert.ts';
import { ManualClock } from '../base/clock.ts';
import { parseConfig } from '../base/config.ts';
import { openLog } from '../base/log.ts';
import { serverVariable } from '../test/servers/server-variable.ts';
import { sampleAlertEvent, sampleBatch, sampleDeadLetter, sampleRingEvent } from './ledger.samples.ts';
import type { Ledger } from './model.ts';
import { openLedger } from './open-ledger.ts';
import { makeSchemaWithRoles, type TestSchema } from './test-database.ts';

const appendOnly = [
  'audit',
  'decision',
  'ring_event',
  'alert_event',
  'label',
  'dead_letter',
  'scoring_version',
];

describe('a ledger whose role does not own the tables', () => {
  const connectionString = serverVariable('ANEL_TEST_POSTGRES_URL');
  if (connectionString === null) return;
  const shared = {
    config: parseConfig({}).ledger,
    log: openLog('silent'),
    clock: new ManualClock(1_000_000),
  };
  let schema: TestSchema;
  let ledger: Ledger;
  let worker: pg.Client;
  const owner = () => present(schema.owner, 'the owner');
  beforeEach(async () => {
    schema = await makeSchemaWithRoles({ connectionString });
    ledger = await openLedger({ ...shared, connection: schema.connection, owner: owner() });
    worker = new pg.Client(schema.connection);
    await worker.connect();
    await ledger.commit(
      sampleBatch(0, 2, {
        ringEvents: [sampleRingEvent('BORN', 'r1', 1)],
        alertEvents: [sampleAlertEvent('RAISED', 'k1', 1)],
        deadLetters: [sampleDeadLetter(3)],
      }),
    );
    const label = { id: 'l1', subject: 'RING', subjectId: 'r1', value: 'FRAUD' } as const;
    await ledger.addLabel({ ...label, at: 1, seenAt: 2, author: 'ana' });
  });
  afterEach(async () => {
    await worker.end();
    await ledger.close();
    await schema.drop();
  });

  it.each(appendOnly)('cannot update, delete or truncate the rows of %s', async (table) => {
    const rows = await schema.sql(`select * from ${table}`);
    expect(rows.length).toBeGreaterThan(0);
    const [column] = Object.keys(rows[0] ?? {});
    for (const text of [
      `update ${table} set ${column} = ${column}`,
      `delete from ${table}`,
      `truncate ${table}`,
      `select * from ${table} for update`,
    ]) {
      await expect(worker.query(text)).rejects.toMatchObject({ code: '42501' });
    }
    expect(await schema.sql(`select * from ${table}`)).toEqual(rows);
  });

  it.each([
    'create table more (n int)',
    'drop table audit',
    'alter table audit add column more int',
    'alter table audit disable trigger all',
    'create index more on audit (number)',
    'delete from ledger_migration',
    'truncate ledger_state',
    'delete from ledger_state',
    'delete from lease',
    'delete from alert',
    'grant delete on audit to current_user',
  ])('cannot %s', async (text) => {
    const tried = worker.query(text).then(({ command }) => command);
    // A grant of what one does not hold is no error but a warning, and grants nothing.
    if (text.startsWith('grant')) await tried.catch(() => {});
    else await expect(tried).rejects.toMatchObject({ code: '42501' });
    await expect(worker.query('delete from audit')).rejects.toMatchObject({ code: '42501' });
  });

  it('opens without the owner when the tables are up to date, and goes on', async () => {
    const again = await openLedger({ ...shared, connection: schema.connection });
    await again.commit(sampleBatch(2, 1));
    expect((await again.verify()).problems).toEqual([]);
    await again.close();
  });

  it('says which privileges are lacking, and gets them back from the owner', async () => {
    const { user } = worker;
    await schema.sql(`revoke insert on audit from ${user}`);
    await schema.sql(`revoke select, delete on journal from ${user}`);
    const opened = openLedger({ ...shared, connection: schema.connection });
    await expect(opened).rejects.toMatchObject({ code: 'LEDGER_FORBIDDEN' });
    await expect(opened).rejects.toThrow('insert on audit, delete on journal, select on journal');
    await (await openLedger({ ...shared, connection: schema.connection, owner: owner() })).close();
    await (await openLedger({ ...shared, connection: schema.connection })).close();
  });

  it('answers LEDGER_FORBIDDEN when it has no right to the schema at all, or may not log in', async () => {
    await schema.sql(
      `revoke all on schema ${(await schema.sql('select current_schema() as s'))[0]?.s} from ${worker.user}`,
    );
    const opened = openLedger({ ...shared, connection: schema.connection });
    await expect(opened).rejects.toMatchObject({ code: 'LEDGER_FORBIDDEN', retryable: false });
    const url = new URL(schema.connection.connectionString ?? '');
    url.username = 'anel_nobody';
    const stranger = openLedger({ ...shared, connection: { connectionString: url.href } });
    await expect(stranger).rejects.toMatchObject({ code: 'LEDGER_FORBIDDEN', retryable: false });
    url.pathname = '/no_such_database';
    url.username = String(worker.user);
    const lost = openLedger({ ...shared, connection: { connectionString: url.href } });
    await expect(lost).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('refuses roles that are not separate, and roles that look into different schemas', async () => {
    const same = openLedger({ ...shared, connection: owner(), owner: owner() });
    await expect(same).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(same).rejects.toThrow('may act as the owner');
    await schema.sql(`grant truncate on audit to public`);
    const roles = { connection: schema.connection, owner: owner() };
    await expect(openLedger({ ...shared, ...roles })).rejects.toThrow('may truncate audit');
    const { options: _, ...elsewhere } = schema.connection;
    const apart = openLedger({ ...shared, connection: elsewhere, owner: owner() });
    await expect(apart).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(apart).rejects.toThrow('"ledger.url" finds none');
  });

  it('opens in eight processes at once', async () => {
    const roles = { connection: schema.connection, owner: owner() };
    const opened = await Promise.all(Array.from({ length: 8 }, () => openLedger({ ...shared, ...roles })));
    expect(await Promise.all(opened.map((each) => each.lastSeq()))).toEqual(Array(8).fill(2));
    await Promise.all(opened.map((each) => each.close()));
  });
});
