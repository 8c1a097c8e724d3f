import DataLoader from 'dataloader';
import type { GraphStore, StoredAccount, StoredTransfer } from '../graph/store.ts';
import type { Ledger } from '../ledger/model.ts';
import type { Decision } from '../scoring/decision-model.ts';
import type { Alert, Ring } from '../scoring/rings/model.ts';

/** Ids in one read of a loader: below the `readMax` of graph store and ledger. */
const batchMax = 1000;

type Loader<T> = DataLoader<string, T | null>;

/** One batched, cached reader for each kind of thing. Made anew for every request: what was read stays as it was read. */
export interface Loaders {
  readonly accounts: Loader<StoredAccount>;
  readonly transfers: Loader<StoredTransfer>;
  readonly decisions: Loader<Decision>;
  readonly rings: Loader<Ring>;
  readonly alerts: Loader<Alert>;
}

/** Loaders that turn all ids asked for in one turn of the event loop into one read of the store. Unknown ids give null. */
export function makeLoaders(graph: GraphStore, ledger: Ledger): Loaders {
  return {
    accounts: loader((ids) => graph.accounts(ids)),
    transfers: loader((ids) => graph.transfers(ids)),
    decisions: loader((ids) => ledger.decisions(ids)),
    rings: loader((ids) => ledger.ringsById(ids)),
    alerts: loader((ids) => ledger.alertsById(ids)),
  };
}

function loader<T>(read: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>): Loader<T> {
  const batch = async (ids: readonly string[]): Promise<(T | null)[]> => {
    const found = await read(ids);
    return ids.map((id) => found.get(id) ?? null);
  };
  return new DataLoader(batch, { maxBatchSize: batchMax });
}
