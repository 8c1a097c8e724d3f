import type { Membership } from '../../graph/store.ts';
import type { Ring, RingEvent, RingTie, RingTransfer } from '../../scoring/rings/model.ts';
import { existingAccount } from '../account/existing-account.ts';
import type { ApiType } from '../api-type.ts';
import { type Connection, listSize, type PageArgs, pageRequest, toConnection } from '../connection.ts';
import type { ApiContext } from '../context.ts';
import { money } from '../scalars/scalars-type.ts';

async function eventsOf(ring: Ring, args: PageArgs, context: ApiContext): Promise<Connection<RingEvent>> {
  const request = pageRequest(args, context);
  return toConnection(await context.services.ledger.ringEventPage(ring.id, request), args);
}

type ListArgs = { readonly first: number };

/** `RingEvent` with the evidence that came with it: the history of a `Ring`. */
export const ringEventType: ApiType = {
  folder: 'ring-event',
  types: {
    Ring: {
      events: eventsOf,
      memberships: (ring: Ring, args: ListArgs, context: ApiContext) =>
        context.services.graph.membershipsOf(ring.id, listSize(args, context)),
    },
    RingEvent: {
      transactionsAdded: (event: RingEvent) => event.transfersAdded,
      transactionsRetracted: (event: RingEvent) => event.retracted.length,
      transfers: (event: RingEvent, args: ListArgs, context: ApiContext) =>
        event.transfers.slice(0, listSize(args, context)),
      ties: (event: RingEvent, args: ListArgs, context: ApiContext) =>
        event.ties.slice(0, listSize(args, context)),
      otherRing: ({ otherRingId }: RingEvent, _: unknown, { loaders }: ApiContext) =>
        otherRingId === null ? null : loaders.rings.load(otherRingId),
    },
    RingTransfer: {
      money: (transfer: RingTransfer) => money(transfer.amountMinor, transfer.currency),
      referenceMoney: (transfer: RingTransfer) => money(transfer.referenceCents, 'USD'),
      transaction: (transfer: RingTransfer, _: unknown, { loaders }: ApiContext) =>
        loaders.transfers.load(transfer.transactionId),
    },
    RingTie: {
      kind: (tie: RingTie) => tie.kind.toUpperCase(),
      value: (tie: RingTie) => tie.identifier,
    },
    RingMembership: {
      account: (membership: Membership, _: unknown, context: ApiContext) =>
        existingAccount(membership.account, context),
    },
  },
};
