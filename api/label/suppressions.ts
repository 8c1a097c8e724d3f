import { present } from '../../base/assert.ts';
import { AnelError } from '../../base/errors.ts';
import type { LabelPattern } from '../../graph/model/event.ts';
import type { StoredAccount } from '../../graph/store.ts';
import { type Connection, type PageArgs, pageRequest, toConnection } from '../connection.ts';
import type { ApiContext } from '../context.ts';
import { parseGlobalId, toGlobalId } from '../node/global-id.ts';

/** A label that is in force. */
export interface Suppression {
  readonly account: StoredAccount;
  readonly labelId: string | null;
  readonly source: string | null;
  readonly pattern: LabelPattern | null;
  readonly since: number;
  readonly until: number;
}

/** The suppressions in force at a time, by account id; a cursor is the id of an account. LIMIT_EXCEEDED past api.pageMax. */
export async function suppressions(
  _: unknown,
  args: PageArgs & { readonly at?: number | null },
  context: ApiContext,
): Promise<Connection<Suppression>> {
  const { graph, suppressionMs, clock } = context.services;
  const { cursor, limit } = pageRequest(args, context);
  const found = await graph.suppressions({
    at: args.at ?? clock.nowMs(),
    suppressionMs,
    after: cursor === null ? '' : accountOf(cursor),
    limit: limit + 1,
  });
  const items = found.slice(0, limit).map((account) => ({
    cursor: toGlobalId('Account', account.id),
    value: suppressionOf(account, suppressionMs),
  }));
  return toConnection({ items, hasNext: found.length > limit }, args);
}

function accountOf(cursor: string): string {
  const place = parseGlobalId(cursor);
  if (place?.type === 'Account') return place.ownId;
  throw new AnelError(
    'INPUT_INVALID',
    `"after" is "${cursor}", which is no cursor of this list; start at the first page`,
  );
}

function suppressionOf(account: StoredAccount, suppressionMs: number): Suppression {
  const since = present(account.labelledAt, 'the time of a label');
  const { labelId, labelSource: source, labelPattern: pattern, labelUntil } = account;
  return { account, labelId, source, pattern, since, until: labelUntil ?? since + suppressionMs };
}
