import { present } from '../../base/assert.ts';
import type { StoredAccount } from '../../graph/store.ts';
import type { ApiContext } from '../context.ts';

/** An account that a stored fact names: the graph was written first, so it is there. */
export async function existingAccount(id: string, { loaders }: ApiContext): Promise<StoredAccount> {
  return present(await loaders.accounts.load(id), `account "${id}"`);
}
