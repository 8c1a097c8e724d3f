import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportFormats } from '../../scoring/rings/dossier/exports/registry.ts';
import { openTestApi, type TestApi } from '../testing/open-test-api.ts';
import { cycleRing, gatherScatterRing, scatterGatherRing } from '../testing/scenario.ts';
import { seedRing } from '../testing/seed.ts';
import { seedEvidence } from '../testing/seed-evidence.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi({ limits: { dossiersMax: 2, pageMax: 10 } });
  await seedRing(api.stores, 20, gatherScatterRing);
  const accounts = ['B1/G1', 'B1/G2'] as const;
  const tie = {
    kind: 'card',
    identifier: 'c-7',
    accounts,
    strength: 'HARD',
    weight: 2,
    at: 1_767_600_000_000,
  } as const;
  await seedEvidence(api.stores, 20, gatherScatterRing, [tie]);
  await seedRing(api.stores, 40, cycleRing);
  await seedRing(api.stores, 60, scatterGatherRing);
}, 60_000);

afterAll(() => api.close());

interface RingAnswer {
  readonly evidence: {
    readonly transfers: Connected;
    readonly contributions: Connected;
    readonly [other: string]: unknown;
  };
  readonly [other: string]: unknown;
}
interface Connected {
  readonly edges: readonly { readonly cursor: string; readonly node: Record<string, unknown> }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

async function gather(fields: string): Promise<RingAnswer> {
  const { data, errors } = await api.query(`{ ring(id: "ring-gather") { ${fields} } }`);
  expect(errors).toBeUndefined();
  return data?.ring as unknown as RingAnswer;
}

test('the evidence of a ring has its transfers and ties, what is essential and what each contributes', async () => {
  const { evidence } = await gather(`evidence {
    transfers(first: 1) { edges { node { transactionId from to money { amount currency } referenceMoney { amount currency } } } }
    ties(first: 10) { edges { node { kind value accounts strength weight } } }
    minimal { transfers { seq } ties { value } }
    contributions(first: 10) { edges { node { transfer { seq } tie { value } drop share } } }
  }`);
  expect(evidence).toMatchObject({
    transfers: {
      edges: [
        {
          node: {
            transactionId: 't00020',
            from: 'B1/G1',
            to: 'B3/HUB',
            money: { amount: '4500.00', currency: 'EUR' },
            referenceMoney: { amount: '4860.00', currency: 'USD' },
          },
        },
      ],
    },
    ties: {
      edges: [{ node: { kind: 'CARD', value: 'c-7', accounts: ['B1/G1', 'B1/G2'], strength: 'HARD' } }],
    },
  });
  const shares = evidence.contributions.edges.map(({ node }) => Number(node['share']));
  expect(shares).toHaveLength(9);
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
});

test('evidence comes in pages that join without gap or repetition', async () => {
  const seen: unknown[] = [];
  for (let after: string | null = null; ; ) {
    const { evidence } = await gather(
      `evidence { transfers(first: 3, after: ${JSON.stringify(after)}) { edges { cursor node { seq } } pageInfo { hasNextPage endCursor } } }`,
    );
    seen.push(evidence.transfers.edges.map(({ node }) => node['seq']));
    after = evidence.transfers.pageInfo.endCursor;
    if (!evidence.transfers.pageInfo.hasNextPage) break;
  }
  expect(seen).toEqual([
    [1, 2, 3],
    [4, 5, 6],
    [7, 8],
  ]);
});

test('a cursor of another list and a page that is too large are refused', async () => {
  const ask = async (args: string) =>
    (await api.query(`{ ring(id: "ring-gather") { evidence { transfers(${args}) { edges { cursor } } } } }`))
      .errors?.[0]?.extensions.code;
  expect(await ask('first: 3, after: "bm9wZQ"')).toBe('INPUT_INVALID');
  expect(await ask('first: 11')).toBe('LIMIT_EXCEEDED');
});

test('the flow tells what entered, circulated and left, and which transfer fed which', async () => {
  const { flow } = await gather(`flow {
    entered { amount currency } circulated { amount } left { amount } kept { amount } fees { amount } gained { amount }
    accounts(first: 10) { edges { node { place account { accountId } received { amount } passedOn { amount } kept { amount } } } }
    links(first: 1) { edges { node { account fromSeq toSeq money { amount } heldMs } } }
  }`);
  expect(flow).toMatchObject({
    entered: { amount: '23166.00', currency: 'USD' },
    circulated: { amount: '0.00' },
    left: { amount: '21924.00' },
    links: { edges: [{ node: { account: 'B3/HUB', fromSeq: 1, toSeq: 6, money: { amount: '4860.00' } } }] },
  });
  const { accounts } = flow as { accounts: Connected };
  expect(accounts.edges[1]?.node).toMatchObject({
    place: 'THROUGH',
    account: { accountId: 'B3/HUB' },
    received: { amount: '23166.00' },
    passedOn: { amount: '21924.00' },
  });
});

test('typologies come with their confidence, best first', async () => {
  const { typologies } = await gather('typologies { typology confidence clarity accounts transfers }');
  const [best] = typologies as { typology: string; confidence: number; transfers: number[] }[];
  expect(best?.typology).toBe('GATHER_SCATTER');
  expect(best?.transfers).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('the timeline has changes and moments in order of time', async () => {
  const { timeline } = await gather(`timeline(first: 10) { edges { node {
    kind at cause suspicion joined transfersAdded transfer { transactionId } transfers referenceMoney { amount } otherRing { ringId }
  } } }`);
  const entries = (timeline as Connected).edges.map(({ node }) => node);
  expect(entries.map(({ kind }) => kind)).toEqual([
    'FIRST_TRANSFER',
    'BORN',
    'LARGEST_TRANSFER',
    'LAST_TRANSFER',
    'GREW',
    'GREW',
  ]);
  expect(entries[0]).toMatchObject({ transfer: { transactionId: 't00020' }, joined: [], cause: null });
  expect(entries[1]).toMatchObject({
    cause: 'FLAGGED_TRANSFER',
    joined: Object.keys(gatherScatterRing.roles),
  });
});

test('a ring is explained in the language that was asked for, and in no other', async () => {
  const { explanation, pt } = await gather('explanation pt: explanation(language: "pt")');
  expect(explanation).toMatch(/^Ring ring-gather: gather-scatter, open\n/);
  expect(pt).toMatch(/^Anel ring-gather: recolha e dispersão, aberto\n/);
  const { errors } = await api.query('{ ring(id: "ring-gather") { explanation(language: "xx") } }');
  expect(errors?.[0]?.extensions.code).toBe('INPUT_INVALID');
  expect(errors?.[0]?.message).toContain('expected one of en, pt');
});

test('everything about one ring is read once', async () => {
  api.calls.clear();
  await gather(
    'explanation flow { kept { amount } } evidence { transfers(first: 1) { edges { cursor } } } typologies { typology }',
  );
  expect(Object.fromEntries(api.calls)).toEqual({ ringsById: 1, ringEvidence: 1, ringEvents: 1 });
});

test('one request explains at most api.dossiersMax rings', async () => {
  const ask = async (first: number) =>
    (await api.query(`{ rings(first: ${first}) { edges { node { explanation } } } }`)).errors?.[0];
  expect(await ask(2)).toBeUndefined();
  const error = await ask(3);
  expect(error?.extensions.code).toBe('LIMIT_EXCEEDED');
  expect(error?.message).toContain('api.dossiersMax');
});

function download(path: string): Promise<Response> {
  return fetch(`${api.server.url}/rings/${path}`);
}

test.each(Object.values(exportFormats).map(({ extension, mediaType }) => [extension, mediaType]))(
  'a dossier is downloaded as .%s',
  async (extension, mediaType) => {
    const response = await download(`ring-gather.${extension}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(mediaType);
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="ring-gather.${extension}"`,
    );
    expect(await response.text()).toBe(await (await download(`ring-gather.${extension}`)).text());
  },
);

test('a download is in the language that was asked for', async () => {
  expect(await (await download('ring-gather.txt?language=pt')).text()).toMatch(/^Anel ring-gather/);
  const refused = await download('ring-gather.txt?language=xx');
  expect(refused.status).toBe(400);
  expect(JSON.stringify(await refused.json())).toContain('INPUT_INVALID');
});

test.each(['ring-none.json', 'ring-gather.exe', 'ring-gather'])('%s is not found', async (path) => {
  const response = await download(path);
  expect(response.status).toBe(404);
  expect(JSON.stringify(await response.json())).toContain('NOT_FOUND');
});
