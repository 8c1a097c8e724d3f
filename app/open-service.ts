import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { GraphStore } from '../graph/store.ts';
import { openEmbeddedGraphStore } from '../graph/stores/embedded/open-embedded-graph-store.ts';
import { connectionOf } from '../ledger/connection-of.ts';
import { startEmbeddedPostgres } from '../ledger/embedded/start-embedded-postgres.ts';
import type { Ledger } from '../ledger/model.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { type DataFolder, takeDataFolder } from './data-folder.ts';
import { type OpenEngine, openEngine } from './engine/open-engine.ts';

/** The two stores of a data folder, opened. */
export interface Stores {
  readonly folder: DataFolder;
  readonly graph: GraphStore;
  readonly ledger: Ledger;
  close(): Promise<void>;
}

/** Everything of one Anel process. */
export interface Service extends Stores, OpenEngine {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens the stores of the configured data folder. What was opened is closed again when a later part fails. */
export async function openStores(config: Config, clock: Clock, log: Log): Promise<Stores> {
  const closers: (() => Promise<void>)[] = [];
  const close = () => closeAll(closers, log);
  try {
    const folder = takeDataFolder(config.data);
    closers.push(async () => folder.release());
    const server = await ledgerConnection(config, folder, clock, log, closers);
    const ledger = await openLedger({ ...server, config: config.ledger, log, clock });
    closers.push(() => ledger.close());
    const graph = await openEmbeddedGraphStore({ folder: folder.graph, config: config.graph, log });
    closers.push(() => graph.close());
    return { folder, graph, ledger, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens the stores and the engine on them. */
export async function openService(config: Config, clock: Clock, log: Log): Promise<Service> {
  const stores = await openStores(config, clock, log);
  try {
    const opened = await openEngine(stores, config, clock, log);
    const close = async () => {
      try {
        await opened.engine.settle();
      } finally {
        await opened.model.close();
        await stores.close();
      }
    };
    return { ...stores, ...opened, config, clock, log, close };
  } catch (error) {
    await stores.close();
    throw error;
  }
}

async function ledgerConnection(
  config: Config,
  folder: DataFolder,
  clock: Clock,
  log: Log,
  closers: (() => Promise<void>)[],
) {
  const named = await connectionOf(config.ledger);
  if (named !== null) return named;
  const server = await startEmbeddedPostgres({
    folder: folder.ledger,
    log,
    clock,
    timeoutMs: config.ledger.startTimeoutMs,
  });
  closers.push(() => server.stop());
  return { connection: server.connection };
}

/** Closes in the opposite order of opening; a part that fails to close is logged and does not keep the others open. */
async function closeAll(closers: (() => Promise<void>)[], log: Log): Promise<void> {
  for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) {
    try {
      await closer();
    } catch (error) {
      log.error({ error: messageOf(error) }, 'a part did not close cleanly');
    }
  }
}
