import { AnelError } from '../base/errors.ts';
import { type Connection, listSize, type PageArgs, toConnection } from './connection.ts';
import type { ApiContext } from './context.ts';

/**
 * A connection over a list that is in memory. `keyOf` tells its items apart: a cursor is the key of an item, and goes on to be valid as long as the item is in
 * the list. Throws INPUT_INVALID for a cursor of no item, LIMIT_EXCEEDED for more than api.pageMax.
 */
export function listConnection<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  args: PageArgs,
  context: ApiContext,
): Connection<T> {
  const limit = listSize(args, context);
  const cursorOf = (item: T) => Buffer.from(keyOf(item)).toString('base64url');
  const start = args.after == null ? 0 : 1 + items.findIndex((item) => cursorOf(item) === args.after);
  if (args.after != null && start === 0) {
    const message = `tried to go on after cursor "${args.after}", which is not one of this list; start at the first page`;
    throw new AnelError('INPUT_INVALID', message);
  }
  const page = items.slice(start, start + limit).map((item) => ({ cursor: cursorOf(item), value: item }));
  return toConnection({ items: page, hasNext: start + limit < items.length }, args);
}
