import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { openTestApi, type TestApi } from '../testing/open-test-api.ts';
import { cycleRing, gatherScatterRing, testTransfer } from '../testing/scenario.ts';
import { seedRing } from '../testing/seed.ts';
import { suspiciousAmount } from '../testing/test-pipeline.ts';

let api: TestApi;
let nextNumber = 100;

beforeAll(async () => {
  api = await openTestApi({ limits: { subscribersMax: 3, subscriberQueueMax: 2, replayMax: 4 } });
  await seedRing(api.stores, 1, cycleRing);
  await seedRing(api.stores, 20, gatherScatterRing);
}, 60_000);

afterAll(() => api.close());

interface Raised {
  readonly data?: {
    readonly alertRaised: { readonly seq: number; readonly alert: { readonly alertId: string } };
  };
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

function client() {
  return createClient({
    url: `${api.server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
}

function subscribe(
  sockets: ReturnType<typeof client>,
  afterSeq: number | null,
): AsyncIterableIterator<Raised> {
  const query =
    'subscription ($afterSeq: Long) { alertRaised(afterSeq: $afterSeq) { seq alert { alertId score account { accountId } } } }';
  return sockets.iterate({ query, variables: { afterSeq } }) as AsyncIterableIterator<Raised>;
}

async function take(stream: AsyncIterableIterator<Raised>): Promise<Raised> {
  const { value } = (await stream.next()) as { value: Raised };
  return value;
}

async function raise(): Promise<number> {
  nextNumber += 1;
  const result = await api.services.submit(testTransfer(nextNumber, 'B1/C1', 'B9/NEW', suspiciousAmount));
  if (result.outcome !== 'DECIDED') throw new Error('the transfer was not decided');
  return result.decision?.seq ?? 0;
}

async function opened(count: number): Promise<void> {
  await expect.poll(() => api.feed.subscribers, { interval: 5 }).toBe(count);
}

test('an alert sums up its transactions, and lists them in pages', async () => {
  const { data, errors } = await api.query(`{ alert(id: "alert-ring-cycle") {
    status score raisedSeq raisedAt lastSeq transactionCount referenceMoney { amount currency } mergedInto { alertId }
    reasons { code text } ring { ringId } account { accountId }
    transactions(first: 2) { edges { node { transactionId } } pageInfo { hasNextPage } }
  } }`);
  expect(errors).toBeUndefined();
  expect(data?.alert).toEqual({
    status: 'OPEN',
    score: 0.97,
    raisedSeq: 1,
    raisedAt: '2026-01-05T08:17:00.000Z',
    lastSeq: 5,
    transactionCount: 5,
    referenceMoney: { amount: '46622.50', currency: 'USD' },
    mergedInto: null,
    reasons: [{ code: 'CLOSED_CYCLE', text: 'Because of closed cycle.' }],
    ring: { ringId: 'ring-cycle' },
    account: { accountId: 'B1/C1' },
    transactions: {
      edges: [{ node: { transactionId: 't00001' } }, { node: { transactionId: 't00002' } }],
      pageInfo: { hasNextPage: true },
    },
  });
});

test('alerts are newest first, and can be those of one ring', async () => {
  const { data } = await api.query(
    '{ all: alerts { edges { node { alertId } } } one: alerts(ringId: "ring-cycle") { edges { node { alertId } } } }',
  );
  expect(data?.all).toEqual({
    edges: [{ node: { alertId: 'alert-ring-gather' } }, { node: { alertId: 'alert-ring-cycle' } }],
  });
  expect(data?.one).toEqual({ edges: [{ node: { alertId: 'alert-ring-cycle' } }] });
});

test('a subscription without a place gets new alerts only', async () => {
  const sockets = client();
  const stream = subscribe(sockets, null);
  const pending = take(stream);
  await opened(1);
  const seq = await raise();
  expect((await pending).data?.alertRaised).toMatchObject({
    seq,
    alert: { account: { accountId: 'B1/C1' } },
  });
  await stream.return?.();
  await opened(0);
  await sockets.dispose();
});

test('a subscription that resumes misses nothing and repeats nothing', async () => {
  const sockets = client();
  const stream = subscribe(sockets, 0);
  const seqs: number[] = [];
  for (let index = 0; index < 3; index += 1) seqs.push((await take(stream)).data?.alertRaised.seq ?? 0);
  expect(seqs.slice(0, 2)).toEqual([1, 6]);
  await stream.return?.();
  const missed = await raise();
  const again = subscribe(sockets, seqs.at(-1) ?? 0);
  expect((await take(again)).data?.alertRaised.seq).toBe(missed);
  const live = await raise();
  expect((await take(again)).data?.alertRaised.seq).toBe(live);
  await again.return?.();
  await opened(0);
  await sockets.dispose();
});

test('a subscription that missed more than the limit is told to read the list', async () => {
  await raise();
  const sockets = client();
  const answer = await take(subscribe(sockets, 0));
  expect(answer.errors?.[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
  expect(answer.errors?.[0]?.message).toContain('api.replayMax');
  await sockets.dispose();
});

test('one subscriber too many is refused, on a socket that stays open', async () => {
  const sockets = client();
  const streams = [subscribe(sockets, null), subscribe(sockets, null), subscribe(sockets, null)];
  const pending = streams.map((stream) => take(stream));
  await opened(3);
  const answer = await take(subscribe(sockets, null));
  expect(answer.errors?.[0]?.extensions.code).toBe('LIMIT_EXCEEDED');
  expect(answer.errors?.[0]?.message).toContain('api.subscribersMax');
  const seq = await raise();
  for (const raised of await Promise.all(pending)) expect(raised.data?.alertRaised.seq).toBe(seq);
  for (const stream of streams) await stream.return?.();
  await opened(0);
  await sockets.dispose();
});
