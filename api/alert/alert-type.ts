import type { Alert } from '../../scoring/rings/model.ts';
import { existingAccount } from '../account/existing-account.ts';
import type { ApiType } from '../api-type.ts';
import { type Connection, type PageArgs, pageRequest, toConnection } from '../connection.ts';
import type { ApiContext } from '../context.ts';
import { toReasons } from '../decision/reasons.ts';
import { ownIdOf, toGlobalId } from '../node/global-id.ts';
import { survivingRing } from '../ring/surviving-ring.ts';
import { money } from '../scalars/scalars-type.ts';
import type { RaisedAlert } from '../services.ts';
import { alertTransactions } from './alert-transactions.ts';
import { stopWithReader } from './stop-with-reader.ts';

async function alerts(
  _: unknown,
  args: PageArgs & { readonly ringId?: string | null },
  context: ApiContext,
): Promise<Connection<Alert>> {
  const ring = args.ringId == null ? {} : { ringId: ownIdOf('Ring', args.ringId) };
  return toConnection(await context.services.ledger.alerts({ ...pageRequest(args, context), ...ring }), args);
}

function raised(
  _: unknown,
  args: { readonly afterSeq?: number | null },
  context: ApiContext,
): AsyncIterable<RaisedAlert> {
  return stopWithReader((signal) => context.services.alertFeed.subscribe(args.afterSeq ?? null, signal));
}

/** `Alert`, and the subscription to new ones. */
export const alertType: ApiType = {
  folder: 'alert',
  types: {
    Query: {
      alert: (_: unknown, args: { readonly id: string }, { loaders }: ApiContext) =>
        loaders.alerts.load(ownIdOf('Alert', args.id)),
      alerts,
    },
    Alert: {
      id: (alert: Alert) => toGlobalId('Alert', alert.id),
      alertId: (alert: Alert) => alert.id,
      ring: (alert: Alert, _: unknown, context: ApiContext) =>
        alert.ringId === null ? null : survivingRing(alert.ringId, context),
      account: (alert: Alert, _: unknown, context: ApiContext) => existingAccount(alert.account, context),
      reasons: (alert: Alert, _: unknown, { services }: ApiContext) => toReasons(alert.reasons, services),
      referenceMoney: (alert: Alert) => money(alert.referenceCents, 'USD'),
      mergedInto: (alert: Alert, _: unknown, { loaders }: ApiContext) =>
        alert.mergedInto === null ? null : loaders.alerts.load(alert.mergedInto),
      transactions: alertTransactions,
    },
    Subscription: {
      alertRaised: {
        subscribe: raised,
        resolve: (event: RaisedAlert, _: unknown, context: ApiContext) => {
          context.renew();
          return event;
        },
      },
    },
  },
};
