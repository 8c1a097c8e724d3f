import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../base/clock.ts';
import { parseConfig } from '../../base/config.ts';
import { openLog } from '../../base/log.ts';
import type { GraphStore } from '../../graph/store.ts';
import { openEmbeddedGraphStore } from '../../graph/stores/embedded/open-embedded-graph-store.ts';
import { startEmbeddedPostgres } from '../../ledger/embedded/start-embedded-postgres.ts';
import type { Ledger } from '../../ledger/model.ts';
import { openLedger } from '../../ledger/open-ledger.ts';

/** The real embedded stores in a folder of their own. */
export interface TestStores {
  readonly graph: GraphStore;
  readonly ledger: Ledger;
  /** Closes both and removes the folder. */
  close(): Promise<void>;
}

/** Opens an empty embedded graph store and an empty ledger on a private PostgreSQL. About two seconds. */
export async function openTestStores(): Promise<TestStores> {
  const folder = await mkdtemp(join(tmpdir(), 'anel-api-'));
  const config = parseConfig({});
  const log = openLog('silent');
  const postgres = await startEmbeddedPostgres({
    folder: join(folder, 'postgres'),
    log,
    clock: systemClock,
    timeoutMs: config.ledger.startTimeoutMs,
  });
  const close = async (...stores: { close(): Promise<void> }[]): Promise<void> => {
    for (const store of stores) await store.close();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const ledger = await openLedger({
      connection: postgres.connection,
      config: config.ledger,
      log,
      clock: systemClock,
    });
    const graph = await openEmbeddedGraphStore({ folder: join(folder, 'graph'), config: config.graph, log });
    return { graph, ledger, close: () => close(graph, ledger) };
  } catch (error) {
    await close();
    throw error;
  }
}
