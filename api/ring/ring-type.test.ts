import { afterAll, beforeAll, expect, test } from 'vitest';
import { present } from '../../base/assert.ts';
import { toGlobalId } from '../node/global-id.ts';
import { openTestApi, type TestApi } from '../testing/open-test-api.ts';
import { cycleRing, gatherScatterRing, ordinaryTransfers, scatterGatherRing } from '../testing/scenario.ts';
import { seedOrdinary, seedRing } from '../testing/seed.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi();
  await seedOrdinary(api.stores, 1, ordinaryTransfers);
  await seedRing(api.stores, 20, cycleRing);
  await seedRing(api.stores, 40, gatherScatterRing);
  await seedRing(api.stores, 60, scatterGatherRing);
}, 60_000);

afterAll(() => api.close());

test('a ring has its members with roles, its life and its place in the order of events', async () => {
  const { data, errors } = await api.query(`{ ring(id: "ring-cycle") {
    id ringId status typology suspicion bornAt bornSeq lastSeq transactionCount memberCount mergedInto { ringId }
    members { role sinceSeq account { accountId } }
  } }`);
  expect(errors).toBeUndefined();
  expect(data?.ring).toMatchObject({
    id: toGlobalId('Ring', 'ring-cycle'),
    ringId: 'ring-cycle',
    status: 'OPEN',
    typology: 'CYCLE',
    suspicion: 0.97,
    bornAt: '2026-01-05T13:40:00.000Z',
    bornSeq: 8,
    lastSeq: 12,
    transactionCount: 5,
    memberCount: 5,
    mergedInto: null,
  });
  const ring = data?.ring as unknown as { members: unknown[] };
  expect(ring.members[0]).toEqual({ role: 'SOURCE', sinceSeq: 8, account: { accountId: 'B1/C1' } });
});

test('the transactions of a ring are those between its members, newest first', async () => {
  const { data } = await api.query(`{ ring(id: "ring-cycle") { transactions {
    transactionId seq money { amount currency } from { accountId } to { accountId } decision { verdict score }
  } } }`);
  const { transactions } = present(data?.ring, 'ring') as unknown as { transactions: { seq: number }[] };
  expect(transactions.map(({ seq }) => seq)).toEqual([12, 11, 10, 9, 8, 7]);
  expect(transactions[0]).toEqual({
    transactionId: 't00024',
    seq: 12,
    money: { amount: '8900.00', currency: 'EUR' },
    from: { accountId: 'B3/C5' },
    to: { accountId: 'B1/C1' },
    decision: { verdict: 'REVIEW', score: 0.97 },
  });
});

test('rings are a Relay connection: pages join without gap or repetition, newest change first', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < 3; page += 1) {
    const answer: Awaited<ReturnType<TestApi['query']>> = await api.query(
      'query ($after: Cursor) { rings(first: 1, after: $after) { edges { cursor node { ringId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }',
      { after },
    );
    const rings = answer.data?.rings as unknown as {
      edges: { cursor: string; node: { ringId: string } }[];
      pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
    };
    seen.push(...rings.edges.map(({ node }) => node.ringId));
    const cursor = rings.edges[0]?.cursor;
    expect(rings.pageInfo).toEqual({
      hasNextPage: page < 2,
      hasPreviousPage: page > 0,
      startCursor: cursor,
      endCursor: cursor,
    });
    after = rings.pageInfo.endCursor;
  }
  expect(seen).toEqual(['ring-scatter', 'ring-gather', 'ring-cycle']);
});

test('the rings of an account are found by its own id and by its global id', async () => {
  for (const account of ['B3/HUB', toGlobalId('Account', 'B3/HUB')]) {
    const { data } = await api.query(
      'query ($account: ID) { rings(account: $account) { edges { node { ringId } } } }',
      { account },
    );
    expect(data?.rings).toEqual({ edges: [{ node: { ringId: 'ring-gather' } }] });
  }
});

test('what does not exist is null, not an error', async () => {
  const { status, data, errors } = await api.query(
    '{ ring(id: "no") { ringId } alert(id: "no") { alertId } account(id: "no") { accountId } transaction(id: "no") { seq } decision(transactionId: "no") { seq } node(id: "no") { id } }',
  );
  expect(status).toBe(200);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    ring: null,
    alert: null,
    account: null,
    transaction: null,
    decision: null,
    node: null,
  });
});

test('a page of rings with members and their accounts costs one read, and one of accounts', async () => {
  api.calls.clear();
  const { errors } = await api.query(`{ rings(first: 10) { edges { node {
    ringId members { role account { accountId country ring { ringId } } }
    alerts(first: 3) { edges { node { alertId account { accountId } ring { ringId } } } }
  } } } }`);
  expect(errors).toBeUndefined();
  expect(Object.fromEntries(api.calls)).toEqual({ rings: 1, accounts: 1, alerts: 3 });
});

test('every kind of thing is found again by its global id', async () => {
  const ids = {
    Account: toGlobalId('Account', 'B3/HUB'),
    Transaction: toGlobalId('Transaction', 't00020'),
    Decision: toGlobalId('Decision', 't00020'),
    Ring: toGlobalId('Ring', 'ring-cycle'),
    Alert: toGlobalId('Alert', 'alert-ring-cycle'),
  };
  for (const [type, id] of Object.entries(ids)) {
    const { data, errors } = await api.query('query ($id: ID!) { node(id: $id) { __typename id } }', { id });
    expect(errors).toBeUndefined();
    expect(data?.node).toEqual({ __typename: type, id });
  }
});
