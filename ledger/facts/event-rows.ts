import type {
  AlertEvent,
  AlertEventKind,
  RingEvent,
  RingEventKind,
  RingRole,
  Typology,
} from '../../scoring/rings/model.ts';

type MemberTuple = [account: string, role: RingRole, sinceSeq: number, sinceAt: number];

/** A row of ring_event; also the object that is sent to insert it. */
export interface RingEventRow {
  readonly seq: number;
  readonly ordinal: number;
  readonly ring_id: string;
  readonly kind: RingEventKind;
  readonly at: number;
  readonly typology: Typology;
  readonly suspicion: number;
  readonly joined: readonly MemberTuple[];
  readonly left_accounts: readonly string[];
  readonly other_ring_id: string | null;
  readonly transfers_added: number;
}

/** A row of alert_event; also the object that is sent to insert it. */
export interface AlertEventRow {
  readonly seq: number;
  readonly ordinal: number;
  readonly alert_id: string;
  readonly kind: AlertEventKind;
  readonly at: number;
  readonly ring_id: string | null;
  readonly account: string;
  readonly transaction_id: string | null;
  readonly score: number;
  readonly reasons: readonly string[];
  readonly reference_cents: number;
  readonly other_alert_id: string | null;
}

export const ringEventColumns =
  'seq, ordinal, ring_id, kind, at, typology, suspicion, joined, left_accounts, other_ring_id, transfers_added';

export const alertEventColumns =
  'seq, ordinal, alert_id, kind, at, ring_id, account, transaction_id, score, reasons, reference_cents, other_alert_id';

export function ringEventRow(event: RingEvent): RingEventRow {
  return {
    seq: event.seq,
    ordinal: event.ordinal,
    ring_id: event.ringId,
    kind: event.kind,
    at: event.at,
    typology: event.typology,
    suspicion: event.suspicion,
    joined: event.joined.map((member) => [member.account, member.role, member.sinceSeq, member.sinceAt]),
    left_accounts: event.left,
    other_ring_id: event.otherRingId,
    transfers_added: event.transfersAdded,
  };
}

export function decodeRingEvent(row: RingEventRow): RingEvent {
  return {
    seq: row.seq,
    ordinal: row.ordinal,
    ringId: row.ring_id,
    kind: row.kind,
    at: row.at,
    typology: row.typology,
    suspicion: row.suspicion,
    joined: row.joined.map(([account, role, sinceSeq, sinceAt]) => ({ account, role, sinceSeq, sinceAt })),
    left: row.left_accounts,
    otherRingId: row.other_ring_id,
    transfersAdded: row.transfers_added,
    cause: 'FLAGGED_TRANSFER',
    transfers: [],
    ties: [],
    retracted: [],
  };
}

export function alertEventRow(event: AlertEvent): AlertEventRow {
  return {
    seq: event.seq,
    ordinal: event.ordinal,
    alert_id: event.alertId,
    kind: event.kind,
    at: event.at,
    ring_id: event.ringId,
    account: event.account,
    transaction_id: event.transactionId,
    score: event.score,
    reasons: event.reasons,
    reference_cents: event.referenceCents,
    other_alert_id: event.otherAlertId,
  };
}

export function decodeAlertEvent(row: AlertEventRow): AlertEvent {
  return {
    seq: row.seq,
    ordinal: row.ordinal,
    alertId: row.alert_id,
    kind: row.kind,
    at: row.at,
    ringId: row.ring_id,
    account: row.account,
    transactionId: row.transaction_id,
    score: row.score,
    reasons: row.reasons,
    referenceCents: row.reference_cents,
    otherAlertId: row.other_alert_id,
    threshold: 0,
    cause: null,
  };
}
