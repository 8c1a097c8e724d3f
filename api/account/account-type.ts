import type { IdentifierLink, Neighbourhood, StoredAccount, WalkLimits } from '../../graph/store.ts';
import type { ApiType } from '../api-type.ts';
import {
  bounded,
  type Connection,
  listSize,
  type PageArgs,
  pageRequest,
  toConnection,
} from '../connection.ts';
import type { ApiContext } from '../context.ts';
import { ownIdOf, toGlobalId } from '../node/global-id.ts';
import { existingAccount } from './existing-account.ts';

interface NeighbourhoodArgs {
  readonly hops: number;
  readonly nodesMax: number;
  readonly degreeMax: number;
  readonly from?: number | null;
  readonly until?: number | null;
}

function walkLimits(args: NeighbourhoodArgs, { services }: ApiContext): WalkLimits {
  const { walk } = services;
  return {
    hops: bounded('hops', args.hops, walk.hopsMax, 'graph.walk.hopsMax'),
    nodesMax: bounded('nodesMax', args.nodesMax, walk.nodesMax, 'graph.walk.nodesMax'),
    degreeMax: bounded('degreeMax', args.degreeMax, walk.degreeMax, 'graph.walk.degreeMax'),
    ...(args.from == null ? {} : { fromAt: args.from }),
    ...(args.until == null ? {} : { untilAt: args.until }),
  };
}

async function neighbourhood(
  account: StoredAccount,
  args: NeighbourhoodArgs,
  context: ApiContext,
): Promise<Neighbourhood> {
  const found = await context.services.graph.neighbourhood(account.id, walkLimits(args, context));
  if (found === null) return { accounts: [account], transfers: [], identifiers: [], truncated: false };
  for (const member of found.accounts) context.loaders.accounts.prime(member.id, member);
  return found;
}

async function ringsOf(
  account: StoredAccount,
  args: PageArgs,
  context: ApiContext,
): Promise<Connection<object>> {
  const request = { ...pageRequest(args, context), account: account.id };
  return toConnection(await context.services.ledger.rings(request), args);
}

async function decisionsOf(
  account: StoredAccount,
  args: PageArgs,
  context: ApiContext,
): Promise<Connection<object>> {
  const page = await context.services.ledger.decisionsOfAccount(account.id, pageRequest(args, context));
  return toConnection(page, args);
}

/** `Account`, what it used and its surroundings. */
export const accountType: ApiType = {
  folder: 'account',
  types: {
    Query: {
      account: (_: unknown, args: { readonly id: string }, { loaders }: ApiContext) =>
        loaders.accounts.load(ownIdOf('Account', args.id)),
    },
    Account: {
      id: (account: StoredAccount) => toGlobalId('Account', account.id),
      accountId: (account: StoredAccount) => account.id,
      ring: (account: StoredAccount, _: unknown, { loaders }: ApiContext) =>
        account.ringId === null ? null : loaders.rings.load(account.ringId),
      rings: ringsOf,
      identifiers: (account: StoredAccount, args: { readonly first: number }, context: ApiContext) =>
        context.services.graph.identifiersOf(account.id, listSize(args, context)),
      latestTransactions: (account: StoredAccount, args: { readonly first: number }, context: ApiContext) =>
        context.services.graph.transfersOf(account.id, listSize(args, context)),
      neighbourhood,
      decisions: decisionsOf,
    },
    IdentifierUse: {
      kind: (link: IdentifierLink) => link.kind.toUpperCase(),
      value: (link: IdentifierLink) => link.id,
      account: (link: IdentifierLink, _: unknown, context: ApiContext) =>
        existingAccount(link.account, context),
      sharedBy: (link: IdentifierLink, args: { readonly first: number }, context: ApiContext) =>
        context.services.graph.accountsUsing(link.kind, link.id, listSize(args, context)),
    },
    Neighbourhood: {
      transactions: (found: Neighbourhood) => found.transfers,
    },
  },
};
