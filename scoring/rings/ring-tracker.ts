import type { Config } from '../../base/config.ts';
import { digestId } from '../../base/ids.ts';
import type { Ring, RingEvent, RingEventKind, RingMember, RingRole, Typology } from './model.ts';
import { RingIndex } from './ring-index.ts';

/** A flagged transfer with the group that it points to. */
export interface FlaggedGroup {
  readonly seq: number;
  readonly at: number;
  readonly transactionId: string;
  /** 0 .. 1, of the group as a whole. */
  readonly suspicion: number;
  readonly typology: Typology;
  readonly members: readonly { readonly account: string; readonly role: RingRole }[];
}

/** The ring of a flagged group, and what happened to other rings for its sake. */
export interface Placement {
  readonly ringId: string;
  /** Rings that were merged into it. */
  readonly absorbed: readonly string[];
  /** Rings that were closed to make room for it. */
  readonly closed: readonly string[];
}

/** Members that a group must share with a ring to belong to it, and the share of the smaller of both. */
const overlapMin = 2;
const overlapShareMin = 0.5;
/** Accounts that make a group a ring; fewer are an alert on an account. */
const ringMembersMin = 3;

/**
 * Gives groups an identity over time. A flagged group joins the oldest ring that it overlaps (REOPENED first when that one
 * sleeps), merges the other ones that it overlaps into that, or is BORN as a new ring whose id follows from the
 * transaction that caused it. A pure function of the flagged groups in sequence order: batches and restarts do not show.
 */
export class RingTracker {
  readonly #config: Config['rings'];
  readonly #index: RingIndex;
  #events: RingEvent[] = [];

  constructor(config: Config['rings'], rings: readonly Ring[]) {
    this.#config = config;
    this.#index = new RingIndex(rings);
  }

  /** The ring that an account is a member of, the oldest when there are several; null when there is none. */
  ringOf(account: string): string | null {
    const rings = this.#index.ringsOf(account).map((id) => this.#index.ring(id));
    return rings.sort(byBirth)[0]?.id ?? null;
  }

  /** The events since the last call, in order. */
  takeEvents(): readonly RingEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /**
   * Lets rings fall asleep that had no news for too long, at most `dormantPerTransferMax` at once: the others at the next
   * transfers. Call for every transfer, before `observe`. Amortised O(1).
   */
  advance(seq: number, at: number): void {
    const due: Ring[] = [];
    for (const ring of this.#index.openRings()) {
      if (ring.lastAt > at - this.#config.dormantAfterMs || due.length >= this.#config.dormantPerTransferMax)
        break;
      due.push(ring);
    }
    for (const ring of due.sort(byBirth)) this.#emit(seq, at, ring, 'DORMANT', {});
  }

  /** Notes a flagged group. Answers the id of its ring, null when the group is too small or not suspicious enough to be one. */
  observe(group: FlaggedGroup): Placement | null {
    const overlapping = this.#overlapping(group);
    const [main, ...others] = overlapping;
    if (main === undefined) return this.#born(group);
    if (main.status === 'DORMANT')
      this.#emit(group.seq, group.at, main, 'REOPENED', { suspicion: group.suspicion });
    this.#grow(main.id, group, group, 1);
    for (const other of others) this.#absorb(main.id, other, group);
    return { ringId: main.id, absorbed: others.map(({ id }) => id), closed: [] };
  }

  #born(group: FlaggedGroup): Placement | null {
    if (group.members.length < ringMembersMin || group.suspicion < this.#config.bornSuspicionMin) return null;
    const ringId = `ring-${digestId([group.transactionId], 12)}`;
    const closed = this.#makeRoom(group);
    this.#push({
      seq: group.seq,
      ordinal: this.#nextOrdinal(group.seq),
      ringId,
      kind: 'BORN',
      at: group.at,
      typology: group.typology,
      suspicion: group.suspicion,
      joined: group.members.slice(0, this.#config.membersMax).map((member) => joining(member, group)),
      left: [],
      otherRingId: null,
      transfersAdded: 1,
      cause: 'FLAGGED_TRANSFER',
      transfers: [],
      ties: [],
      retracted: [],
    });
    return { ringId, absorbed: [], closed };
  }

  /** Adds what fits of the group or of an absorbed ring. */
  #grow(
    ringId: string,
    group: FlaggedGroup,
    added: Pick<FlaggedGroup, 'members' | 'suspicion'>,
    transfersAdded: number,
  ): void {
    const ring = this.#index.ring(ringId);
    const present = new Set(ring.members.map(({ account }) => account));
    const room = this.#config.membersMax - present.size;
    const joined = added.members.filter(({ account }) => !present.has(account)).slice(0, Math.max(0, room));
    this.#emit(group.seq, group.at, ring, 'GREW', {
      typology: group.typology === 'RANDOM' ? ring.typology : group.typology,
      suspicion: added.suspicion,
      joined: joined.map((member) => joining(member, group)),
      transfersAdded,
    });
  }

  #absorb(survivor: string, ring: Ring, group: FlaggedGroup): void {
    this.#grow(survivor, group, ring, ring.transferCount);
    const left = ring.members.map(({ account }) => account);
    this.#emit(group.seq, group.at, ring, 'MERGED', { left, otherRingId: survivor });
  }

  /** Rings that the group belongs to: the oldest first, so that it is the one that survives a merge. */
  #overlapping(group: FlaggedGroup): Ring[] {
    const shared = new Map<string, number>();
    for (const { account } of group.members) {
      for (const id of this.#index.ringsOf(account)) shared.set(id, (shared.get(id) ?? 0) + 1);
    }
    const found: Ring[] = [];
    for (const [id, count] of shared) {
      const ring = this.#index.ring(id);
      const smaller = Math.min(ring.members.length, group.members.length);
      if (count >= overlapMin && count >= smaller * overlapShareMin) found.push(ring);
    }
    return found.sort(byBirth);
  }

  /** Closes the longest sleeping (else the least active) ring when there are as many as may be. */
  #makeRoom(group: FlaggedGroup): string[] {
    if (this.#index.size < this.#config.openMax) return [];
    const stalest = this.#index.stalest();
    this.#emit(group.seq, group.at, stalest, 'CLOSED', {
      left: stalest.members.map(({ account }) => account),
    });
    return [stalest.id];
  }

  #emit(seq: number, at: number, ring: Ring, kind: RingEventKind, change: Partial<RingEvent>): void {
    this.#push({
      seq,
      ordinal: this.#nextOrdinal(seq),
      ringId: ring.id,
      kind,
      at,
      typology: ring.typology,
      suspicion: ring.suspicion,
      joined: [],
      left: [],
      otherRingId: null,
      transfersAdded: 0,
      cause: 'FLAGGED_TRANSFER',
      transfers: [],
      ties: [],
      retracted: [],
      ...change,
    });
  }

  #push(event: RingEvent): void {
    this.#index.apply(event);
    this.#events.push(event);
  }

  #nextOrdinal(seq: number): number {
    const last = this.#events.at(-1);
    return last !== undefined && last.seq === seq ? last.ordinal + 1 : 0;
  }
}

function joining(member: { account: string; role: RingRole }, group: FlaggedGroup): RingMember {
  return { account: member.account, role: member.role, sinceSeq: group.seq, sinceAt: group.at };
}

/** Oldest first, a total order. */
function byBirth(a: Ring, b: Ring): number {
  return a.bornSeq - b.bornSeq || (a.id < b.id ? -1 : 1);
}
