import { present } from '../base/assert.ts';
import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { GraphStore } from '../graph/store.ts';
import { openEmbeddedGraphStore } from '../graph/stores/embedded/open-embedded-graph-store.ts';
import { openNeo4jGraphStore } from '../graph/stores/neo4j/open-neo4j-graph-store.ts';
import { connectionOf } from '../ledger/connection-of.ts';
import { startEmbeddedPostgres } from '../ledger/embedded/start-embedded-postgres.ts';
import type { Ledger } from '../ledger/model.ts';
import { type OpenLedgerOptions, openLedger } from '../ledger/open-ledger.ts';
import { type DataFolder, takeDataFolder } from './data-folder.ts';
import { withRetry } from './engine/retry.ts';

/** The two stores of a process, opened: in its data folder, or on servers. */
export interface Stores {
  readonly folder: DataFolder;
  readonly graph: GraphStore;
  readonly ledger: Ledger;
  close(): Promise<void>;
}

export interface OpenStoresOptions {
  /** Set for a service: a server that does not answer yet is asked again, for `ingest.outageMaxMs` or until this aborts. */
  readonly patientUntil?: AbortSignal;
}

/** Opens the stores of the settings. What was opened is closed again when a later part fails. */
export async function openStores(
  config: Config,
  clock: Clock,
  log: Log,
  { patientUntil }: OpenStoresOptions = {},
): Promise<Stores> {
  const closers: (() => Promise<void>)[] = [];
  const close = () => closeAll(closers, log);
  const opened = <T>(open: () => Promise<T>): Promise<T> => {
    if (patientUntil === undefined) return open();
    const onRetry = (error: unknown) =>
      log.warn({ error: messageOf(error) }, 'a store does not open; trying again');
    return withRetry({ limits: config.ingest, clock, signal: patientUntil, onRetry }, open);
  };
  try {
    const folder = takeDataFolder(config.data);
    closers.push(async () => folder.release());
    const connections =
      (await connectionOf(config.ledger)) ?? (await ownServer(config, folder, clock, log, closers));
    const outbox = config.kafka.brokers.length > 0;
    const ledger = await opened(() =>
      openLedger({ ...connections, config: config.ledger, log, clock, outbox }),
    );
    closers.push(() => ledger.close());
    const graph = await opened(() => openGraph(config, folder, log));
    closers.push(() => graph.close());
    return { folder, graph, ledger, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens the graph store of the settings without the ledger, for work that no decision depends on. */
export async function openGraphAlone(
  config: Config,
  log: Log,
): Promise<{ readonly graph: GraphStore; close(): Promise<void> }> {
  const closers: (() => Promise<void>)[] = [];
  try {
    const folder = config.graph.store === 'embedded' ? takeDataFolder(config.data) : null;
    if (folder !== null) closers.push(async () => folder.release());
    const graph = await openGraph(config, folder, log);
    closers.push(() => graph.close());
    return { graph, close: () => closeAll(closers, log) };
  } catch (error) {
    await closeAll(closers, log);
    throw error;
  }
}

/** `folder` may be null where the graph is on a server. */
function openGraph({ graph: config }: Config, folder: DataFolder | null, log: Log): Promise<GraphStore> {
  return config.store === 'neo4j'
    ? openNeo4jGraphStore({ config, log })
    : openEmbeddedGraphStore({ folder: present(folder, 'data folder').graph, config, log });
}

async function ownServer(
  config: Config,
  folder: DataFolder,
  clock: Clock,
  log: Log,
  closers: (() => Promise<void>)[],
): Promise<Pick<OpenLedgerOptions, 'connection' | 'owner'>> {
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
