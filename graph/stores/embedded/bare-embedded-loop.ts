import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import grafeo from '@grafeo-db/js';
import type { TransferEvent } from '../../model/event.ts';

/**
 * The yardstick of `anel bench ingest` on the embedded store: transfers between accounts that exist, matched and created by the bare
 * driver in one transaction a batch, without looking whether they are there. Makes the accounts first.
 */
export async function bareEmbeddedLoop(folder: string, accounts: readonly string[]) {
  await mkdir(folder, { recursive: true });
  const driver = grafeo.GrafeoDB.create(join(folder, 'bare.grafeo'), {});
  await driver.executeCypher('CREATE INDEX account_id IF NOT EXISTS FOR (a:Account) ON (a.id)');
  await driver.executeCypher('UNWIND $ids AS id CREATE (:Account {id: id})', { ids: [...accounts] });
  return {
    write: async (transfers: readonly TransferEvent[]) => {
      const transaction = driver.beginTransaction();
      await transaction.executeCypher(makeTransfers, columnsOf(transfers));
      await transaction.execute('COMMIT');
    },
    close: async () => driver.close(),
  };
}

const makeTransfers = `UNWIND range(0, size($ids) - 1) AS i
MATCH (a:Account {id: $froms[i]})
MATCH (b:Account {id: $tos[i]})
CREATE (a)-[:TRANSFERRED {id: $ids[i], at: $ats[i], seenAt: $seenAts[i], amount: $amounts[i], currency: $currencies[i],
  format: $formats[i]}]->(b)`;

const columnsOf = (transfers: readonly TransferEvent[]) => ({
  ids: transfers.map(({ id }) => id),
  froms: transfers.map(({ from }) => from.account),
  tos: transfers.map(({ to }) => to.account),
  ats: transfers.map(({ at }) => at),
  seenAts: transfers.map(({ seenAt }) => seenAt),
  amounts: transfers.map(({ amountMinor }) => amountMinor),
  currencies: transfers.map(({ currency }) => currency),
  formats: transfers.map(({ format }) => format),
});
