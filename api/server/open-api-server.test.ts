import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { isAnelError } from '../../base/errors.ts';
import { openTestApi, type TestApi } from '../testing/open-test-api.ts';
import { cycleRing } from '../testing/scenario.ts';
import { seedRing } from '../testing/seed.ts';
import { openApiServer } from './open-api-server.ts';

const limits = {
  requestsPerMinuteMax: 6000,
  clientsMax: 100,
  pollEveryMs: 1000,
  depthMax: 6,
  complexityMax: 200,
  bodyBytesMax: 4000,
  pageMax: 10,
  dossiersMax: 2,
  requestTimeoutMs: 150,
};
const few = { subscribersMax: 2, subscriberQueueMax: 2, replayMax: 2 };
let api: TestApi;
let ready = false;

beforeAll(async () => {
  api = await openTestApi({
    limits,
    services: { ready: () => ({ ready, parts: { ledger: ready ? 'open' : 'opening' } }) },
  });
  await seedRing(api.stores, 1, cycleRing);
}, 60_000);

afterAll(() => api.close());

const json = { 'content-type': 'application/json' };

function post(body: string, headers: Record<string, string> = json): Promise<Response> {
  return fetch(`${api.server.url}/graphql`, { method: 'POST', headers, body });
}

async function firstError(response: Response): Promise<{ code: string; message: string }> {
  const { errors } = (await response.json()) as {
    errors: { message: string; extensions: { code: string } }[];
  };
  return { code: errors[0]?.extensions.code ?? '', message: errors[0]?.message ?? '' };
}

test('a query that is too deep is refused before it runs', async () => {
  api.calls.clear();
  const response = await post(
    JSON.stringify({
      query: '{ ring(id: "r") { alerts { edges { node { ring { alerts { edges { cursor } } } } } } } }',
    }),
  );
  expect(response.status).toBe(400);
  const { code, message } = await firstError(response);
  expect(code).toBe('LIMIT_EXCEEDED');
  expect(message).toContain('api.depthMax');
  expect(api.calls.size).toBe(0);
});

test('a query that may answer too much is refused before it runs', async () => {
  const response = await post(
    JSON.stringify({ query: '{ rings(first: 10) { edges { node { members { role } } } } }' }),
  );
  expect(response.status).toBe(400);
  expect(await firstError(response)).toMatchObject({
    code: 'LIMIT_EXCEEDED',
    message: expect.stringContaining('api.complexityMax'),
  });
});

test('a page that is too large, or empty, is refused with the limit', async () => {
  const large = await api.query('{ rings(first: 11) { edges { cursor } } }');
  expect(large.errors?.[0]).toMatchObject({ extensions: { code: 'LIMIT_EXCEEDED' }, path: ['rings'] });
  const empty = await api.query('{ rings(first: 0) { edges { cursor } } }');
  expect(empty.errors?.[0]?.extensions.code).toBe('INPUT_INVALID');
});

test('a body that is too large is refused', async () => {
  const response = await post(JSON.stringify({ query: `{ status { version } } #${'x'.repeat(4000)}` }));
  expect(response.status).toBe(413);
  expect(await firstError(response)).toMatchObject({
    code: 'LIMIT_EXCEEDED',
    message: expect.stringContaining('api.bodyBytesMax'),
  });
});

test('a document of too many tokens is refused', async () => {
  const config = { ...limits, bodyBytesMax: 100_000, port: 0, host: '127.0.0.1', ...few };
  const roomy = await openApiServer({ services: api.services, config });
  const body = JSON.stringify({ query: `{ ${'a '.repeat(10_001)} }` });
  const response = await fetch(`${roomy.url}/graphql`, { method: 'POST', headers: json, body });
  expect(await firstError(response)).toMatchObject({
    code: 'LIMIT_EXCEEDED',
    message: expect.stringContaining('10000 tokens'),
  });
  await roomy.close();
});

