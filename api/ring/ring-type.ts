import type { Ring, RingMember } from '../../scoring/rings/model.ts';
import { existingAccount } from '../account/existing-account.ts';
import type { ApiType } from '../api-type.ts';
import { type Connection, listSize, type PageArgs, pageRequest, toConnection } from '../connection.ts';
import type { ApiContext } from '../context.ts';
import { ownIdOf, toGlobalId } from '../node/global-id.ts';
import { innerTransactions } from './inner-transactions.ts';

async function rings(
  _: unknown,
  args: PageArgs & { readonly account?: string | null },
  context: ApiContext,
): Promise<Connection<Ring>> {
  const account = args.account == null ? {} : { account: ownIdOf('Account', args.account) };
  const page = await context.services.ledger.rings({ ...pageRequest(args, context), ...account });
  for (const { value } of page.items) context.loaders.rings.prime(value.id, value);
  return toConnection(page, args);
}

async function alertsOf(ring: Ring, args: PageArgs, context: ApiContext): Promise<Connection<object>> {
  const request = { ...pageRequest(args, context), ringId: ring.id };
  return toConnection(await context.services.ledger.alerts(request), args);
}

/** `Ring` and its members; its history is in `ringEventType`. */
export const ringType: ApiType = {
  folder: 'ring',
  types: {
    Query: {
      ring: (_: unknown, args: { readonly id: string }, { loaders }: ApiContext) =>
        loaders.rings.load(ownIdOf('Ring', args.id)),
      rings,
    },
    Ring: {
      id: (ring: Ring) => toGlobalId('Ring', ring.id),
      ringId: (ring: Ring) => ring.id,
      transactionCount: (ring: Ring) => ring.transferCount,
      memberCount: (ring: Ring) => ring.members.length,
      transactions: (ring: Ring, args: { readonly first: number }, context: ApiContext) =>
        innerTransactions(ring, listSize(args, context), context),
      alerts: alertsOf,
      mergedInto: (ring: Ring, _: unknown, { loaders }: ApiContext) =>
        ring.mergedInto === null ? null : loaders.rings.load(ring.mergedInto),
    },
    RingMember: {
      account: (member: RingMember, _: unknown, context: ApiContext) =>
        existingAccount(member.account, context),
    },
  },
};
