import { AnelError } from '../base/errors.ts';
import type { Page, PageRequest } from '../ledger/model.ts';
import type { ApiContext } from './context.ts';

/** The arguments of every Relay connection. */
export interface PageArgs {
  readonly first: number;
  readonly after?: string | null;
}

/** A Relay connection: https://relay.dev/graphql/connections.htm, forward only. */
export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** `value` when it is 1 .. max; INPUT_INVALID below, LIMIT_EXCEEDED above. `setting` is the key that raises the limit. */
export function bounded(name: string, value: number, max: number, setting: string): number {
  if (value < 1) throw new AnelError('INPUT_INVALID', `"${name}" is ${value}; ask for at least 1`);
  if (value <= max) return value;
  throw new AnelError('LIMIT_EXCEEDED', `"${name}" is ${value}; ask for at most ${max} (${setting})`);
}

/** The number of items that a list was asked for, within api.pageMax. */
export function listSize(args: { readonly first: number }, context: ApiContext): number {
  return bounded('first', args.first, context.limits.pageMax, 'api.pageMax');
}

/** The page that a connection was asked for, within api.pageMax. */
export function pageRequest(args: PageArgs, context: ApiContext): PageRequest {
  return { cursor: args.after ?? null, limit: listSize(args, context) };
}

/** A page of the ledger as a connection. `args` are those that it was read with. */
export function toConnection<T>(page: Page<T>, args: PageArgs): Connection<T> {
  const edges = page.items.map(({ cursor, value }) => ({ cursor, node: value }));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.hasNext,
      hasPreviousPage: (args.after ?? null) !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
