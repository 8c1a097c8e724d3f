import { openStores } from '../../app/open-service.ts';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import type { Page, PageRequest } from '../../ledger/model.ts';

/** Everything of a data folder that must not depend on how its runs ended. */
export interface EndState {
  readonly digest: string;
  readonly counts: unknown;
  readonly graph: unknown;
  readonly rings: readonly unknown[];
  readonly alerts: readonly unknown[];
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

/** Reads the end state of a data folder that no process uses. */
export async function endState(data: string, settings: object, source: string): Promise<EndState> {
  const stores = await openStores(parseConfig({ ...settings, data }), systemClock, openLog('silent'));
  const { ledger, graph } = stores;
  try {
    return {
      digest: await ledger.decisionsDigest(),
      counts: await ledger.counts(),
      graph: await graph.counts(),
      rings: await all((page) => ledger.rings(page)),
      alerts: await all((page) => ledger.alerts(page)),
      deadLetters: await all((page) => ledger.deadLetters(source, page)),
      position: await ledger.position(source),
    };
  } finally {
    await stores.close();
  }
}
