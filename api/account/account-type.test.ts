import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApi, type TestApi } from '../testing/open-test-api.ts';
import { gatherScatterRing, ordinaryTransfers } from '../testing/scenario.ts';
import { seedOrdinary, seedRing } from '../testing/seed.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi();
  await seedOrdinary(api.stores, 1, ordinaryTransfers);
  await seedRing(api.stores, 20, gatherScatterRing);
}, 60_000);

afterAll(() => api.close());

async function account(id: string, fields: string): Promise<Record<string, unknown>> {
  const { data, errors } = await api.query(`query ($id: ID!) { account(id: $id) { ${fields} } }`, { id });
  expect(errors).toBeUndefined();
  return data?.account as unknown as Record<string, unknown>;
}

test('an account has its bank, both ends of its time and its ring', async () => {
  const found = await account(
    'B3/HUB',
    'accountId bank country firstSeenAt lastSeenAt communityId pagerank ring { ringId }',
  );
  expect(found).toEqual({
    accountId: 'B3/HUB',
    bank: 'B3',
    country: 'PT',
    firstSeenAt: '2026-01-05T09:42:00.000Z',
    lastSeenAt: '2026-01-05T15:39:00.000Z',
    communityId: null,
    pagerank: null,
    ring: { ringId: 'ring-gather' },
  });
});

test('the neighbourhood is bounded by hops, time and nodes, and tells when it was cut', async () => {
  const shape = '{ truncated accounts { accountId } transactions { seq } identifiers { kind value } }';
  const one = await account('B4/S1', `neighbourhood(hops: 1) ${shape}`);
  expect(one.neighbourhood).toMatchObject({
    truncated: false,
    accounts: [{ accountId: 'B4/S1' }, { accountId: 'B3/HUB' }],
  });
  const two = await account('B4/S1', `neighbourhood(hops: 2) ${shape}`);
  expect((two.neighbourhood as { accounts: unknown[] }).accounts).toHaveLength(9);
  const few = await account('B4/S1', `neighbourhood(hops: 2, nodesMax: 3) ${shape}`);
  expect((few.neighbourhood as { accounts: unknown[] }).accounts).toHaveLength(3);
  expect(few.neighbourhood).toMatchObject({ truncated: true });
  const early = await account('B4/S1', `neighbourhood(hops: 1, until: "2026-01-05T09:00:00Z") ${shape}`);
  expect(early.neighbourhood).toMatchObject({ accounts: [{ accountId: 'B4/S1' }], transactions: [] });
});

test('latest transactions are newest first and carry both times', async () => {
  const { latestTransactions } = await account(
    'B1/G1',
    'latestTransactions(first: 2) { transactionId at seenAt format }',
  );
  expect(latestTransactions).toEqual([
    {
      transactionId: 't00023',
      at: '2026-01-05T14:31:00.000Z',
      seenAt: '2026-01-05T15:31:00.000Z',
      format: 'WIRE',
    },
    {
      transactionId: 't00020',
      at: '2026-01-05T13:40:00.000Z',
      seenAt: '2026-01-05T14:40:00.000Z',
      format: 'WIRE',
    },
  ]);
});

test('identifiers tell who else uses them', async () => {
  const { identifiers } = await account(
    'B1/G2',
    'identifiers(first: 1) { kind value count sharedBy { account { accountId } } }',
  );
  const [device] = identifiers as unknown as {
    kind: string;
    value: string;
    sharedBy: { account: { accountId: string } }[];
  }[];
  expect(device).toMatchObject({ kind: 'DEVICE', value: 'device-of-G2', count: 1 });
  expect(device?.sharedBy.map((use) => use.account.accountId)).toContain('B1/G2');
});

test('decisions of an account come in pages, newest first', async () => {
  const first = await account(
    'B3/HUB',
    'decisions(first: 3) { edges { node { transactionId } } pageInfo { hasNextPage endCursor } }',
  );
  const page = first.decisions as {
    edges: { node: { transactionId: string } }[];
    pageInfo: { endCursor: string };
  };
  expect(page.edges.map(({ node }) => node.transactionId)).toEqual(['t00027', 't00026', 't00025']);
  const next = await account(
    'B3/HUB',
    `decisions(first: 1, after: "${page.pageInfo.endCursor}") { edges { node { transactionId } } }`,
  );
  expect(next.decisions).toEqual({ edges: [{ node: { transactionId: 't00024' } }] });
});

test('a walk that is wider than its limits is refused with the key that raises it', async () => {
  for (const [argument, key] of [
    ['hops: 9', 'graph.walk.hopsMax'],
    ['nodesMax: 501', 'graph.walk.nodesMax'],
    ['degreeMax: 201', 'graph.walk.degreeMax'],
  ]) {
    const { errors } = await api.query(
      `{ account(id: "B3/HUB") { neighbourhood(${argument}) { truncated } } }`,
    );
    expect(errors?.[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
    expect(errors?.[0]?.message).toContain(key);
  }
});
