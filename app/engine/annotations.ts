import type { Annotations } from '../../graph/store.ts';
import type { Decision } from '../../scoring/decision-model.ts';
import type { RingEvent, RingMember } from '../../scoring/rings/model.ts';

/** What a run of ring events makes of the membership of one account in one ring. */
interface Membership {
  readonly ringId: string;
  readonly account: string;
  /** When a membership of before the run, or an earlier one inside of it, ended. */
  endedAt: number | null;
  /** The last one that began inside of the run, or goes on with another role. */
  last: { readonly since: number; readonly role: RingMember['role']; readonly until: number | null } | null;
}

/**
 * What flagged decisions and ring events say about nodes and relationships of the graph. `ringOf` names the ring that an account
 * belongs to now. One ending and one membership at most for each account and ring, whatever happened to it in the run. Safe to
 * write again, in any number of runs, when the last of them reaches the newest event.
 */
export function annotationsOf(
  flagged: readonly Decision[],
  ringEvents: readonly RingEvent[],
  ringOf: (account: string) => string | null,
): Annotations {
  const changed = membershipsOf(ringEvents);
  const accounts = new Set(changed.map(({ account }) => account));
  return {
    accounts: [...accounts].map((id) => ({ id, ringId: ringOf(id) })),
    transfers: flagged.map(({ transactionId, score }) => ({ id: transactionId, score })),
    endings: changed.flatMap(({ ringId, account, endedAt }) =>
      endedAt === null ? [] : [{ ringId, account, until: endedAt }],
    ),
    memberships: changed.flatMap(({ ringId, account, last }) =>
      last === null ? [] : [{ ringId, account, ...last }],
    ),
  };
}

function membershipsOf(events: readonly RingEvent[]): readonly Membership[] {
  const found = new Map<string, Membership>();
  const of = (ringId: string, account: string): Membership => {
    const key = JSON.stringify([ringId, account]);
    const membership = found.get(key) ?? { ringId, account, endedAt: null, last: null };
    found.set(key, membership);
    return membership;
  };
  for (const { ringId, at, joined, left } of events) {
    for (const account of left) end(of(ringId, account), at);
    for (const member of joined) begin(of(ringId, member.account), member);
  }
  return [...found.values()];
}

function end(membership: Membership, at: number): void {
  if (membership.last === null) membership.endedAt = at;
  else membership.last = { ...membership.last, until: at };
}

/** A member that joins again has another role from then on, and keeps its since. */
function begin(membership: Membership, { role, sinceAt }: RingMember): void {
  const { last } = membership;
  if (last?.until === null) {
    membership.last = { ...last, role };
    return;
  }
  membership.endedAt = last?.until ?? membership.endedAt;
  membership.last = { since: sinceAt, role, until: null };
}
