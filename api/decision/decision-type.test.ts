import { afterAll, beforeAll, expect, test } from 'vitest';
import { present } from '../../base/assert.ts';
import { openTestApi, type TestApi } from '../testing/open-test-api.ts';
import { cycleRing, testTransfer } from '../testing/scenario.ts';
import { commit, seedRing, storeTransfers, testDecision } from '../testing/seed.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi();
  await seedRing(api.stores, 1, cycleRing);
  const [old] = await storeTransfers(api.stores.graph, [testTransfer(50, 'B1/C1', 'B1/OLD', 100)]);
  if (old === undefined) throw new Error('nothing was stored');
  const decision = testDecision(old, { featureSetHash: 'features-0', late: true });
  await commit(api.stores.ledger, { events: [old], decisions: [decision], ringEvents: [], alertEvents: [] });
}, 60_000);

afterAll(() => api.close());

const fields = `seq verdict score late latencyUs at seenAt reasons { code text } features { name value unit window description }
  versions { featureSetHash modelHash ruleSetHash } ring { ringId } alert { alertId } money { amount currency }
  from { accountId } to { accountId } transaction { transactionId }`;

test('a decision tells verdict, reasons, features, versions and both times', async () => {
  const { data, errors } = await api.query(`{ decision(transactionId: "t00001") { ${fields} } }`);
  expect(errors).toBeUndefined();
  expect(data?.decision).toMatchObject({
    seq: 1,
    verdict: 'REVIEW',
    score: 0.97,
    late: false,
    latencyUs: 120,
    at: '2026-01-05T08:17:00.000Z',
    seenAt: '2026-01-05T09:17:00.000Z',
    reasons: [{ code: 'CLOSED_CYCLE', text: 'Because of closed cycle.' }],
    versions: { featureSetHash: 'features-1', modelHash: 'model-1', ruleSetHash: 'rules-1' },
    ring: { ringId: 'ring-cycle' },
    alert: { alertId: 'alert-ring-cycle' },
    money: { amount: '9800.00', currency: 'EUR' },
    from: { accountId: 'B1/C1' },
    to: { accountId: 'B1/C2' },
    transaction: { transactionId: 't00001' },
  });
  const { features } = present(data?.decision, 'decision') as unknown as { features: unknown[] };
  expect(features).toHaveLength(3);
  expect(features[0]).toMatchObject({ name: 'amount_cents', value: 980_000, unit: 'cents', window: 'event' });
});

test('features of another feature set are null: their names are not known to this version', async () => {
  const { data, errors } = await api.query(
    '{ decision(transactionId: "t00050") { late features { name } versions { featureSetHash } } }',
  );
  expect(errors).toBeUndefined();
  expect(data?.decision).toEqual({ late: true, features: null, versions: { featureSetHash: 'features-0' } });
});