test('a read that takes too long is ended', async () => {
  const slow = await openApiServer({
    services: {
      ...api.services,
      ledger: { ...api.services.ledger, lastSeq: () => new Promise(() => undefined) },
    },
    config: { ...limits, port: 0, host: '127.0.0.1', ...few },
  });
  const response = await fetch(`${slow.url}/graphql`, {
    method: 'POST',
    headers: json,
    body: '{"query":"{ status { lastSeq } }"}',
  });
  expect(await firstError(response)).toMatchObject({
    code: 'LIMIT_EXCEEDED',
    message: expect.stringContaining('api.requestTimeoutMs'),
  });
  await slow.close();
});

test('a failure of a store is masked: code and public message only', async () => {
  const broken = await openApiServer({
    services: {
      ...api.services,
      reasonText: () => {
        throw new TypeError('secret of the inside');
      },
    },
    config: { ...limits, port: 0, host: '127.0.0.1', ...few },
  });
  const query = '{ decision(transactionId: "t00001") { reasons { code } } }';
  const response = await fetch(`${broken.url}/graphql`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ query }),
  });
  const body = await response.text();
  expect(JSON.parse(body).errors[0]).toMatchObject({
    message: 'an internal error occurred',
    extensions: { code: 'INTERNAL' },
  });
  expect(body).not.toContain('secret');
  await broken.close();
});

