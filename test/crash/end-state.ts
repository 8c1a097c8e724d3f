import { openStores, type Stores } from '../../app/open-stores.ts';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import type { GraphStore } from '../../graph/store.ts';
import type { Ledger, Page, PageRequest } from '../../ledger/model.ts';

/** What scoring made of the events of some stores. */
export interface ScoredState {
  readonly digest: string;
  /** The ring of every account that a ring had, and the score of every flagged transfer, as the graph store holds them. */
  readonly annotated: unknown;
  readonly rings: readonly unknown[];
  readonly alerts: readonly unknown[];
}

/** Everything of a data folder that must not depend on how its runs ended. */
export interface EndState extends ScoredState {
  readonly counts: unknown;
  readonly graph: unknown;
  readonly deadLetters: readonly unknown[];
  readonly position: number;
}

async function all<T>(list: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: Page<T> = await list({ cursor, limit: 500 });
    found.push(...page.items.map(({ value }) => value));
    cursor = page.items.at(-1)?.cursor ?? null;
    if (!page.hasNext) return found;
  }
}

async function annotated(graph: GraphStore, ledger: Ledger) {
  const rings = await all((page) => ledger.rings(page));
  const events = (await Promise.all(rings.map(({ id }) => ledger.ringEvents(id)))).flat();
  const accounts = [...new Set(events.flatMap(({ joined }) => joined.map(({ account }) => account)))].sort();
  const flagged: string[] = [];
  for await (const page of ledger.decisionsAfter(0, 1000)) {
    for (const { transactionId, verdict } of page) if (verdict !== 'ALLOW') flagged.push(transactionId);
  }
  const ringIds = [...(await graph.accounts(accounts)).values()].map(({ id, ringId }) => [id, ringId]).sort();
  const scores = [...(await graph.transfers(flagged)).values()]
    .map(({ event, score }) => [event.id, score])
    .sort();
  const memberships = await Promise.all(
    rings.map(async ({ id }) => [id, await graph.membershipsOf(id, 1000)] as const),
  );
  return { ringIds, scores, memberships: memberships.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

/** Reads what scoring made of the events of some stores. */
export async function scoredState({ graph, ledger }: Pick<Stores, 'graph' | 'ledger'>): Promise<ScoredState> {
  return {
    digest: await ledger.decisionsDigest(),
    annotated: await annotated(graph, ledger),
    rings: await all((page) => ledger.rings(page)),
    alerts: await all((page) => ledger.alerts(page)),
  };
}

/** Reads the end state of a data folder that no process uses. */
export async function endState(data: string, settings: object, source: string): Promise<EndState> {
  const stores = await openStores(parseConfig({ ...settings, data }), systemClock, openLog('silent'));
  const { ledger, graph } = stores;
  try {
    return {
      ...(await scoredState(stores)),
      counts: await ledger.counts(),
      graph: await graph.counts(),
      deadLetters: await all((page) => ledger.deadLetters(source, page)),
      position: await ledger.position(source),
    };
  } finally {
    await stores.close();
  }
}
