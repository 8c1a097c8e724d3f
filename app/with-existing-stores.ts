import { existsSync } from 'node:fs';
import { AnelError } from '../base/errors.ts';
import type { CommandContext } from './cli/command.ts';
import { openStores, type Stores } from './open-stores.ts';

/**
 * What `read` makes of the stores that are there already; they are closed afterwards. Throws FILE_MISSING when a store would have to be made
 * anew: to read from an empty one is a mistake in `--data`.
 */
export async function withExistingStores<T>(
  { config, clock, log }: Pick<CommandContext, 'config' | 'clock' | 'log'>,
  read: (stores: Stores) => Promise<T>,
): Promise<T> {
  const embedded = config.graph.store === 'embedded' || config.ledger.url === null;
  if (embedded && !existsSync(config.data)) {
    const message = `read data folder "${config.data}": there is no such folder; name another with --data`;
    throw new AnelError('FILE_MISSING', message);
  }
  const stores = await openStores(config, clock, log);
  try {
    return await read(stores);
  } finally {
    await stores.close();
  }
}
