import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { ManualClock, minuteMs } from '../../base/clock.ts';
import { LocalRateLimiter } from '../limits/local-rate-limiter.ts';
import { openTestApi, type TestApi } from '../testing/open-test-api.ts';

const requestsPerMinuteMax = 3;
/** It stands still, so that no test depends on how fast it runs. */
const clock = new ManualClock(10 * minuteMs);
let api: TestApi;

beforeAll(async () => {
  const rateLimiter = new LocalRateLimiter({ requestsPerMinuteMax, clientsMax: 10 }, clock);
  api = await openTestApi({ limits: { requestsPerMinuteMax }, services: { rateLimiter } });
}, 60_000);

beforeEach(() => clock.advanceMs(2 * minuteMs));

afterAll(() => api.close());

function ask(method: 'GET' | 'POST'): Promise<Response> {
  const query = '{ status { version } }';
  if (method === 'GET') {
    const headers = { 'apollo-require-preflight': '1' };
    return fetch(`${api.server.url}/graphql?query=${encodeURIComponent(query)}`, { headers });
  }
  return fetch(`${api.server.url}/graphql`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
}

test('more requests than allowed get 429, a code, and the seconds to wait', async () => {
  for (const method of ['POST', 'GET', 'POST'] as const) expect((await ask(method)).status).toBe(200);
  for (const method of ['POST', 'GET'] as const) {
    const refused = await ask(method);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('80');
    expect(refused.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await refused.json()).toEqual({
      errors: [
        {
          message:
            'too many requests: this address may send 3 in a minute (api.requestsPerMinuteMax); try again in 80 s',
          extensions: { code: 'RATE_LIMITED' },
        },
      ],
    });
  }
  clock.advanceMs(80_000);
  expect((await ask('POST')).status).toBe(200);
});

test('probes, metrics and pages are served to a client that is refused', async () => {
  for (let sent = 0; sent < requestsPerMinuteMax; sent += 1) await ask('POST');
  expect((await ask('POST')).status).toBe(429);
  for (const path of ['/healthz', '/readyz', '/metrics', '/', '/explorer'])
    expect([path, (await fetch(`${api.server.url}${path}`)).status]).toEqual([path, 200]);
});

test('an operation on a socket counts like a request, and its refusal leaves the socket open', async () => {
  const sockets = createClient({
    url: `${api.server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazy: false,
  });
  const answer = () =>
    sockets
      .iterate({ query: '{ status { version } }' })
      .next()
      .then(
        ({ value }) => value,
        (errors: unknown) => ({ errors }),
      );
  expect((await ask('POST')).status).toBe(200);
  for (let sent = 1; sent < requestsPerMinuteMax; sent += 1)
    expect(await answer()).toEqual({ data: { status: { version: '0.0.0-test' } } });
  expect(await answer()).toMatchObject({
    errors: [
      {
        message: expect.stringContaining('api.requestsPerMinuteMax'),
        extensions: { code: 'RATE_LIMITED' },
      },
    ],
  });
  clock.advanceMs(2 * minuteMs);
  expect(await answer()).toEqual({ data: { status: { version: '0.0.0-test' } } });
  await sockets.dispose();
});
