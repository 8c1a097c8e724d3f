import { systemClock } from '../../base/clock.ts';
import { type Config, parseConfig } from '../../base/config.ts';
import { AnelError } from '../../base/errors.ts';
import { openLog } from '../../base/log.ts';
import { openDossier } from '../../scoring/rings/dossier/dossier.ts';
import { exportFormats } from '../../scoring/rings/dossier/exports/registry.ts';
import { LedgerAlertFeed } from '../feed/ledger-alert-feed.ts';
import { LocalRateLimiter } from '../limits/local-rate-limiter.ts';
import { type ApiServer, openApiServer } from '../server/open-api-server.ts';
import type { ApiServices } from '../services.ts';
import { countCalls } from './count-calls.ts';
import { openTestStores, type TestStores } from './open-test-stores.ts';
import { testFeatures } from './test-features.ts';
import { submitToStores } from './test-pipeline.ts';

/** An answer of GraphQL over HTTP. */
export interface Answer {
  readonly status: number;
  readonly data: Record<string, never> | null | undefined;
  readonly errors:
    | readonly { message: string; path?: readonly string[]; extensions: { code: string } }[]
    | undefined;
}

/** The API on the real embedded stores. */
export interface TestApi {
  readonly stores: TestStores;
  readonly services: ApiServices;
  readonly feed: LedgerAlertFeed;
  readonly server: ApiServer;
  /** Calls of the stores that the API made, by method. */
  readonly calls: Map<string, number>;
  query(text: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
  close(): Promise<void>;
}

export interface TestApiOptions {
  readonly limits?: Partial<Config['api']>;
  readonly services?: Partial<ApiServices>;
}

/** Opens the API on a free port, on empty stores. */
export async function openTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const stores = await openTestStores();
  const config = parseConfig({ api: { port: 0, ...options.limits } });
  const feed = new LedgerAlertFeed(stores.ledger, config.api);
  const calls = new Map<string, number>();
  const services: ApiServices = {
    graph: countCalls(stores.graph, calls),
    ledger: countCalls(stores.ledger, calls),
    features: testFeatures,
    walk: config.graph.walk,
    suppressionMs: config.rings.suppressionMs,
    reasonText: (code) => `Because of ${code.toLowerCase().replaceAll('_', ' ')}.`,
    decode: () => {
      throw new AnelError('INTERNAL', 'this test brings no decoder');
    },
    submit: (event) => submitToStores(stores, feed, event),
    alertFeed: feed,
    openDossier,
    exportFormats,
    communities: {
      last: null,
      begin: () => {
        throw new AnelError('INTERNAL', 'this test brings no recomputation');
      },
    },
    rateLimiter: new LocalRateLimiter(config.api, systemClock),
    ready: () => ({ ready: true, parts: { graph: 'open', ledger: 'open' } }),
    metrics: async () => '# TYPE anel_up gauge\nanel_up 1\n',
    clock: systemClock,
    log: openLog('silent'),
    version: '0.0.0-test',
    ...options.services,
  };
  const server = await openApiServer({ services, config: config.api }).catch(async (error: unknown) => {
    await stores.close();
    throw error;
  });
  return {
    stores,
    services,
    feed,
    server,
    calls,
    query: (text, variables = {}) => post(server.url, text, variables),
    close: async () => {
      feed.close();
      await server.close();
      await stores.close();
    },
  };
}

async function post(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as Pick<Answer, 'data' | 'errors'>;
  return { status: response.status, data: body.data, errors: body.errors };
}
