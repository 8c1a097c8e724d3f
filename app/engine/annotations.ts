import type { Annotations } from '../../graph/store.ts';
import type { Decision } from '../../scoring/decision-model.ts';
import type { RingEvent } from '../../scoring/rings/model.ts';

/** What flagged decisions and ring events say about nodes and relationships of the graph. Safe to write again. */
export function annotationsOf(flagged: readonly Decision[], ringEvents: readonly RingEvent[]): Annotations {
  const ringOf = new Map<string, string | null>();
  const memberships: NonNullable<Annotations['memberships']>[number][] = [];
  for (const event of ringEvents) {
    for (const account of event.left) {
      ringOf.set(account, null);
      memberships.push({ ringId: event.ringId, account, role: 'MEMBER', since: event.at, until: event.at });
    }
    for (const { account, role, sinceAt } of event.joined) {
      ringOf.set(account, event.ringId);
      memberships.push({ ringId: event.ringId, account, role, since: sinceAt, until: null });
    }
  }
  return {
    accounts: [...ringOf].map(([id, ringId]) => ({ id, ringId })),
    transfers: flagged.map(({ transactionId, score }) => ({ id: transactionId, score })),
    memberships,
  };
}
