import type { TestServer } from '../../servers/test-server.ts';

type Tree = { readonly [key: string]: unknown };

/**
 * The settings of a trial's services: the servers, and short times, so that what is gone is noticed within seconds; small batches, so that
 * a kill hits the middle of things. Scoring is as it is by default.
 */
export function trialSettings(servers: readonly TestServer[], batchMax: number): Tree {
  const own: Tree = {
    kafka: { sessionTimeoutMs: 2000, heartbeatEveryMs: 300, rebalanceTimeoutMs: 5000 },
    ledger: { leaseMs: 3000, leaseRenewEveryMs: 500 },
    ingest: { batchMax, retryMaxMs: 1000 },
    graph: { checkpointEveryMs: 1000 },
    log: { level: 'info' },
  };
  return [...servers.map((server) => server.settings()), own].reduce(merged, {});
}

function merged(one: Tree, other: Tree): Tree {
  const result: Record<string, unknown> = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const known = result[key];
    result[key] = isTree(known) && isTree(value) ? merged(known, value) : value;
  }
  return result;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
