import type { Decision } from '../../scoring/decision-model.ts';
import { existingAccount } from '../account/existing-account.ts';
import type { ApiType } from '../api-type.ts';
import type { ApiContext } from '../context.ts';
import { ownIdOf, toGlobalId } from '../node/global-id.ts';
import { money } from '../scalars/scalars-type.ts';
import type { FeatureInfo } from '../services.ts';
import { toReasons } from './reasons.ts';

type FeatureValue = FeatureInfo & { readonly value: number | null };

function featureValues(decision: Decision, { services }: ApiContext): FeatureValue[] | null {
  if (decision.featureSetHash !== services.features.hash) return null;
  return services.features.features.map((feature, index) => {
    const value = decision.features[index] ?? Number.NaN;
    return { ...feature, value: Number.isFinite(value) ? value : null };
  });
}

/** `Decision`, its reasons and features. */
export const decisionType: ApiType = {
  folder: 'decision',
  types: {
    Query: {
      decision: (_: unknown, args: { readonly transactionId: string }, { loaders }: ApiContext) =>
        loaders.decisions.load(ownIdOf('Decision', ownIdOf('Transaction', args.transactionId))),
    },
    Decision: {
      id: (decision: Decision) => toGlobalId('Decision', decision.transactionId),
      transaction: (decision: Decision, _: unknown, { loaders }: ApiContext) =>
        loaders.transfers.load(decision.transactionId),
      from: (decision: Decision, _: unknown, context: ApiContext) => existingAccount(decision.from, context),
      to: (decision: Decision, _: unknown, context: ApiContext) => existingAccount(decision.to, context),
      money: (decision: Decision) => money(decision.amountMinor, decision.currency),
      reasons: (decision: Decision, _: unknown, { services }: ApiContext) =>
        toReasons(decision.reasons, services),
      features: (decision: Decision, _: unknown, context: ApiContext) => featureValues(decision, context),
      versions: (decision: Decision) => decision,
      ring: (decision: Decision, _: unknown, { loaders }: ApiContext) =>
        decision.ringId === null ? null : loaders.rings.load(decision.ringId),
      alert: (decision: Decision, _: unknown, { loaders }: ApiContext) =>
        decision.alertId === null ? null : loaders.alerts.load(decision.alertId),
    },
  },
};
