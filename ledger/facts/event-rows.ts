import type {
  AlertEvent,
  AlertEventKind,
  RingCause,
  RingEvent,
  RingEventKind,
  RingRole,
  Typology,
} from '../../scoring/rings/model.ts';
import {
  decodeTie,
  decodeTransfer,
  type TieTuple,
  type TransferTuple,
  tieTuple,
  transferTuple,
} from './evidence-rows.ts';

type MemberTuple = [account: string, role: RingRole, sinceSeq: number, sinceAt: number];

/** A row of ring_event. */
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
  readonly cause: RingCause;
  readonly transfers: readonly TransferTuple[];
  readonly ties: readonly TieTuple[];
  readonly retracted: readonly number[];
}

/** A row of alert_event. */
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
  readonly threshold: number;
  readonly cause: RingCause | null;
}

export const ringEventColumns = `seq, ordinal, ring_id, kind, at, typology, suspicion, joined, left_accounts, other_ring_id,
  transfers_added, cause, transfers, ties, retracted`;

export const alertEventColumns = `seq, ordinal, alert_id, kind, at, ring_id, account, transaction_id, score, reasons,
  reference_cents, other_alert_id, threshold, cause`;

/** What the columns hold that came with evidence, in rows that were written before it. */
const before = { ringCause: 'FLAGGED_TRANSFER', threshold: 0, alertCause: null } as const;

/**
 * The object that is digested and sent to insert a row. Columns that came with evidence are left out where they hold what the
 * rows of before hold: those were digested so before there were such columns. The order of the keys is part of the digest.
 */
export function ringEventRecord({ cause, transfers, ties, retracted, ...first }: RingEventRow): object {
  return {
    ...first,
    ...(cause === before.ringCause ? {} : { cause }),
    ...(isEmpty(transfers) ? {} : { transfers }),
    ...(isEmpty(ties) ? {} : { ties }),
    ...(isEmpty(retracted) ? {} : { retracted }),
  };
}

/** As `ringEventRecord`. */
export function alertEventRecord({ threshold, cause, ...first }: AlertEventRow): object {
  return {
    ...first,
    ...(threshold === before.threshold ? {} : { threshold }),
    ...(cause === before.alertCause ? {} : { cause }),
  };
}

/** A column that was tampered with may hold anything. */
function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0;
}

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
    cause: event.cause,
    transfers: event.transfers.map(transferTuple),
    ties: event.ties.map(tieTuple),
    retracted: event.retracted,
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
    cause: row.cause,
    transfers: row.transfers.map(decodeTransfer),
    ties: row.ties.map(decodeTie),
    retracted: row.retracted,
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
    threshold: event.threshold,
    cause: event.cause,
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
    threshold: row.threshold,
    cause: row.cause,
  };
}
