import { afterAll, beforeAll, expect, test } from 'vitest';
import { present } from '../../base/assert.ts';
import type { AlertEvent, RingEvent } from '../../scoring/rings/model.ts';
import { openTestApi, type TestApi } from '../testing/open-test-api.ts';
import { cycleRing, gatherScatterRing } from '../testing/scenario.ts';
import { commit, seedRing } from '../testing/seed.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi();
  await seedRing(api.stores, 1, cycleRing);
  await seedRing(api.stores, 20, gatherScatterRing);
  const { graph, ledger } = api.stores;
  const last = await ledger.lastSeq();
  const at = Date.UTC(2026, 0, 6);
  const base = {
    seq: last,
    at,
    typology: 'CYCLE',
    suspicion: 0.9,
    joined: [],
    left: [],
    otherRingId: null,
    transfersAdded: 0,
    transfers: [],
    ties: [],
    retracted: [],
  } as const;
  const evidence = [1, 2].map((seq) => ({
    seq,
    transactionId: `t0000${seq}`,
    at: at + seq,
    from: 'B1/C1',
    to: 'B1/C2',
    amountMinor: 980_000,
    currency: 'EUR',
    referenceCents: 1_078_000,
    score: 0.97,
  }));
  const accounts = ['B1/C1', 'B1/C2'] as const;
  const tie = { kind: 'card', identifier: 'c1', accounts, strength: 'HARD', weight: 2, at } as const;
  const ringEvents: RingEvent[] = [
    {
      ...base,
      ordinal: 1,
      ringId: 'ring-cycle',
      kind: 'GREW',
      cause: 'MOTIF',
      transfers: evidence,
      ties: [tie],
    },
    { ...base, ordinal: 2, ringId: 'ring-cycle', kind: 'SHRANK', cause: 'REVERSAL', retracted: [1] },
    { ...base, ordinal: 3, ringId: 'ring-cycle', kind: 'MERGED', cause: 'RING', otherRingId: 'ring-gather' },
  ];
  const alertEvent: AlertEvent = {
    seq: last,
    ordinal: 1,
    alertId: 'alert-ring-cycle',
    kind: 'ESCALATED',
    at,
    ringId: null,
    account: 'B1/C1',
    transactionId: null,
    score: 0.9,
    reasons: [],
    referenceCents: 0,
    threshold: 0.97,
    cause: null,
    otherAlertId: null,
  };
  await commit(ledger, { events: [], decisions: [], ringEvents, alertEvents: [alertEvent] });
  const member = { ringId: 'ring-cycle', since: at, role: 'MULE' };
  await graph.annotate({
    memberships: [
      { ...member, account: 'B1/C2', until: null },
      { ...member, account: 'B1/C1', until: at + 1 },
    ],
  });
}, 60_000);

afterAll(() => api.close());

const events = `query ($first: Int!, $after: Cursor) { ring(id: "ring-cycle") { events(first: $first, after: $after) {
  edges { node { kind cause transactionsAdded transactionsRetracted joined { account { accountId } } otherRing { ringId }
    transfers(first: 1) { transactionId seq at from to money { amount currency } referenceMoney { amount currency } score
      transaction { transactionId } }
    ties { kind value accounts strength weight at } } }
  pageInfo { hasNextPage endCursor }
} } }`;

interface EventsPage {
  readonly events: {
    readonly edges: readonly { readonly node: Record<string, unknown> }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

async function page(first: number, after: string | null): Promise<EventsPage['events']> {
  const { data, errors } = await api.query(events, { first, after });
  expect(errors).toBeUndefined();
  return (present(data?.ring, 'ring') as unknown as EventsPage).events;
}

test('the history of a ring comes in pages, newest first', async () => {
  const kinds: unknown[] = [];
  for (let after: string | null = null; ; ) {
    const { edges, pageInfo } = await page(3, after);
    kinds.push(edges.map(({ node }) => node.kind));
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) break;
  }
  expect(kinds).toEqual([
    ['MERGED', 'SHRANK', 'GREW'],
    ['GREW', 'GREW', 'GREW'],
    ['GREW', 'BORN'],
  ]);
});

test('an event tells its cause and the evidence that came and went, as much of it as asked for', async () => {
  const nodes = (await page(20, null)).edges.map(({ node }) => node);
  expect(nodes[7]).toMatchObject({ kind: 'BORN', cause: 'FLAGGED_TRANSFER', transfers: [], ties: [] });
  expect(nodes[2]).toMatchObject({
    cause: 'MOTIF',
    transfers: [
      {
        transactionId: 't00001',
        seq: 1,
        at: '2026-01-06T00:00:00.001Z',
        from: 'B1/C1',
        to: 'B1/C2',
        money: { amount: '9800.00', currency: 'EUR' },
        referenceMoney: { amount: '10780.00', currency: 'USD' },
        score: 0.97,
        transaction: { transactionId: 't00001' },
      },
    ],
    ties: [
      {
        kind: 'CARD',
        value: 'c1',
        accounts: ['B1/C1', 'B1/C2'],
        strength: 'HARD',
        weight: 2,
        at: '2026-01-06T00:00:00.000Z',
      },
    ],
  });
  expect(nodes[1]).toMatchObject({ kind: 'SHRANK', cause: 'REVERSAL', transactionsRetracted: 1 });
  expect(nodes[0]).toMatchObject({ kind: 'MERGED', cause: 'RING', otherRing: { ringId: 'ring-gather' } });
});

test('former members stay known, with when they left', async () => {
  const { data } = await api.query(
    '{ ring(id: "ring-cycle") { memberCount memberships(first: 5) { account { accountId } role since until } } }',
  );
  const member = { role: 'MULE', since: '2026-01-06T00:00:00.000Z' };
  expect(data?.ring).toEqual({
    memberCount: 0,
    memberships: [
      { ...member, account: { accountId: 'B1/C1' }, until: '2026-01-06T00:00:00.001Z' },
      { ...member, account: { accountId: 'B1/C2' }, until: null },
    ],
  });
});

test('an alert has the threshold that it was escalated to, and the ring that took over its own', async () => {
  const { data } = await api.query(
    '{ alert(id: "alert-ring-cycle") { status threshold ring { ringId status memberCount } } }',
  );
  expect(data?.alert).toEqual({
    status: 'OPEN',
    threshold: 0.97,
    ring: { ringId: 'ring-gather', status: 'OPEN', memberCount: 8 },
  });
});
