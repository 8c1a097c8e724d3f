import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import grafeo from '@grafeo-db/js';
import type { Config } from '../../../base/config.ts';
import { AnelError, messageOf } from '../../../base/errors.ts';
import type { Log } from '../../../base/log.ts';
import type { GraphStore } from '../../store.ts';
import { CypherGraphStore } from '../cypher/cypher-graph-store.ts';
import { applySchema } from '../cypher/schema.ts';
import { EmbeddedDatabase } from './embedded-database.ts';

/** Where the embedded store is and how it is set. */
export interface EmbeddedGraphStoreOptions {
  /** The store's own folder; made when it does not exist. */
  readonly folder: string;
  readonly config: Config['graph'];
  readonly log: Log;
}

/**
 * Opens the embedded graph store, after a crash too: it then has a prefix of the commits that were made. One process at a
 * time: throws DATA_FOLDER_IN_USE while another has it open, GRAPH_STORE_CORRUPT when it cannot be read, and
 * DATA_FOLDER_UNWRITABLE when its folder cannot be made.
 */
export async function openEmbeddedGraphStore(options: EmbeddedGraphStoreOptions): Promise<GraphStore> {
  const { folder, config, log } = options;
  const path = join(folder, 'graph.grafeo');
  await makeFolder(folder);
  const database = new EmbeddedDatabase(openDriver(path, config.logBytesMax, log), path);
  try {
    await applySchema(database);
    return new CypherGraphStore(database, config);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new AnelError(
      'DATA_FOLDER_UNWRITABLE',
      `making the folder "${folder}" of the graph store: ${messageOf(error)}; choose another data folder`,
      { cause: error },
    );
  }
}

function openDriver(path: string, logBytesMax: number, log: Log): grafeo.GrafeoDB {
  try {
    const driver = grafeo.GrafeoDB.create(path, { walSalvage: true });
    driver.setCheckpointTriggers({ walBytes: logBytesMax });
    return driver;
  } catch (error) {
    log.warn({ path, error: messageOf(error) }, 'the embedded graph store does not open');
    throw openError(path, error);
  }
}

function openError(path: string, error: unknown): AnelError {
  const text = messageOf(error);
  if (text.includes('cannot be locked')) {
    return new AnelError(
      'DATA_FOLDER_IN_USE',
      `opening the graph store "${path}": another process has it open; stop that process or choose another data folder`,
      { cause: error },
    );
  }
  return new AnelError(
    'GRAPH_STORE_CORRUPT',
    `opening the graph store "${path}": ${text}; put a backup of the folder back, or choose a new data folder and replay the source`,
    { cause: error },
  );
}
