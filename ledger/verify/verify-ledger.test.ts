import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import {
  sampleAlertEvent,
  sampleBatch,
  sampleDeadLetter,
  sampleDecision,
  sampleEnvelope,
  sampleMember,
  sampleRingEvent,
  sampleRingTransfer,
  sampleTie,
} from '../ledger.samples.ts';
import type { Ledger } from '../model.ts';
import { openLedger } from '../open-ledger.ts';
import {
  makeSchema,
  startTestServer,
  type TestSchema,
  type TestServer,
  testTimeoutMs,
} from '../test-database.ts';

/** Tables whose rows a verification covers, and the columns that it does not, with the reason. */
const covered: Readonly<Record<string, readonly string[]>> = {
  decision: [],
  scoring_version: [],
  ring_event: [],
  alert_event: [],
  ring: [],
  ring_member: [],
  ring_transfer: [],
  ring_tie: [],
  alert: [],
  label: [],
  dead_letter: [],
  audit: [],
  journal: [],
  // Two ids, where pruning stopped, and who may write next: none says anything about a fact. A retry is recognised by audit_digest.
  ledger_state: ['id', 'ledger_id', 'journal_from', 'epoch', 'audit_digest'],
};

/** SQL that changes a value of a type into another one of that type. */
const changes: Readonly<Record<string, (column: string) => string>> = {
  bigint: (column) => `coalesce(${column}, 0) + 1000`,
  integer: (column) => `coalesce(${column}, 0) + 1000`,
  'double precision': (column) => `${column} + 1e-9`,
  boolean: (column) => `not ${column}`,
  text: (column) => `coalesce(${column}, '') || 'x'`,
  _text: (column) => `array_append(${column}, 'X')`,
  _int8: (column) => `array_append(${column}, 7)`,
  bytea: (column) => `set_byte(${column}, 0, get_byte(${column}, 0) # 1)`,
  json: (column) => `(left(${column}::text, -1) || ', ["z", ""]]')::json`,
  jsonb: (column) => `${column} || '[["z", "MULE", 1, 1]]'::jsonb`,
};

async function fill(ledger: Ledger): Promise<void> {
  const member = sampleMember('a', 1, 'SOURCE');
  await ledger.commit(
    sampleBatch(0, 3, {
      decisions: [1, 2, 3].map((seq) =>
        sampleDecision(seq, { ringId: 'r1', alertId: 'k1', score: 0.9, verdict: 'REVIEW' }),
      ),
      ringEvents: [
        sampleRingEvent('BORN', 'r1', 1, {
          joined: [member, sampleMember('b', 1)],
          transfersAdded: 2,
          transfers: [sampleRingTransfer(1)],
          ties: [sampleTie(['a', 'b'], 1)],
        }),
      ],
      alertEvents: [sampleAlertEvent('RAISED', 'k1', 1, { ringId: 'r1' })],
      deadLetters: [sampleDeadLetter(4, { envelope: sampleEnvelope })],
    }),
  );
  await ledger.addLabel({
    id: 'l1',
    subject: 'RING',
    subjectId: 'r1',
    value: 'FRAUD',
    at: 1,
    seenAt: 2,
    author: 'ana',
  });
}

