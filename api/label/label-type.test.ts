import { afterAll, beforeAll, expect, test } from 'vitest';
import { ManualClock } from '../../base/clock.ts';
import { decodeEvent } from '../../ingest/validate/decode-event.ts';
import type { InputProblem, Submitted } from '../services.ts';
import { openTestApi, type TestApi } from '../testing/open-test-api.ts';

const now = Date.UTC(2026, 0, 20);
let api: TestApi;

function decode(record: unknown): Submitted | InputProblem {
  const decoded = decodeEvent(record);
  return decoded.status === 'bad' ? decoded : (decoded.event as Submitted);
}

beforeAll(async () => {
  api = await openTestApi({ services: { decode, clock: new ManualClock(now) } });
}, 60_000);

afterAll(() => api.close());

const good = {
  id: 'v1',
  at: '2026-01-19T14:00:00.000Z',
  account: { account: 'A1', bank: 'B1', country: null },
  verdict: 'FRAUD',
  transactionId: 'p1',
  source: 'chargeback',
};

async function label(input: object) {
  const text = `mutation ($input: LabelAccountInput!) { labelAccount(input: $input) {
    account { accountId label labelledAt } duplicate errors { field code message }
  } }`;
  const { data, errors } = await api.query(text, { input });
  expect(errors).toBeUndefined();
  return data?.labelAccount as unknown;
}

async function storedLabel(id: string): Promise<unknown> {
  const text = 'query ($id: ID!) { account(id: $id) { label labelledAt } }';
  return (await api.query(text, { id })).data?.account;
}

const known = { accountId: 'B1/A1', label: 'FRAUD', labelledAt: '2026-01-19T14:00:00.000Z' };

test('a label is stored as an event, and its account says so', async () => {
  expect(await label(good)).toEqual({ account: known, duplicate: false, errors: [] });
  const pages = api.stores.graph.eventsAfter(0, 10);
  const events = [];
  for await (const page of pages) events.push(...page);
  expect(events).toEqual([
    {
      seq: 1,
      event: {
        kind: 'label',
        id: 'v1',
        at: Date.parse(good.at),
        seenAt: now,
        account: { account: 'A1', bank: 'B1' },
        verdict: 'fraud',
        transactionId: 'p1',
        source: 'chargeback',
      },
    },
  ]);
});

test('the same label again changes nothing; its id with another verdict is refused', async () => {
  expect(await label(good)).toEqual({ account: known, duplicate: true, errors: [] });
  expect(await label({ ...good, verdict: 'LEGITIMATE' })).toMatchObject({
    account: null,
    duplicate: false,
    errors: [{ code: 'ID_CONFLICT' }],
  });
  expect(await storedLabel('B1/A1')).toMatchObject({ label: 'FRAUD' });
});

test('a later label clears an earlier one', async () => {
  const cleared = { id: 'v2', at: '2026-01-19T18:00:00.000Z', account: good.account, verdict: 'LEGITIMATE' };
  expect(await label(cleared)).toMatchObject({ account: { label: 'LEGITIMATE', labelledAt: cleared.at } });
  expect(await storedLabel('B1/A1')).toEqual({ label: 'LEGITIMATE', labelledAt: cleared.at });
});

test('what ingest refuses is refused here in the same words, as is a confirmation of the future', async () => {
  const refused = async (change: object) =>
    ((await label({ ...good, id: 'v3', ...change })) as { errors: unknown[] }).errors;
  expect(await refused({ account: { account: 'A1', bank: 'B/1' } })).toMatchObject([
    { code: 'FIELD_INVALID', field: ['account', 'bank'] },
  ]);
  expect(await refused({ source: 'x'.repeat(300) })).toMatchObject([
    { code: 'FIELD_INVALID', field: ['source'] },
  ]);
  expect(await refused({ at: new Date(now + 300_001).toISOString() })).toMatchObject([
    { code: 'FIELD_INVALID', field: ['at'] },
  ]);
  expect(await api.stores.graph.lastSeq()).toBe(2);
});

test('a verdict that is none is refused before anything runs', async () => {
  const text = 'mutation ($input: LabelAccountInput!) { labelAccount(input: $input) { duplicate } }';
  const { status, errors } = await api.query(text, { input: { ...good, verdict: 'GUILTY' } });
  expect(status).toBe(400);
  expect(errors?.[0]?.extensions.code).toBe('INPUT_INVALID');
});

test('an account without a label has none', async () => {
  const act = { kind: 'log', account: { account: 'A2' }, action: 'opened' } as const;
  await api.stores.graph.append([{ ...act, id: 'l1', at: now, seenAt: now }]);
  expect(await storedLabel('A2')).toEqual({ label: null, labelledAt: null });
});
