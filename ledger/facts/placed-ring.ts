import { foldRing } from '../../scoring/rings/fold.ts';
import type { Ring, RingEvent, RingMember } from '../../scoring/rings/model.ts';

/** A ring as the tables hold it: with what the model leaves out. Like the ring, it is the fold of its events. */
export interface PlacedRing {
  readonly ring: Ring;
  /** The ordinal of its BORN event: orders rings that were born with one transfer. */
  readonly bornOrdinal: number;
  /** How often a member joined in all. */
  readonly joins: number;
  /** Of each present member the value of `joins` before it joined: orders the members. */
  readonly places: ReadonlyMap<string, number>;
}

/** A row of ring_member. */
export interface MemberRow {
  readonly ring_id: string;
  readonly account: string;
  readonly place: number;
  readonly role: RingMember['role'];
  readonly since_seq: number;
  readonly since_at: number;
}

/** The placed ring after an event; null before BORN. See `foldRing`. */
export function foldPlacedRing(before: PlacedRing | null, event: RingEvent): PlacedRing {
  const ring = foldRing(before?.ring ?? null, event);
  const bornOrdinal = before?.bornOrdinal ?? event.ordinal;
  if (before?.ring.members === ring.members) return { ...before, ring, bornOrdinal };
  let joins = before?.joins ?? 0;
  const places = new Map(ring.status === 'MERGED' ? [] : before?.places);
  for (const account of event.left) places.delete(account);
  for (const { account } of ring.status === 'MERGED' ? [] : event.joined) {
    if (!places.has(account)) places.set(account, joins++);
  }
  return { ring, bornOrdinal, joins, places };
}

/** The rows of the members, in their order. */
export function memberRows({ ring, places }: PlacedRing): MemberRow[] {
  return ring.members.map(({ account, role, sinceSeq, sinceAt }) => ({
    ring_id: ring.id,
    account,
    place: places.get(account) ?? -1,
    role,
    since_seq: sinceSeq,
    since_at: sinceAt,
  }));
}
