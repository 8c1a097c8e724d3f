import type { ApiType } from '../api-type.ts';
import type { ApiContext } from '../context.ts';

async function counts({ services }: ApiContext): Promise<object> {
  const [graph, ledger] = await Promise.all([services.graph.counts(), services.ledger.counts()]);
  return { ...graph, ...ledger, transactions: graph.transfers };
}

/** `status`: readiness, position and counts. */
export const statusType: ApiType = {
  folder: 'status',
  types: {
    Query: {
      status: () => ({}),
    },
    Status: {
      version: (_: unknown, __: unknown, { services }: ApiContext) => services.version,
      ready: (_: unknown, __: unknown, { services }: ApiContext) => services.ready().ready,
      parts: (_: unknown, __: unknown, { services }: ApiContext) =>
        Object.entries(services.ready().parts).map(([name, state]) => ({ name, state })),
      now: (_: unknown, __: unknown, { services }: ApiContext) => services.clock.nowMs(),
      lastSeq: (_: unknown, __: unknown, { services }: ApiContext) => services.ledger.lastSeq(),
      featureSetHash: (_: unknown, __: unknown, { services }: ApiContext) => services.features.hash,
      counts: (_: unknown, __: unknown, context: ApiContext) => counts(context),
    },
  },
};
