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
  account: { account: 'A1', bank: 'B1' },
  verdict: 'LEGITIMATE',
};

async function label(input: object) {
  const text = `mutation ($input: LabelAccountInput!) { labelAccount(input: $input) {
    account { accountId label labelId labelSource labelUntil labelPattern } errors { field code message }
  } }`;
  const { data, errors } = await api.query(text, { input });
  expect(errors).toBeUndefined();
  return data?.labelAccount as unknown;
}

const terms = { until: '2026-03-01T00:00:00.000Z', pattern: 'PAYROLL', source: 'ana' };
const legitimate = (id: string, account: string, at: string, more: object = {}) =>
  label({ id, at, account: { account }, verdict: 'LEGITIMATE', ...more });

test('what a legitimate label says of its end and its pattern is on its account', async () => {
  const said = { label: 'LEGITIMATE', labelId: 'v10', labelSource: 'ana', labelUntil: terms.until };
  expect(await legitimate('v10', 'P1', '2026-01-10T00:00:00.000Z', terms)).toEqual({
    account: { accountId: 'P1', ...said, labelPattern: 'PAYROLL' },
    errors: [],
  });
  const other = { ...terms, pattern: 'SETTLEMENT' };
  expect(await legitimate('v10', 'P1', '2026-01-10T00:00:00.000Z', other)).toMatchObject({
    errors: [{ code: 'ID_CONFLICT' }],
  });
});

test('an end and a pattern go with a legitimate label alone, and the end is after the confirmation', async () => {
  const refused = async (change: object) =>
    ((await label({ ...good, id: 'v11', verdict: 'FRAUD', ...change })) as { errors: unknown[] }).errors;
  expect(await refused({ until: terms.until })).toMatchObject([{ code: 'FIELD_INVALID', field: ['until'] }]);
  expect(await refused({ pattern: 'FAMILY' })).toMatchObject([{ code: 'FIELD_INVALID', field: ['pattern'] }]);
  expect(await refused({ verdict: 'LEGITIMATE', until: good.at })).toMatchObject([
    { code: 'FIELD_INVALID', field: ['until'], message: expect.stringContaining(good.at) },
  ]);
});

test('the suppressions in force are listed with their label, whoever confirmed it, and their end', async () => {
  await label(good);
  await legitimate('v12', 'P2', '2026-01-15T00:00:00.000Z', { source: null });
  await legitimate('v13', 'P3', '2026-01-01T00:00:00.000Z', { until: '2026-01-20T00:00:00.000Z' });
  const text = `query ($first: Int!, $after: Cursor, $at: DateTime) { suppressions(first: $first, after: $after, at: $at) {
    edges { cursor node { account { accountId } labelId source pattern since until } } pageInfo { hasNextPage endCursor }
  } }`;
  const ask = async (variables: object) =>
    (await api.query(text, { ...variables })).data?.suppressions as never as Listed;
  const first = await ask({ first: 2 });
  expect(first.edges.map(({ node }) => node)).toEqual([
    expect.objectContaining({ account: { accountId: 'B1/A1' }, labelId: 'v1', pattern: null }),
    {
      account: { accountId: 'P1' },
      labelId: 'v10',
      source: 'ana',
      pattern: 'PAYROLL',
      since: '2026-01-10T00:00:00.000Z',
      until: terms.until,
    },
  ]);
  expect(first.pageInfo.hasNextPage).toBe(true);
  const second = await ask({ first: 2, after: first.pageInfo.endCursor });
  expect(second.edges.map(({ node }) => node)).toEqual([
    {
      account: { accountId: 'P2' },
      labelId: 'v12',
      source: null,
      pattern: null,
      since: '2026-01-15T00:00:00.000Z',
      until: '2026-04-15T00:00:00.000Z',
    },
  ]);
  expect(second.pageInfo.hasNextPage).toBe(false);
  const before = await ask({ first: 5, at: '2026-01-05T00:00:00.000Z' });
  expect(before.edges.map(({ node }) => node.labelId)).toEqual(['v13']);
  const { errors } = await api.query(text, { first: 2, after: 'nonsense' });
  expect(errors?.[0]?.extensions.code).toBe('INPUT_INVALID');
});

interface Listed {
  readonly edges: readonly { readonly node: { readonly labelId: string | null } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