describe('verify', () => {
  let test: TestServer;
  let schema: TestSchema;
  let ledger: Ledger;
  beforeAll(async () => {
    test = await startTestServer();
  }, testTimeoutMs);
  afterAll(() => test.dispose(), testTimeoutMs);
  beforeEach(async () => {
    schema = await makeSchema(test.server.connection);
    const config = parseConfig({ ledger: { problemsMax: 5 } }).ledger;
    ledger = await openLedger({
      connection: schema.connection,
      config,
      log: openLog('silent'),
      clock: new ManualClock(1_000_000),
    });
    await fill(ledger);
  });
  afterEach(async () => {
    await ledger.close();
    await schema.drop();
  });

  const kinds = async () => (await ledger.verify()).problems.map(({ kind }) => kind);

  it('reports a change of any value in any column of every table that it covers', async () => {
    const columns = await schema.sql(
      `select table_name, column_name, case data_type when 'ARRAY' then udt_name else data_type end as data_type
       from information_schema.columns
       where table_schema = current_schema() and table_name = any($1)`,
      [Object.keys(covered)],
    );
    expect(new Set(columns.map((row) => row.table_name))).toEqual(new Set(Object.keys(covered)));
    await schema.sql('alter table decision drop constraint decision_verdict_check');
    await schema.sql('alter table ledger_state drop constraint ledger_state_id_check');
    const missed: string[] = [];
    for (const { table_name: table, column_name: column, data_type: type } of columns) {
      const change = changes[String(type)];
      if (covered[String(table)]?.includes(String(column))) continue;
      expect(change, `a change for type ${type}`).toBeDefined();
      const backup = await schema.sql(`create temporary table backup as select * from ${table}`);
      expect(backup).toEqual([]);
      const where = `where ctid = (select max(ctid) from ${table})`;
      await schema.sql(`update ${table} set ${column} = ${change?.(String(column))} ${where}`);
      if ((await kinds()).length === 0) missed.push(`${table}.${column}`);
      await schema.sql(`delete from ${table}`);
      await schema.sql(`insert into ${table} select * from backup`);
      await schema.sql('drop table backup');
    }
    expect(missed).toEqual([]);
    expect(await kinds()).toEqual([]);
  }, 60_000);

  it('reports a row that was removed from any of them', async () => {
    const missed: string[] = [];
    for (const table of Object.keys(covered).filter((name) => name !== 'ledger_state')) {
      await schema.sql(`create temporary table backup as select * from ${table}`);
      await schema.sql(`delete from ${table} where ctid = (select max(ctid) from ${table})`);
      if ((await kinds()).length === 0) missed.push(table);
      await schema.sql(`delete from ${table}`);
      await schema.sql(`insert into ${table} select * from backup`);
      await schema.sql('drop table backup');
    }
    expect(missed).toEqual([]);
  });

  it.each([
    [
      'decision',
      `insert into decision select 9, at, seen_at, amount_minor, score, version_id, latency_us, late, 't9',
      from_account, to_account, currency, verdict, ring_id, alert_id, reasons, features from decision where seq = 1`,
    ],
    ['dead_letter', `insert into dead_letter values ('other', 1, 9, 'FIELD_INVALID', 'm', '')`],
    ['label', `insert into label values ('l9', 9, 'RING', 'r1', 'FRAUD', 1, 2, 'eve')`],
    [
      'ring',
      `insert into ring select 'r9', status, typology, suspicion, 2, 0, 1, 2, 1, 1, null, 0 from ring`,
    ],
    ['ring_member', `insert into ring_member values ('r1', 'eve', 7, 'MULE', 1, 1)`],
    ['ring_member', `insert into ring_member values ('r9', 'eve', 0, 'MULE', 1, 1)`],
    [
      'ring_transfer',
      `insert into ring_transfer select ring_id, 2, 't2', 1, 'a', 'b', 1, 'EUR', 1, 0 from ring_transfer`,
    ],
    ['ring_transfer', `insert into ring_transfer values ('r9', 1, 't1', 1, 'a', 'b', 1, 'EUR', 1, 0)`],
    ['ring_tie', `insert into ring_tie select * from ring_tie`],
    ['ring_tie', `insert into ring_tie values ('r9', 'card', 'c', 'a', 'b', 'HARD', 1, 1)`],
    [
      'alert',
      `insert into alert select 'k9', status, ring_id, account, score, reasons, 2, 0, 1, 2, 1, 1, 1, null, 0 from alert`,
    ],
  ])('reports a row that was added to %s', async (table, statement) => {
    await schema.sql(statement);
    expect(await kinds()).toContain(table);
  });

  it('names the audit entry and the sequence numbers of what was changed', async () => {
    await ledger.commit(sampleBatch(3, 2));
    await schema.sql(`update decision set verdict = 'ALLOW' where seq = 2`);
    const { problems } = await ledger.verify();
    expect(problems.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'facts entry 1',
      'state allowed',
      'state reviewed',
    ]);
    expect(problems[0]?.message).toContain('1 to 3');
  });

  it('reports values that cannot even be read, and goes on', async () => {
    await schema.sql(`update decision set features = features || '\\x00'::bytea where seq = 1`);
    await schema.sql(`update ring_event set joined = '{"a": 1}', ties = '{"a": 1}'`);
    expect(await kinds()).toEqual(['facts', 'ring', 'ring_evidence']);
  });

  it('reports a chain whose end was cut off with its facts', async () => {
    await ledger.commit(sampleBatch(3, 2));
    await schema.sql('delete from decision where seq > 3');
    await schema.sql('delete from audit where number = 3');
    await schema.sql('delete from journal where first_seq = 4');
    expect(await kinds()).toContain('audit');
  });

  it('keeps at most as many problems as the limit says', async () => {
    await schema.sql('delete from decision');
    await schema.sql('delete from ring');
    await schema.sql('delete from alert');
    await schema.sql('delete from audit');
    expect((await kinds()).length).toBe(5);
  });
});
