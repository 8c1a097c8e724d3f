import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSimulation } from '../../simulator/write.ts';
import { anelJson, runAnel } from './run-anel.ts';
import { type Place, Places, temporaryFolder, testTimeoutMs } from './test-data.ts';

interface Verified {
  readonly ok: boolean;
  readonly checked: Readonly<Record<string, number>>;
  readonly problems: readonly { kind: string; subject: string; message: string }[];
}

const folder = temporaryFolder();
let places: Places;
let place: Place;

beforeAll(async () => {
  places = await Places.open(folder);
  place = await places.place('place');
  await writeSimulation({ accounts: 150, transactions: 500, rings: 2, days: 10, seed: 12 }, 'jsonl', folder);
  await anelJson(['score', join(folder, 'transactions.jsonl'), '--format', 'jsonl', ...place.options]);
}, testTimeoutMs);
afterAll(() => places.close(), testTimeoutMs);

async function verify(): Promise<Verified & { readonly code: number | null }> {
  const { code, stdout } = await runAnel(['verify', '--json', ...place.options]);
  return { code, ...(JSON.parse(stdout) as Verified) };
}

/** Changes the ledger by hand, verifies, and puts it back. */
async function verifyAfter(
  change: string,
  undo: string,
): Promise<Verified & { readonly code: number | null }> {
  await place.schema.sql(change);
  try {
    return await verify();
  } finally {
    await place.schema.sql(undo);
  }
}

describe('anel verify', () => {
  test('finds a scored folder whole, and counts what it looked at', async () => {
    const { code, ok, problems, checked } = await verify();
    expect({ code, ok, problems }).toEqual({ code: 0, ok: true, problems: [] });
    expect(checked).toMatchObject({ graphEvents: 500, decisions: 500 });
    expect(checked['auditEntries']).toBeGreaterThan(0);
  });

  test('reports one byte changed in a feature vector', async () => {
    const flip =
      'update decision set features = set_byte(features, 9, get_byte(features, 9) # 1) where seq = 77';
    const { code, ok, problems } = await verifyAfter(flip, flip);
    expect({ code, ok }).toEqual({ code: 1, ok: false });
    expect(problems.length).toBeGreaterThan(0);
  });

  test('names the transaction whose amount is not that of its transfer', async () => {
    const add = (cents: number) =>
      `update decision set amount_minor = amount_minor + ${cents} where seq = 42`;
    const { code, problems } = await verifyAfter(add(1), add(-1));
    expect(code).toBe(1);
    const [row] = await place.schema.sql('select transaction_id from decision where seq = 42');
    expect(problems).toContainEqual(
      expect.objectContaining({ kind: 'DECISION', subject: row?.['transaction_id'] }),
    );
  });

  test.each([
    ['account', 'from_account', "from_account || 'x'", 'left(from_account, -1)'],
    ['time', 'seen_at', 'seen_at + 1', 'seen_at - 1'],
  ])('names the transaction whose %s is not that of its transfer', async (_what, column, changed, back) => {
    const set = (value: string) => `update decision set ${column} = ${value} where seq = 43`;
    const { code, problems } = await verifyAfter(set(changed), set(back));
    expect(code).toBe(1);
    const [row] = await place.schema.sql('select transaction_id from decision where seq = 43');
    expect(problems).toContainEqual(
      expect.objectContaining({ kind: 'DECISION', subject: row?.['transaction_id'] }),
    );
  });

  test('reports a decision that is gone', async () => {
    await place.schema.sql('create table kept as select * from decision where seq = 500');
    const undo = 'insert into decision select * from kept';
    const { code, problems } = await verifyAfter('delete from decision where seq = 500', undo);
    expect(code).toBe(1);
    expect(problems).toContainEqual(expect.objectContaining({ message: 'the transfer has no decision' }));
  });

  test('for people: one line a problem, and whole again after the repair', async () => {
    const { code, stdout } = await runAnel(['verify', ...place.options]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^whole: 500 events, 500 decisions, \d+ audit entries\n$/);
  });
});
