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
  /** 0 .. 1: the highest suspicion that its evidence reached. */
  readonly suspicion: number;
  readonly bornSeq: number;
  readonly bornAt: number;
  readonly lastSeq: number;
  readonly lastAt: number;
  /** The number of flagged transfers that belong to it. */
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
  readonly at: number;
  readonly typology: Typology;
  readonly suspicion: number;
  /** Members that joined with this event. */
  readonly joined: readonly RingMember[];
  /** Account keys that left with this event. */
  readonly left: readonly string[];
  /** The other ring of MERGED (the one that took over) and SPLIT (the one that was split off). */
  readonly otherRingId: string | null;
  /** Transfers that this event added to the ring. */
  readonly transfersAdded: number;
}

export type AlertStatus = 'OPEN' | 'MERGED' | 'CLOSED';
export type AlertEventKind = 'RAISED' | 'EXTENDED' | 'MERGED' | 'CLOSED';

/** What an investigator is asked to look at: one per ring, or per account where no ring is known. The fold of its events. */
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
  /** The flagged transaction, absent for MERGED and CLOSED. */
  readonly transactionId: string | null;
  readonly score: number;
  readonly reasons: readonly string[];
  readonly referenceCents: number;
  readonly otherAlertId: string | null;
}
