import DataLoader from 'dataloader';
import { present } from '../base/assert.ts';
import type { Config } from '../base/config.ts';
import { AnelError } from '../base/errors.ts';
import type { StoredAccount, StoredTransfer } from '../graph/store.ts';
import type { Decision } from '../scoring/decision-model.ts';
import type { RingDossier } from '../scoring/rings/dossier/dossier.ts';
import type { Alert, Ring } from '../scoring/rings/model.ts';
import type { ApiServices } from './services.ts';

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
  /** By ring id. Rejects with LIMIT_EXCEEDED when more than `api.dossiersMax` are asked for. */
  readonly dossiers: Loader<RingDossier>;
}

/** Loaders that turn all ids asked for in one turn of the event loop into one read of the store. Unknown ids give null. */
export function makeLoaders(services: ApiServices, limits: Pick<Config['api'], 'dossiersMax'>): Loaders {
  const { graph, ledger } = services;
  const rings = loader((ids) => ledger.ringsById(ids));
  return {
    accounts: loader((ids) => graph.accounts(ids)),
    transfers: loader((ids) => graph.transfers(ids)),
    decisions: loader((ids) => ledger.decisions(ids)),
    rings,
    alerts: loader((ids) => ledger.alertsById(ids)),
    dossiers: dossierLoader(services, rings, limits.dossiersMax),
  };
}

function dossierLoader(services: ApiServices, rings: Loader<Ring>, max: number): Loader<RingDossier> {
  const { ledger, openDossier } = services;
  let asked = 0;
  return loader(async (ids) => {
    asked += ids.length;
    if (asked > max) {
      const message = `the evidence of ${asked} rings is asked for; ask for at most ${max} (api.dossiersMax)`;
      throw new AnelError('LIMIT_EXCEEDED', message);
    }
    const evidence = await ledger.ringEvidence(ids);
    const found = new Map<string, RingDossier>();
    for (const id of ids) {
      const ring = await rings.load(id);
      if (ring === null) continue;
      const events = await ledger.ringEvents(id);
      found.set(id, openDossier(ring, events, present(evidence.get(id), `the evidence of ring "${id}"`)));
    }
    return found;
  });
}

function loader<T>(read: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>): Loader<T> {
  const batch = async (ids: readonly string[]): Promise<(T | null)[]> => {
    const found = await read(ids);
    return ids.map((id) => found.get(id) ?? null);
  };
  return new DataLoader(batch, { maxBatchSize: batchMax });
}
