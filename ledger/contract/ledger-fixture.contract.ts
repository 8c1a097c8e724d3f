import type { ClientConfig } from 'pg';
import { afterEach, beforeEach, expect } from 'vitest';
import { present } from '../../base/assert.ts';
import { ManualClock } from '../../base/clock.ts';
import { configSchema } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import type { Ledger, Page, PageRequest } from '../model.ts';
import { openLedger } from '../open-ledger.ts';
import type { TestSchema } from '../test-database.ts';

/** What a case of the contract works with: a new ledger in an empty schema. */
export interface LedgerFixture {
  /** The clock of every ledger of the fixture. */
  readonly clock: ManualClock;
  readonly ledger: () => Ledger;
  /** Opens the same ledger once more; closed after the case. */
  readonly open: (settings?: object, outbox?: boolean) => Promise<Ledger>;
  /** Opens a ledger in another empty schema; closed and dropped after the case. */
  readonly openOther: (settings?: object) => Promise<Ledger>;
  /** The connection that the ledger was opened with. */
  readonly connection: () => ClientConfig;
  /** The connection of the role that owns the tables. */
  readonly owner: () => ClientConfig;
  /** Runs a statement in the schema of the ledger, past it. */
  readonly sql: TestSchema['sql'];
  readonly expectWhole: () => Promise<void>;
}

export const firstPage: PageRequest = { cursor: null, limit: 100 };

/** Prepares a new ledger before each case, and removes all of it after. */
export function useLedger(make: () => Promise<TestSchema>): LedgerFixture {
  const clock = new ManualClock(1_000_000);
  let schemas: TestSchema[] = [];
  let opened: Ledger[] = [];

  async function openIn(schema: TestSchema | undefined, settings: object, outbox: boolean): Promise<Ledger> {
    const { connection, owner } = present(schema, 'the schema');
    const config = configSchema.shape.ledger.parse(settings);
    const roles = owner === undefined ? { connection } : { connection, owner };
    const ledger = await openLedger({ ...roles, config, log: openLog('silent'), clock, outbox });
    opened.push(ledger);
    return ledger;
  }

  async function openOther(settings: object = {}): Promise<Ledger> {
    const schema = await make();
    schemas.push(schema);
    return openIn(schema, settings, false);
  }

  let current: Ledger;
  beforeEach(async () => {
    current = await openOther();
  });
  afterEach(async () => {
    await Promise.all(opened.map((each) => each.close()));
    await Promise.all(schemas.map((each) => each.drop()));
    schemas = [];
    opened = [];
  });

  const expectWhole = async () => expect((await current.verify()).problems).toEqual([]);
  const open = (settings: object = {}, outbox = false) => openIn(schemas[0], settings, outbox);
  const sql: TestSchema['sql'] = (text, values) => present(schemas[0], 'the schema').sql(text, values);
  const connection = () => present(schemas[0], 'the schema').connection;
  const owner = () => present(schemas[0]?.owner ?? schemas[0]?.connection, 'the schema');
  return { clock, connection, owner, ledger: () => current, sql, open, openOther, expectWhole };
}

/** Reads the pages of a stream. */
export async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[][]> {
  const all: T[][] = [];
  for await (const page of pages) all.push([...page]);
  return all;
}

/** Reads a whole list page by page, and checks that only the last page says that it is the last. */
export async function walk<T>(limit: number, read: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  for (;;) {
    const { items, hasNext }: Page<T> = await read({ cursor, limit });
    all.push(...items.map(({ value }) => value));
    expect(items.length).toBeLessThanOrEqual(limit);
    if (!hasNext) return all;
    expect(items.length).toBe(limit);
    cursor = items.at(-1)?.cursor ?? null;
  }
}
