import { assert } from '../../base/assert.ts';
import { AnelError } from '../../base/errors.ts';
import type { Page } from '../model.ts';

/** The key of the last item of a page: what the list is ordered by. */
export type CursorKey = readonly (string | number)[];

/** Writes a key as an opaque cursor. */
function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Reads a cursor back, or takes `start` for the first page. Throws INPUT_INVALID for what is no cursor of this list. */
export function decodeCursor(cursor: string | null, start: CursorKey): CursorKey {
  if (cursor === null) return start;
  const key = parse(cursor);
  const fits =
    Array.isArray(key) &&
    key.length === start.length &&
    key.every((part, i) => typeof part === typeof start[i]);
  if (fits) return key as CursorKey;
  throw new AnelError(
    'INPUT_INVALID',
    `tried to go on after cursor "${cursor}", which is not one of this list; start at the first page`,
  );
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}

/** Makes a page of at most `limit` items of the rows that were read: one more than the limit shows that there is a next page. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => CursorKey,
  toValue: (row: Row) => T,
): Page<T> {
  const items = rows
    .slice(0, limit)
    .map((row) => ({ cursor: encodeCursor(keyOf(row)), value: toValue(row) }));
  return { items, hasNext: rows.length > limit };
}

/** A limit outside of 1 .. `max` is a mistake of the caller: the API checks its own. */
export function checkLimit(limit: number, max: number): number {
  assert(
    Number.isInteger(limit) && limit >= 1 && limit <= max,
    `the page limit ${limit} is not in 1 .. ${max}`,
  );
  return limit;
}
