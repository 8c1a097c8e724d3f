import type { Annotations } from '../../graph/store.ts';
import type { Decision } from '../../scoring/decision-model.ts';
import type { RingEvent } from '../../scoring/rings/model.ts';

/**
 * What flagged decisions and ring events say about nodes and relationships of the graph. `ringOf` names the ring that an account
 * belongs to now. Safe to write again, in any number of runs.
 */
export function annotationsOf(
  flagged: readonly Decision[],
  ringEvents: readonly RingEvent[],
  ringOf: (account: string) => string | null,
): Annotations {
  const touched = new Set<string>();
  const memberships: NonNullable<Annotations['memberships']>[number][] = [];
  const endings: NonNullable<Annotations['endings']>[number][] = [];
  for (const { ringId, at, joined, left } of ringEvents) {
    for (const account of left) {
      touched.add(account);
      endings.push({ ringId, account, until: at });
    }
    for (const { account, role, sinceAt } of joined) {
      touched.add(account);
      memberships.push({ ringId, account, role, since: sinceAt, until: null });
    }
  }
  return {
    accounts: [...touched].map((id) => ({ id, ringId: ringOf(id) })),
    transfers: flagged.map(({ transactionId, score }) => ({ id: transactionId, score })),
    memberships,
    endings,
  };
}
