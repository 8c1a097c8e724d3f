import type { IdentifierKind } from '../../graph/model/event.ts';

/** The shapes that Anel knows by name. */
export const typologies = [
  'FAN_OUT',
  'FAN_IN',
  'GATHER_SCATTER',
  'SCATTER_GATHER',
  'CYCLE',
  'RANDOM',
  'BIPARTITE',
  'STACK',
  'CHAIN',
  'BUST_OUT',
] as const;
export type Typology = (typeof typologies)[number];

export type RingStatus = 'OPEN' | 'DORMANT' | 'MERGED' | 'CLOSED';
export type RingEventKind =
  | 'BORN'
  | 'GREW'
  | 'SHRANK'
  | 'MERGED'
  | 'SPLIT'
  | 'DORMANT'
  | 'REOPENED'
  | 'CLOSED';
export type RingRole = 'SOURCE' | 'COLLECTOR' | 'MULE' | 'DISTRIBUTOR' | 'SINK' | 'BRIDGE' | 'MEMBER';

/** What made a ring change. */
export type RingCause =
  /** A transfer that was decided REVIEW or REJECT. */
  | 'FLAGGED_TRANSFER'
  /** A transfer that closed a shape, whatever its own score. */
  | 'MOTIF'
  | 'DENSE_GROUP'
  /** A recomputation of the communities. */
  | 'COMMUNITY'
  /** An identifier that accounts share. */
  | 'SHARED_IDENTIFIER'
  /** Another ring: it was merged in, or split off. */
  | 'RING'
  | 'REVERSAL'
  /** An account was labelled legitimate. */
  | 'LABEL'
  /** No news for `rings.dormantAfterMs`. */
  | 'IDLE'
  /** `rings.openMax` rings are tracked already. */
  | 'CAPACITY';

/** A transfer that is evidence of a ring. */
export interface RingTransfer {
  readonly seq: number;
  readonly transactionId: string;
  readonly at: number;
  /** Account keys; never the same one twice. */
  readonly from: string;
  readonly to: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** The amount in cents of the reference currency. */
  readonly referenceCents: number;
  /** 0 .. 1, as it was decided. */
  readonly score: number;
}

/** An identifier that two accounts share, as evidence of a ring. Several accounts of one identifier are a star around the first of them. */
export interface RingTie {
  readonly kind: IdentifierKind;
  readonly identifier: string;
  /** Account keys in ascending order. */
  readonly accounts: readonly [string, string];
  /** HARD identifiers belong to one person (card, phone, e-mail); SOFT ones may be shared by strangers (device, IP address, postal address). */
  readonly strength: 'HARD' | 'SOFT';
  /** Above 0: how much it adds to the evidence, on the scale of -ln(1 - score) of a transfer. */
  readonly weight: number;
  /** When the later one of the two used it last. */
  readonly at: number;
}

/** Everything that speaks for a ring: the fold of its events, see `foldEvidence`. */
export interface RingEvidence {
  /** By sequence number, at most `rings.evidenceTransfersMax`. */
  readonly transfers: readonly RingTransfer[];
  /** By kind, identifier and accounts, at most `rings.evidenceTiesMax`. */
  readonly ties: readonly RingTie[];
}

export interface RingMember {
  /** Account key. */
  readonly account: string;
  readonly role: RingRole;
  readonly sinceSeq: number;
  readonly sinceAt: number;
}

/** A tracked group with an identity over time: the fold of its events. */
export interface Ring {
  readonly id: string;
  readonly status: RingStatus;
  readonly typology: Typology;
  /** 0 .. 1, of its present evidence. */
  readonly suspicion: number;
  readonly bornSeq: number;
  readonly bornAt: number;
  readonly lastSeq: number;
  readonly lastAt: number;
  /** The number of transfers that speak for it, those beyond `rings.evidenceTransfersMax` included. */
  readonly transferCount: number;
  /** The ring that took over the members, when status is MERGED. */
  readonly mergedInto: string | null;
  /** Present members in the order in which they joined. */
  readonly members: readonly RingMember[];
}

/**
 * One change of a ring, append-only. (seq, ordinal) orders all ring events; `seq` is the transfer that caused it.
 * The ring's state is the fold of its events and nothing else.
 */
export interface RingEvent {
  readonly seq: number;
  /** Counts the ring events of one seq from 0. */
  readonly ordinal: number;
  readonly ringId: string;
  readonly kind: RingEventKind;
  readonly cause: RingCause;
  readonly at: number;
  readonly typology: Typology;
  /** The suspicion of the ring after this event. */
  readonly suspicion: number;
  /** Members that joined with this event, or have another role from it on. */
  readonly joined: readonly RingMember[];
  /** Account keys that left with this event. */
  readonly left: readonly string[];
  /**
   * The other ring: of MERGED the one that took over, of SPLIT the one that was split off, of a BORN with cause RING the one that it
   * was split from, of a GREW with cause RING the one that was merged in.
   */
  readonly otherRingId: string | null;
  /** The number of transfers that this event added to the ring: `transfers`, and those that there was no room for. */
  readonly transfersAdded: number;
  /** Evidence that came with this event, in the order of `RingEvidence`. */
  readonly transfers: readonly RingTransfer[];
  readonly ties: readonly RingTie[];
  /** Sequence numbers of transfers that are no longer evidence of this ring, ascending. */
  readonly retracted: readonly number[];
}

export type AlertStatus = 'OPEN' | 'MERGED' | 'CLOSED';
export type AlertEventKind = 'RAISED' | 'EXTENDED' | 'ESCALATED' | 'MERGED' | 'CLOSED' | 'REOPENED';

/**
 * What an investigator is asked to look at: one per ring, or per account where no ring is known. The fold of its events. It is EXTENDED
 * by further transfers, ESCALATED once for each further threshold of suspicion that its ring crosses, CLOSED with its ring, and
 * REOPENED with it.
 */
export interface Alert {
  readonly id: string;
  readonly status: AlertStatus;
  readonly ringId: string | null;
  /** The account that raised it. */
  readonly account: string;
  /** The highest score among its transfers. */
  readonly score: number;
  /** Union of the reason codes of its transfers, in order of first appearance. */
  readonly reasons: readonly string[];
  readonly raisedSeq: number;
  readonly raisedAt: number;
  readonly lastSeq: number;
  readonly lastAt: number;
  readonly transactionCount: number;
  /** Sum of the amounts of its transfers in cents of the reference currency. */
  readonly referenceCents: number;
  /** The highest of `rings.alertThresholds` that the ring's suspicion crossed; 0 without a ring, or below the first. */
  readonly threshold: number;
  readonly mergedInto: string | null;
}

/** One change of an alert, append-only, ordered by (seq, ordinal). */
export interface AlertEvent {
  readonly seq: number;
  readonly ordinal: number;
  readonly alertId: string;
  readonly kind: AlertEventKind;
  readonly at: number;
  readonly ringId: string | null;
  readonly account: string;
  /** The transaction that the alert is now about too: of RAISED and EXTENDED always, of REOPENED when a transfer did it, else null. */
  readonly transactionId: string | null;
  readonly score: number;
  readonly reasons: readonly string[];
  readonly referenceCents: number;
  /** The threshold of RAISED and ESCALATED, 0 when none was crossed. */
  readonly threshold: number;
  /** Why the ring of a CLOSED alert was closed; null otherwise. */
  readonly cause: RingCause | null;
  readonly otherAlertId: string | null;
}
