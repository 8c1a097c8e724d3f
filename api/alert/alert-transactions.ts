import { present } from '../../base/assert.ts';
import type { StoredTransfer } from '../../graph/store.ts';
import type { Alert } from '../../scoring/rings/model.ts';
import { type Connection, type PageArgs, pageRequest, toConnection } from '../connection.ts';
import type { ApiContext } from '../context.ts';

/** A page of the transactions of an alert: the ledger knows their ids, the graph their content. */
export async function alertTransactions(
  alert: Alert,
  args: PageArgs,
  context: ApiContext,
): Promise<Connection<StoredTransfer>> {
  const page = await context.services.ledger.alertTransactions(alert.id, pageRequest(args, context));
  const load = async (item: { readonly cursor: string; readonly value: string }) => ({
    cursor: item.cursor,
    value: present(await context.loaders.transfers.load(item.value), `transfer "${item.value}" of an alert`),
  });
  return toConnection({ items: await Promise.all(page.items.map(load)), hasNext: page.hasNext }, args);
}