test('limits and masks hold over the socket too', async () => {
  const sockets = createClient({
    url: `${api.server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const deep = '{ ring(id: "r") { alerts { edges { node { ring { alerts { edges { cursor } } } } } } } }';
  for (const [query, code] of [
    [deep, 'LIMIT_EXCEEDED'],
    ['{ nothing }', 'INPUT_INVALID'],
    ['{ rings(first: 11) { edges { cursor } } }', 'LIMIT_EXCEEDED'],
  ] as const) {
    const answer = await sockets
      .iterate({ query })
      .next()
      .then(
        ({ value }) => value.errors,
        (errors: unknown) => errors,
      );
    expect(answer).toMatchObject([{ extensions: { code } }]);
  }
  await sockets.dispose();
});

test('the answers have the status and content type of GraphQL over HTTP', async () => {
  const accept = 'application/graphql-response+json';
  const cases: [string, Record<string, string>, number, string][] = [
    ['{"query":"{ __typename }"}', json, 200, 'application/json'],
    ['{"query":"{ __typename }"}', { ...json, accept }, 200, accept],
    ['{"query":"{"}', { ...json, accept }, 400, accept],
    ['{"query":"{ nothing }"}', { ...json, accept }, 400, accept],
    [
      '{"query":"query ($n: Int!) { rings(first: $n) { edges { cursor } } }","variables":{"n":"x"}}',
      { ...json, accept },
      400,
      accept,
    ],
    ['{"query":"{ __typename }","operationName":"other"}', { ...json, accept }, 400, accept],
    ['{}', json, 400, 'application/json'],
    ['[]', json, 400, 'application/json'],
    ['{', json, 400, 'application/json'],
    ['{ __typename }', { 'content-type': 'text/plain' }, 400, 'application/json'],
    ['<x/>', { 'content-type': 'application/xml' }, 415, 'application/json'],
  ];
  for (const [body, headers, status, type] of cases) {
    const response = await post(body, headers);
    expect([body, response.status]).toEqual([body, status]);
    expect(response.headers.get('content-type')).toContain(type);
    if (status !== 200) expect((await firstError(response)).code).toBe('INPUT_INVALID');
  }
});

test('a query may come by GET, a mutation may not', async () => {
  const get = (query: string) =>
    fetch(`${api.server.url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
  expect(await (await get('{ __typename }')).json()).toEqual({ data: { __typename: 'Query' } });
  const mutation = await get(
    'mutation { submitTransaction(input: { id: "a", at: "2026-01-05T08:30:00Z", from: { account: "a" }, to: { account: "b" }, amount: "1", currency: "EUR", format: "ACH" }) { duplicate } }',
  );
  expect(mutation.status).toBe(405);
});

test('introspection tells the whole schema', async () => {
  const { data } = await api.query(
    '{ __schema { queryType { fields { name } } mutationType { name } subscriptionType { name } } }',
  );
  const schema = data?.__schema as unknown as { queryType: { fields: { name: string }[] } };
  expect(schema.queryType.fields.map((field) => field.name)).toEqual(
    expect.arrayContaining([
      'node',
      'account',
      'transaction',
      'decision',
      'ring',
      'rings',
      'alert',
      'alerts',
      'status',
    ]),
  );
});

test('the probes tell that the process lives, whether it is ready, and its metrics', async () => {
  expect(await (await fetch(`${api.server.url}/healthz`)).json()).toEqual({ status: 'ok' });
  const before = await fetch(`${api.server.url}/readyz`);
  expect([before.status, await before.json()]).toEqual([503, { ready: false, parts: { ledger: 'opening' } }]);
  ready = true;
  expect((await fetch(`${api.server.url}/readyz`)).status).toBe(200);
  const metrics = await fetch(`${api.server.url}/metrics`);
  expect(metrics.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  expect(await metrics.text()).toContain('anel_up 1');
  expect(
    (await api.query('{ status { ready version parts { name state } counts { decisions rings alerts } } }'))
      .data,
  ).toEqual({
    status: {
      ready: true,
      version: '0.0.0-test',
      parts: [{ name: 'ledger', state: 'open' }],
      counts: { decisions: 5, rings: 1, alerts: 1 },
    },
  });
});

test('console and explorer load everything from this server, under a policy that allows nothing else', async () => {
  for (const path of ['/', '/explorer']) {
    const page = await fetch(`${api.server.url}${path}`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const html = await page.text();
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    const assets = [...html.matchAll(/(?:src|href)="(\/[^"#]+)"/g)].map((match) => match[1] ?? '');
    expect(assets.length).toBeGreaterThan(2);
    for (const asset of assets)
      expect([asset, (await fetch(`${api.server.url}${asset}`)).status]).toEqual([asset, 200]);
  }
});

test('a file that the browser has is not sent again, and no other file is served', async () => {
  const first = await fetch(`${api.server.url}/console/app.js`);
  const etag = first.headers.get('etag') ?? '';
  expect(
    (await fetch(`${api.server.url}/console/app.js`, { headers: { 'if-none-match': etag } })).status,
  ).toBe(304);
  for (const path of ['/package.json', '/console/..%2fpackage.json', '/nothing']) {
    const response = await fetch(`${api.server.url}${path}`);
    expect([path, response.status]).toEqual([path, 404]);
    expect((await firstError(response)).code).toBe('NOT_FOUND');
  }
});

test('other names for this machine and pages of other origins are refused', async () => {
  const status = await new Promise((resolve, reject) => {
    const sent = httpRequest(
      `${api.server.url}/healthz`,
      { headers: { host: 'evil.example' } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    sent.on('error', reject).end();
  });
  expect(status).toBe(403);
  const socket = new WebSocket(`${api.server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    origin: 'http://evil.example',
  });
  const error = await new Promise<Error>((resolve) => socket.on('error', resolve));
  expect(error.message).toContain('403');
});

test('a port that is taken is an error that tells what to do', async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  const { port } = blocker.address() as AddressInfo;
  const config = {
    ...limits,
    port,
    host: '127.0.0.1',
    ...few,
  };
  const error = await openApiServer({ services: api.services, config }).catch((thrown: unknown) => thrown);
  expect(isAnelError(error, 'PORT_TAKEN')).toBe(true);
  expect(String(error)).toContain('api.port');
  await new Promise((resolve) => blocker.close(resolve));
});

test('closing tells subscribers, and leaves the port free', async () => {
  const config = {
    ...limits,
    port: 0,
    host: '127.0.0.1',
    ...few,
  };
  const server = await openApiServer({ services: api.services, config });
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await new Promise((resolve) => socket.on('open', resolve));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await server.close();
  expect(await closed).toBe(1001);
  const again = await openApiServer({ services: api.services, config: { ...config, port: server.port } });
  expect(again.port).toBe(server.port);
  await again.close();
});
