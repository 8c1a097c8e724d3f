import { assert, present } from '../../base/assert.ts';
import type {
  Alert,
  AlertEvent,
  AlertEventKind,
  AlertStatus,
  Ring,
  RingEvent,
  RingEventKind,
  RingEvidence,
  RingMember,
  RingStatus,
  RingTie,
  RingTransfer,
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
  OPEN: {
    RAISED: 'impossible',
    EXTENDED: 'OPEN',
    ESCALATED: 'OPEN',
    MERGED: 'MERGED',
    CLOSED: 'CLOSED',
    REOPENED: 'impossible',
  },
  MERGED: {
    RAISED: 'impossible',
    EXTENDED: 'impossible',
    ESCALATED: 'impossible',
    MERGED: 'impossible',
    CLOSED: 'impossible',
    REOPENED: 'impossible',
  },
  CLOSED: {
    RAISED: 'impossible',
    EXTENDED: 'impossible',
    ESCALATED: 'impossible',
    MERGED: 'MERGED',
    CLOSED: 'impossible',
    REOPENED: 'OPEN',
  },
};

/**
 * The ring after an event; null before BORN. Pure; the given ring is not changed. lastAt only rises; a member that joins
 * again keeps its place and since, and takes the new role; the members of a ring that MERGED leave (the ring that takes
 * over gets them by a GREW event of its own). An event that cannot happen is an assertion.
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
    suspicion: event.suspicion,
    lastSeq: event.seq,
    lastAt: Math.max(ring.lastAt, event.at),
    transferCount: ring.transferCount + event.transfersAdded - event.retracted.length,
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

/** What there is before the first event. */
export const noEvidence: RingEvidence = { transfers: [], ties: [] };

/**
 * The evidence of a ring after an event. Pure; the given evidence is not changed. Transfers that were retracted go, and so do the ties
 * of accounts that left; a tie that comes again is replaced by the newer one. A ring that MERGED has none left (the ring that takes over
 * gets it by its GREW event), one that was CLOSED keeps the transfers that were not retracted, for those who ask. Retracting or
 * adding a transfer twice is an assertion. Costs O(evidence log evidence) when it changes, else O(1).
 */
export function foldEvidence(evidence: RingEvidence, event: RingEvent): RingEvidence {
  if (event.kind === 'MERGED') return noEvidence;
  const goes = event.left;
  const { transfers, ties } = evidence;
  return {
    transfers:
      event.transfers.length + event.retracted.length === 0 ? transfers : changeTransfers(transfers, event),
    ties: event.ties.length + goes.length === 0 ? ties : changeTies(ties, event.ties, new Set(goes)),
  };
}

function changeTransfers(
  before: readonly RingTransfer[],
  { ringId, transfers, retracted }: RingEvent,
): readonly RingTransfer[] {
  const bySeq = new Map(before.map((transfer) => [transfer.seq, transfer]));
  for (const seq of retracted)
    assert(bySeq.delete(seq), `transfer ${seq} was retracted from ring "${ringId}" without being in it`);
  for (const transfer of transfers) {
    assert(!bySeq.has(transfer.seq), `transfer ${transfer.seq} was added to ring "${ringId}" twice`);
    bySeq.set(transfer.seq, transfer);
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

function changeTies(
  before: readonly RingTie[],
  added: readonly RingTie[],
  gone: ReadonlySet<string>,
): readonly RingTie[] {
  const byName = new Map<string, RingTie>();
  for (const tie of before) {
    if (!tie.accounts.some((account) => gone.has(account))) byName.set(tieName(tie), tie);
  }
  for (const tie of added) byName.set(tieName(tie), tie);
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tie]) => tie);
}

/** What tells ties apart and orders them. */
export function tieName({ kind, identifier, accounts }: RingTie): string {
  return JSON.stringify([kind, identifier, ...accounts]);
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
    threshold: Math.max(alert.threshold, event.threshold),
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
    threshold: event.threshold,
    mergedInto: null,
  };
}

function union(known: readonly string[], more: readonly string[]): readonly string[] {
  const all = new Set(known);
  for (const reason of more) all.add(reason);
  return all.size === known.length ? known : [...all];
}
