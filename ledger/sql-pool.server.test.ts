import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../base/clock.ts';
import { parseConfig } from '../base/config.ts';
import { openLog } from '../base/log.ts';
import { serverVariable } from '../test/servers/server-variable.ts';
import { sampleBatch } from './ledger.samples.ts';
import type { Ledger } from './model.ts';
import { openLedger } from './open-ledger.ts';
import { SqlPool } from './sql-pool.ts';
import { makeSchema, type TestSchema, testTimeoutMs } from './test-database.ts';
import { SilentProxy } from './test-silent-proxy.ts';

const log = openLog('silent');
const unavailable = { code: 'LEDGER_UNAVAILABLE', retryable: true };
const statementTimeoutMs = 1000;
const leaseMs = 1500;
const config = parseConfig({ ledger: { statementTimeoutMs, leaseMs, leaseRenewEveryMs: 500 } }).ledger;
/** Longest time of two steps that wait in vain, one after the other, with some patience for a busy machine. */
const patienceMs = 4000;

const slow = (seconds: number) => ({ name: `slow-${seconds}`, text: `select pg_sleep(${seconds})` });
const one = { name: 'one', text: 'select 1 as one' };

async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

describe('a PostgreSQL server', () => {
  const connectionString = serverVariable('ANEL_TEST_POSTGRES_URL');
  if (connectionString === null) return;
  let schema: TestSchema;
  let proxy: SilentProxy;
  let throughProxy: pg.ClientConfig;
  beforeEach(async () => {
    schema = await makeSchema({ connectionString });
    const url = new URL(connectionString);
    proxy = await SilentProxy.start(url.hostname, Number(url.port || 5432));
    [url.hostname, url.port] = ['127.0.0.1', String(proxy.port)];
    throughProxy = { ...schema.connection, connectionString: url.href };
  });
  afterEach(async () => {
    await proxy.stop();
    await schema.drop();
  });

  describe('that vanishes without a word', () => {
    let ledger: Ledger;
    beforeEach(async () => {
      const clock = new ManualClock(0);
      ledger = await openLedger({ connection: throughProxy, config, log, clock });
      await ledger.takeLease('a', leaseMs);
      await ledger.renewLease(leaseMs);
    });

    it(
      'fails reads, commits and renewals in time, and lets the ledger close',
      async () => {
        proxy.fallSilent();
        const failing = async () => {
          await Promise.all([
            expect(ledger.lastSeq()).rejects.toMatchObject(unavailable),
            expect(ledger.openState(0, 0)).rejects.toMatchObject(unavailable),
            expect(ledger.verify()).rejects.toMatchObject(unavailable),
            expect(ledger.commit(sampleBatch(0, 1))).rejects.toMatchObject(unavailable),
            expect(ledger.commit(sampleBatch(1, 1))).rejects.toMatchObject(unavailable),
          ]);
        };
        const renewing = () => expect(ledger.renewLease(leaseMs)).rejects.toMatchObject(unavailable);
        const [failedMs, renewedMs] = await Promise.all([elapsedMs(failing), elapsedMs(renewing)]);
        expect(failedMs).toBeLessThan(patienceMs);
        expect(renewedMs).toBeLessThan(leaseMs);
        // On a connection that has to be opened first.
        expect(await elapsedMs(renewing)).toBeLessThan(leaseMs);
        expect(await elapsedMs(() => ledger.close())).toBeLessThan(patienceMs);
      },
      testTimeoutMs,
    );

    it(
      'lets the ledger close while statements wait and idle connections say goodbye in vain',
      async () => {
        await Promise.all(Array.from({ length: 4 }, () => ledger.lastSeq()));
        proxy.fallSilent();
        const reading = expect(ledger.lastSeq()).rejects.toMatchObject(unavailable);
        const committing = expect(ledger.commit(sampleBatch(0, 1))).rejects.toMatchObject(unavailable);
        expect(await elapsedMs(() => ledger.close())).toBeLessThan(patienceMs);
        await Promise.all([reading, committing]);
      },
      testTimeoutMs,
    );

    it(
      'is used again over new connections when it is back',
      async () => {
        await Promise.all(Array.from({ length: 4 }, () => ledger.lastSeq()));
        proxy.fallSilent();
        const batch = sampleBatch(0, 1);
        await expect(ledger.commit(batch)).rejects.toMatchObject(unavailable);
        await expect(ledger.renewLease(leaseMs)).rejects.toMatchObject(unavailable);
        proxy.speakAgain();
        expect(await ledger.renewLease(leaseMs)).toBe(true);
        let failures = 0;
        while (
          await ledger.commit(batch).then(
            () => false,
            () => true,
          )
        )
          failures += 1;
        // Each of the idle connections from before may fail once.
        expect(failures).toBeLessThan(4);
        expect(await ledger.lastSeq()).toBe(1);
        await ledger.close();
      },
      testTimeoutMs,
    );
  });

  it(
    'gets nothing more over a connection on which an answer did not come',
    async () => {
      const pool = new SqlPool(throughProxy, { ...config, poolMax: 1 }, log);
      const waiting = pool.transaction('begin', 'wait', async (sql) => {
        await sql.rows(one, []);
        proxy.fallSilent();
        await sql.rows(one, []);
      });
      const waitedMs = elapsedMs(() => expect(waiting).rejects.toMatchObject(unavailable));
      // One deadline, not a second one for the rollback.
      expect(await waitedMs).toBeLessThan(2 * statementTimeoutMs);
      expect(pool.use()).toEqual({ inUse: 0, idle: 0, waiting: 0 });
      proxy.speakAgain();
      expect(await pool.rows(one, [])).toEqual([{ one: 1 }]);
      await pool.close();
    },
    testTimeoutMs,
  );

  it(
    'ends a statement itself before we give up its connection, and has more time for whole tables',
    async () => {
      const pool = new SqlPool(schema.connection, { ...config, poolMax: 1, leaseMs: 10_000 }, log);
      const pidOf = () => pool.rows({ name: 'pid', text: 'select pg_backend_pid() as pid' }, []);
      const before = await pidOf();
      const work = pool.transaction('begin', 'wait', (sql) => sql.rows(slow(30), []));
      await expect(work).rejects.toMatchObject({ ...unavailable, cause: { code: '57014' } });
      expect(await pidOf()).toEqual(before);
      const whole = (sql: { rows: SqlPool['rows'] }) => sql.rows(slow((1.5 * statementTimeoutMs) / 1000), []);
      await pool.wholeTransaction('begin', 'wait', whole);
      await expect(pool.rows(slow(30), [])).rejects.toMatchObject(unavailable);
      await pool.close();
    },
    testTimeoutMs,
  );

  it('that takes no writes any more, as after a failover, is unavailable, and its connection is given up', async () => {
    const options = `${schema.connection.options} -c default_transaction_read_only=on`;
    const pool = new SqlPool({ ...schema.connection, options }, config, log);
    const create = { name: 'create', text: 'create table written ()' };
    await expect(pool.rows(create, [])).rejects.toMatchObject(unavailable);
    const work = pool.transaction('begin', 'write', (sql) => sql.rows(create, []));
    await expect(work).rejects.toMatchObject({ ...unavailable, cause: { code: '25006' } });
    expect(pool.use().idle).toBe(0);
    await pool.close();
  });
});
