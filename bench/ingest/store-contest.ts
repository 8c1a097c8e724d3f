import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../base/config.ts';
import type { Log } from '../../base/log.ts';
import type { TransferEvent } from '../../graph/model/event.ts';
import type { GraphStore } from '../../graph/store.ts';
import { bareEmbeddedLoop } from '../../graph/stores/embedded/bare-embedded-loop.ts';
import { openEmbeddedGraphStore } from '../../graph/stores/embedded/open-embedded-graph-store.ts';
import { bareNeo4jLoop } from '../../graph/stores/neo4j/bare-neo4j-loop.ts';
import { openNeo4jGraphStore } from '../../graph/stores/neo4j/open-neo4j-graph-store.ts';
import type { Contest } from './contest.ts';
import { inBatches } from './transfers.ts';
import { appendAll, decodedBatches } from './write-texts.ts';

/** A graph store and a bare loop on the same database. */
export interface StorePair {
  readonly store: GraphStore;
  readonly bare: { write(transfers: readonly TransferEvent[]): Promise<void> };
  close(): Promise<void>;
}

/** Opens the store of the settings, and the bare loop with its accounts. An embedded one is in a temporary folder. */
export async function openStorePair(
  { graph: config }: Config,
  log: Log,
  bareAccounts: readonly string[],
): Promise<StorePair> {
  if (config.store === 'neo4j') {
    const store = await openNeo4jGraphStore({ config, log });
    const bare = await bareNeo4jLoop(config.neo4j, bareAccounts);
    const close = async () => void (await Promise.all([store.close(), bare.close()]));
    return { store, bare, close };
  }
  const folder = await mkdtemp(join(tmpdir(), 'anel-bench-'));
  const store = await openEmbeddedGraphStore({ folder: join(folder, 'ours'), config, log });
  const bare = await bareEmbeddedLoop(join(folder, 'bare'), bareAccounts);
  const close = async () => {
    await store.close();
    await bare.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { store, bare, close };
}

/** Messages that are in memory: what the store and its driver take. */
export function storeContest({ store, bare, close }: StorePair, batchMax: number): Contest {
  return {
    ours: ({ texts }) => appendAll(store, decodedBatches(inBatches(texts, batchMax))),
    bare: async ({ bare: transfers }) => {
      for (const batch of inBatches(transfers, batchMax)) await bare.write(batch);
      return transfers.length;
    },
    close,
  };
}
