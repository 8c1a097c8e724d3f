import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InputProblem } from '../../api/services.ts';
import { openTestApi, type TestApi } from '../../api/testing/open-test-api.ts';
import { ManualClock } from '../../base/clock.ts';
import type { Transaction } from '../../graph/model/event.ts';
import { decodeEvent } from '../../ingest/validate/decode-event.ts';

const now = Date.UTC(2026, 0, 7);
let api: TestApi;

function decode(record: unknown): Transaction | InputProblem {
  const decoded = decodeEvent(record);
  return decoded.status === 'bad' ? decoded : (decoded.event as Transaction);
}

beforeAll(async () => {
  api = await openTestApi({ services: { decode, clock: new ManualClock(now) } });
}, 60_000);

afterAll(() => api.close());

const good = {
  id: 'p1',
  at: '2026-01-05T08:30:00.000Z',
  from: { account: 'A1', bank: 'B1', country: null },
  to: { account: 'A2' },
  amount: '120.50',
  currency: 'EUR',
  format: 'wire',
  device: 'd1',
};

const mutation = `mutation ($input: SubmitTransactionInput!) { submitTransaction(input: $input) {
  duplicate errors { field code message }
  decision { seq verdict score transactionId money { amount currency } from { accountId } to { accountId } transaction { format device seenAt } }
} }`;

async function submit(input: object) {
  const { data, errors } = await api.query(mutation, { input });
  expect(errors).toBeUndefined();
  return data?.submitTransaction as unknown as {
    duplicate: boolean;
    errors: unknown[];
    decision: Record<string, unknown> | null;
  };
}

test('a transaction is stored, decided and answered', async () => {
  const seenAt = '2026-01-05T08:31:00.000Z';
  expect(await submit({ ...good, seenAt })).toEqual({
    duplicate: false,
    errors: [],
    decision: {
      seq: 1,
      verdict: 'ALLOW',
      score: 0.01,
      transactionId: 'p1',
      money: { amount: '120.50', currency: 'EUR' },
      from: { accountId: 'B1/A1' },
      to: { accountId: 'A2' },
      transaction: { format: 'WIRE', device: 'd1', seenAt },
    },
  });
});

test('the same transaction again gives the same decision; the id with other content is refused', async () => {
  expect(await submit(good)).toMatchObject({
    duplicate: true,
    errors: [],
    decision: { seq: 1, transactionId: 'p1' },
  });
  const conflict = await submit({ ...good, amount: '120.51' });
  expect(conflict).toMatchObject({ duplicate: false, decision: null, errors: [{ code: 'ID_CONFLICT' }] });
  expect(await api.stores.graph.lastSeq()).toBe(1);
});

test('what ingest refuses is refused here in the same words, and nothing is stored', async () => {
  const cases: [object, string, string[]][] = [
    [{ amount: '0' }, 'AMOUNT_NOT_POSITIVE', ['amount']],
    [{ amount: '-5.00' }, 'AMOUNT_NOT_POSITIVE', ['amount']],
    [{ amount: '1.234' }, 'FIELD_INVALID', ['amount']],
    [{ currency: 'EUX' }, 'CURRENCY_UNKNOWN', ['currency']],
    [{ from: { account: 'A1', bank: 'B/1' } }, 'FIELD_INVALID', ['from', 'bank']],
    [{ id: '' }, 'FIELD_INVALID', ['id']],
    [{ device: 'x'.repeat(300) }, 'FIELD_INVALID', ['device']],
  ];
  for (const [change, code, field] of cases) {
    const input = { ...good, id: 'p2', ...change };
    const { from } = input;
    const payload = await submit(input);
    const ours = decodeEvent({
      ...input,
      from: 'country' in from ? { account: from.account, bank: from.bank } : from,
    });
    expect(payload).toEqual({
      duplicate: false,
      decision: null,
      errors: [{ code, field, message: ours.status === 'bad' ? ours.message : '' }],
    });
  }
  expect(await api.stores.graph.lastSeq()).toBe(1);
});

test('a time later than the clock of the service by more than clocks differ is refused, whatever seenAt says', async () => {
  const at = (ms: number) => new Date(now + ms).toISOString();
  const late = { ...good, id: 'p3', at: at(300_001) };
  for (const input of [late, { ...late, seenAt: late.at }]) {
    expect(await submit(input)).toEqual({
      duplicate: false,
      decision: null,
      errors: [
        {
          code: 'FIELD_INVALID',
          field: ['at'],
          message: `field "at" is "${late.at}": expected a time that is past, up to ${at(300_000)}`,
        },
      ],
    });
  }
  expect(await api.stores.graph.lastSeq()).toBe(1);
  const reverse = `mutation ($input: ReverseTransactionInput!) { reverseTransaction(input: $input) { errors { code field } } }`;
  const reversal = await api.query(reverse, { input: { id: 'r0', at: late.at, reverses: 'p1' } });
  expect(reversal.data?.reverseTransaction).toEqual({ errors: [{ code: 'FIELD_INVALID', field: ['at'] }] });
  expect(await submit({ ...late, at: at(300_000) })).toMatchObject({ errors: [], decision: { seq: 2 } });
});

test('a time or an amount that is no such thing is refused before anything runs, and the variable is named', async () => {
  for (const change of [{ at: 'yesterday' }, { amount: 'many' }, { amount: 12.5 }]) {
    const { status, errors } = await api.query(mutation, { input: { ...good, ...change } });
    expect(status).toBe(400);
    expect(errors?.[0]?.extensions.code).toBe('INPUT_INVALID');
    expect(errors?.[0]?.message).toContain(`input.${Object.keys(change)[0]}`);
  }
});

test('a reversal marks its transaction; one of an unknown transaction is refused', async () => {
  const reverse = `mutation ($input: ReverseTransactionInput!) { reverseTransaction(input: $input) {
    duplicate errors { code } transaction { transactionId reversedAt }
  } }`;
  const input = { id: 'r1', at: '2026-01-06T00:00:00Z', reverses: 'p1' };
  const { data } = await api.query(reverse, { input });
  const transaction = { transactionId: 'p1', reversedAt: '2026-01-06T00:00:00.000Z' };
  expect(data?.reverseTransaction).toEqual({ duplicate: false, errors: [], transaction });
  const unknown = await api.query(reverse, { input: { ...input, id: 'r2', reverses: 'none' } });
  expect(unknown.data?.reverseTransaction).toMatchObject({
    transaction: null,
    errors: [{ code: 'REVERSAL_TARGET_UNKNOWN' }],
  });
});
