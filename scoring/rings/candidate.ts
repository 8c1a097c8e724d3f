import type { RingCause, RingTie, RingTransfer } from './model.ts';

/** Accounts that make a group a ring; fewer are an alert on an account. */
export const ringMembersMin = 3;

/** A group of accounts that something points to: what a ring is born from, or grows by. */
export interface RingCandidate {
  readonly seq: number;
  readonly at: number;
  /** The transaction that brought it up: the ring's id follows from it. */
  readonly transactionId: string;
  readonly cause: RingCause;
  /** Account keys without repetition, in order of importance. */
  readonly members: readonly string[];
  /** The suspicious transfers between the members, by sequence number. */
  readonly transfers: readonly RingTransfer[];
  readonly ties: readonly RingTie[];
  /** Its evidence less what its accounts cost, see `SuspicionGraph.groupAround`. */
  readonly netWeight: number;
}
