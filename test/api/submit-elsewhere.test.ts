import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../../api/testing/open-test-api.ts';
import { submitElsewhere } from '../../api/transaction/submit-elsewhere.ts';
import type { LabelEvent, Transaction } from '../../graph/model/event.ts';
import { decodeEvent } from '../../ingest/validate/decode-event.ts';

let api: TestApi;

beforeAll(async () => {
  const decode = (record: unknown) => {
    const decoded = decodeEvent(record);
    return decoded.status === 'bad' ? decoded : (decoded.event as Transaction);
  };
  api = await openTestApi({
    services: { decode, submit: submitElsewhere({ transactions: 'transactions', logs: 'logs' }) },
  });
}, 60_000);

afterAll(() => api.close());

test('a process without the scorer stores nothing and says who takes transactions', async () => {
  const { data, errors } = await api.query(`mutation {
    submitTransaction(input: {
      id: "p1", at: "2026-01-05T08:30:00Z", from: { account: "A1" }, to: { account: "A2" }
      amount: "1", currency: "EUR", format: "WIRE"
    }) { duplicate decision { score } errors { field code message } }
  }`);
  expect(errors).toBeUndefined();
  expect(data?.submitTransaction).toEqual({
    duplicate: false,
    decision: null,
    errors: [
      {
        field: null,
        code: 'UNAVAILABLE',
        message:
          'submit transaction "p1": this process answers queries only; send it to the active scorer, or to the Kafka topic "transactions"',
      },
    ],
  });
  expect(await api.stores.graph.lastSeq()).toBe(0);
});

test('a label is sent to the topic that takes labels', async () => {
  const submit = submitElsewhere({ transactions: 'transactions', logs: 'bank-logs' });
  const submission = await submit({ kind: 'label', id: 'v1' } as LabelEvent);
  expect('message' in submission && submission.message).toBe(
    'submit label "v1": this process answers queries only; send it to the active scorer, or to the Kafka topic "bank-logs"',
  );
});

test('without Kafka only the scorer is named', async () => {
  const submission = await submitElsewhere(null)({ id: 'p2' } as Transaction);
  expect(submission).toMatchObject({ outcome: 'REFUSED', code: 'UNAVAILABLE' });
  expect('message' in submission && submission.message).toMatch(/send it to the active scorer$/);
});
