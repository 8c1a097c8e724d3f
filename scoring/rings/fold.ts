import { assert, present } from '../../base/assert.ts';
import type {
  Alert,
  AlertEvent,
  AlertEventKind,
  AlertStatus,
  Ring,
  RingEvent,
  RingEventKind,
  RingMember,
  RingStatus,
} from './model.ts';

/** What each ring event makes of a ring in each status. BORN is possible only where there is no ring yet. */
export const ringTransitions: Readonly<
  Record<RingStatus, Readonly<Record<RingEventKind, RingStatus | 'impossible'>>>
> = {
  OPEN: {
    BORN: 'impossible',
    GREW: 'OPEN',
    SHRANK: 'OPEN',
    MERGED: 'MERGED',
    SPLIT: 'OPEN',
    DORMANT: 'DORMANT',
    REOPENED: 'impossible',
    CLOSED: 'CLOSED',
  },
  DORMANT: {
    BORN: 'impossible',
    GREW: 'impossible',
    SHRANK: 'DORMANT',
    MERGED: 'MERGED',
    SPLIT: 'DORMANT',
    DORMANT: 'impossible',
    REOPENED: 'OPEN',
    CLOSED: 'CLOSED',
  },
  MERGED: {
    BORN: 'impossible',
    GREW: 'impossible',
    SHRANK: 'impossible',
    MERGED: 'impossible',
    SPLIT: 'impossible',
    DORMANT: 'impossible',
    REOPENED: 'impossible',
    CLOSED: 'impossible',
  },
  CLOSED: {
    BORN: 'impossible',
    GREW: 'impossible',
    SHRANK: 'impossible',
    MERGED: 'impossible',
    SPLIT: 'impossible',
    DORMANT: 'impossible',
    REOPENED: 'OPEN',
    CLOSED: 'impossible',
  },
};

/** What each alert event makes of an alert in each status. RAISED is possible only where there is no alert yet. */
export const alertTransitions: Readonly<
  Record<AlertStatus, Readonly<Record<AlertEventKind, AlertStatus | 'impossible'>>>
> = {
  OPEN: { RAISED: 'impossible', EXTENDED: 'OPEN', MERGED: 'MERGED', CLOSED: 'CLOSED' },
  MERGED: { RAISED: 'impossible', EXTENDED: 'impossible', MERGED: 'impossible', CLOSED: 'impossible' },
  CLOSED: { RAISED: 'impossible', EXTENDED: 'impossible', MERGED: 'impossible', CLOSED: 'impossible' },
};

/**
 * The ring after an event; null before BORN. Pure; the given ring is not changed. Suspicion and lastAt only rise; a
 * member that joins again keeps its place and since, and takes the new role; the members of a ring that MERGED leave
 * (the ring that takes over gets them by a GREW event of its own). An event that cannot happen is an assertion.
 * Costs O(members) when members change, else O(1).
 */
export function foldRing(ring: Ring | null, event: RingEvent): Ring {
  if (ring === null) return birth(event);
  const name = `ring event ${event.kind} (${event.seq}, ${event.ordinal}) of ring "${event.ringId}"`;
  assert(ring.id === event.ringId, `${name} reached ring "${ring.id}"`);
  assert(event.seq >= ring.lastSeq, `${name} came after sequence number ${ring.lastSeq}`);
  const status = ringTransitions[ring.status][event.kind];
  assert(status !== 'impossible', `${name} while it is ${ring.status}`);
  return {
    ...ring,
    status,
    typology: event.typology,
    suspicion: Math.max(ring.suspicion, event.suspicion),
    lastSeq: event.seq,
    lastAt: Math.max(ring.lastAt, event.at),
    transferCount: ring.transferCount + event.transfersAdded,
    mergedInto:
      status === 'MERGED' ? present(event.otherRingId, `the surviving ring of ${name}`) : ring.mergedInto,
    members: status === 'MERGED' ? [] : changeMembers(ring.members, event),
  };
}

function birth(event: RingEvent): Ring {
  assert(event.kind === 'BORN', `the first event of ring "${event.ringId}" is ${event.kind}`);
  return {
    id: event.ringId,
    status: 'OPEN',
    typology: event.typology,
    suspicion: event.suspicion,
    bornSeq: event.seq,
    bornAt: event.at,
    lastSeq: event.seq,
    lastAt: event.at,
    transferCount: event.transfersAdded,
    mergedInto: null,
    members: changeMembers([], event),
  };
}

function changeMembers(members: readonly RingMember[], event: RingEvent): readonly RingMember[] {
  if (event.joined.length === 0 && event.left.length === 0) return members;
  const byAccount = new Map(members.map((member) => [member.account, member]));
  for (const account of event.left) {
    assert(byAccount.delete(account), `account "${account}" left ring "${event.ringId}" without being in it`);
  }
  for (const { account, role, sinceSeq, sinceAt } of event.joined) {
    const before = byAccount.get(account);
    byAccount.set(account, before === undefined ? { account, role, sinceSeq, sinceAt } : { ...before, role });
  }
  return [...byAccount.values()];
}

/**
 * The alert after an event; null before RAISED. Pure; the given alert is not changed. Score and lastAt only rise,
 * reasons are the union in order of first appearance, counts and amounts are sums over the alert's own events
 * (an amount stays at 2^53 - 1 once it is there, the largest that the ledger holds). An event that cannot happen is an
 * assertion. Costs O(reasons).
 */
export function foldAlert(alert: Alert | null, event: AlertEvent): Alert {
  if (alert === null) return raise(event);
  const name = `alert event ${event.kind} (${event.seq}, ${event.ordinal}) of alert "${event.alertId}"`;
  assert(alert.id === event.alertId, `${name} reached alert "${alert.id}"`);
  assert(event.seq >= alert.lastSeq, `${name} came after sequence number ${alert.lastSeq}`);
  const status = alertTransitions[alert.status][event.kind];
  assert(status !== 'impossible', `${name} while it is ${alert.status}`);
  return {
    ...alert,
    status,
    ringId: event.ringId ?? alert.ringId,
    score: Math.max(alert.score, event.score),
    reasons: union(alert.reasons, event.reasons),
    lastSeq: event.seq,
    lastAt: Math.max(alert.lastAt, event.at),
    transactionCount: alert.transactionCount + (event.transactionId === null ? 0 : 1),
    referenceCents: Math.min(alert.referenceCents + event.referenceCents, Number.MAX_SAFE_INTEGER),
    mergedInto:
      status === 'MERGED' ? present(event.otherAlertId, `the surviving alert of ${name}`) : alert.mergedInto,
  };
}

function raise(event: AlertEvent): Alert {
  assert(event.kind === 'RAISED', `the first event of alert "${event.alertId}" is ${event.kind}`);
  return {
    id: event.alertId,
    status: 'OPEN',
    ringId: event.ringId,
    account: event.account,
    score: event.score,
    reasons: union([], event.reasons),
    raisedSeq: event.seq,
    raisedAt: event.at,
    lastSeq: event.seq,
    lastAt: event.at,
    transactionCount: event.transactionId === null ? 0 : 1,
    referenceCents: event.referenceCents,
    mergedInto: null,
  };
}

function union(known: readonly string[], more: readonly string[]): readonly string[] {
  const all = new Set(known);
  for (const reason of more) all.add(reason);
  return all.size === known.length ? known : [...all];
}
