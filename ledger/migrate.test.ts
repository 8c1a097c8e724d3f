import { appendFile, copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { parseConfig } from '../base/config.ts';
import { openLog } from '../base/log.ts';
import { migrate, migrationsFolder, readMigrations } from './migrate.ts';
import { openLedger } from './open-ledger.ts';
import { SqlPool } from './sql-pool.ts';
import {
  makeSchema,
  startTestServer,
  type TestSchema,
  type TestServer,
  testTimeoutMs,
} from './test-database.ts';

describe('the migrations of the ledger', () => {
  const { ledger: config } = parseConfig({});
  const log = openLog('silent');
  const clock = new ManualClock(1_000);
  let test: TestServer;
  let schema: TestSchema;
  let folder: string;
  let pool: SqlPool;
  let count: number;
  beforeAll(async () => {
    test = await startTestServer();
  }, testTimeoutMs);
  afterAll(() => test.dispose(), testTimeoutMs);
  beforeEach(async () => {
    schema = await makeSchema(test.server.connection);
    pool = new SqlPool(schema.connection, config, log);
    folder = await mkdtemp(join(tmpdir(), 'anel-migrations-'));
    for (const name of await readdir(migrationsFolder))
      await copyFile(join(migrationsFolder, name), join(folder, name));
    count = (await readMigrations(folder)).length;
  });
  afterEach(async () => {
    await pool.close();
    await schema.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const run = async () => migrate(pool, await readMigrations(folder), clock);
  const nextFile = (name: string) => join(folder, `V${String(count + 1).padStart(4, '0')}__${name}.sql`);
  const applied = () =>
    schema.sql('select version, name, applied_at::int from ledger_migration order by version');

  it('are applied once, also when two processes start at once', async () => {
    await Promise.all([run(), run()]);
    const first = await applied();
    clock.advanceMs(5);
    await run();
    expect(await applied()).toEqual(first);
    expect(first[0]).toEqual({ version: 1, name: 'V0001__first.sql', applied_at: 1000 });
    expect(first.length).toBe(count);
  });

  it('go on with what is new', async () => {
    await run();
    await writeFile(nextFile('more'), 'create table more (n int); create table evenmore (n int);');
    await run();
    expect((await applied()).length).toBe(count + 1);
    expect(await schema.sql('select n from more')).toEqual([]);
  });

  it('refuse a file that changed after it was applied, but not other line ends', async () => {
    await run();
    const [migration] = await readMigrations(folder);
    await writeFile(join(folder, 'V0001__first.sql'), migration?.text.replaceAll('\n', '\r\n') ?? '');
    await run();
    await appendFile(join(folder, 'V0001__first.sql'), '-- edited\n');
    await expect(run()).rejects.toMatchObject({ code: 'MIGRATION_CHANGED' });
    await expect(run()).rejects.toThrow('"V0001__first.sql"');
  });

  it('refuse a ledger of a newer release, and a folder with a gap', async () => {
    await writeFile(nextFile('more'), 'create table more (n int)');
    await run();
    await rm(nextFile('more'));
    await expect(run()).rejects.toThrow(`migration ${count + 1}, which this Anel does not know`);
    await writeFile(join(folder, 'V0099__gap.sql'), '');
    await expect(run()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('leave nothing behind when one fails', async () => {
    await writeFile(nextFile('bad'), 'create table half (n int); select 1 / 0');
    await expect(run()).rejects.toThrow('migrate the ledger');
    expect(
      await schema.sql(`select to_regclass('half') as half, to_regclass('decision') as decision`),
    ).toEqual([{ half: null, decision: null }]);
  });

  it('answer LEDGER_CORRUPT when tables are gone, and LEDGER_UNAVAILABLE when nobody answers', async () => {
    await (await openLedger({ connection: schema.connection, config, log, clock })).close();
    await schema.sql('drop table ledger_state');
    const ledger = await openLedger({ connection: schema.connection, config, log, clock });
    await expect(ledger.lastSeq()).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' });
    await ledger.close();
    const nobody = openLedger({ connection: { host: '127.0.0.1', port: 1 }, config, log, clock });
    await expect(nobody).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE', retryable: true });
  });
});
