import { present } from '../../base/assert.ts';
import { foldEvidence, foldRing, noEvidence } from './fold.ts';
import type { Ring, RingEvent, RingEvidence } from './model.ts';

/** A ring with what speaks for it. */
export interface TrackedRing {
  readonly ring: Ring;
  readonly evidence: RingEvidence;
}

/** A ring that was closed and can be reopened, with the accounts that it had then. */
export interface ClosedRing extends TrackedRing {
  readonly members: readonly string[];
}

/** Rings as they were stored. */
export interface StoredRings {
  /** OPEN, DORMANT and CLOSED ones. */
  readonly rings: readonly Ring[];
  /** Of each of them; a ring without any may be absent. */
  readonly evidence: ReadonlyMap<string, RingEvidence>;
  /** The members that each CLOSED one had when it was closed. */
  readonly closedMembers: ReadonlyMap<string, readonly string[]>;
}

/**
 * The rings that can still change, by id and by member. Every change goes through `apply`, so what is held here is always
 * the fold of the events.
 */
export class RingIndex {
  /** All three in the order of `byActivity`. */
  readonly #open = new Map<string, TrackedRing>();
  readonly #dormant = new Map<string, TrackedRing>();
  readonly #closed = new Map<string, ClosedRing>();
  readonly #ringsOfAccount = new Map<string, string[]>();
  readonly #closedOfAccount = new Map<string, string[]>();
  /** Rings that changed at the latest sequence number. */
  #latest: Ring[] = [];

  /** Takes over rings as they were stored. */
  constructor({ rings, evidence, closedMembers }: StoredRings) {
    for (const ring of [...rings].sort(byActivity)) {
      const tracked = { ring, evidence: evidence.get(ring.id) ?? noEvidence };
      this.#hold(tracked, closedMembers.get(ring.id) ?? []);
      for (const { account } of ring.members) join(this.#ringsOfAccount, account, ring.id);
    }
  }

  /** Rings that are open or dormant. */
  get size(): number {
    return this.#open.size + this.#dormant.size;
  }

  /** A ring that is open or dormant. */
  tracked(id: string): TrackedRing {
    return present(this.#open.get(id) ?? this.#dormant.get(id), `ring ${id}`);
  }

  ring(id: string): Ring {
    return this.tracked(id).ring;
  }

  /** A ring that is held, closed ones included; null when there is none. */
  find(id: string): TrackedRing | null {
    return this.#open.get(id) ?? this.#dormant.get(id) ?? this.#closed.get(id) ?? null;
  }

  /** The open and dormant rings that an account is a member of, in no particular order. */
  ringsOf(account: string): readonly string[] {
    return this.#ringsOfAccount.get(account) ?? [];
  }

  /** The closed rings that an account was a member of, in no particular order. */
  closedOf(account: string): readonly ClosedRing[] {
    const ids = this.#closedOfAccount.get(account) ?? [];
    return ids.map((id) => present(this.#closed.get(id), `closed ring ${id}`));
  }

  /** The open rings from the least recently active on. */
  *openRings(): Generator<Ring> {
    for (const { ring } of this.#open.values()) yield ring;
  }

  /** The ring to give up first: the longest sleeping, else the least recently active. The index must not be empty. */
  stalest(): Ring {
    const [first] = this.#dormant.size > 0 ? this.#dormant.values() : this.#open.values();
    return present(first, 'stalest ring').ring;
  }

  /**
   * Forgets the closed rings without news since `at`, and those beyond `max`, the least recently active first; one that stands behind a
   * ring with news waits for it. Answers their ids. Amortised O(1).
   */
  forgetClosed(at: number, max: number): readonly string[] {
    const gone: string[] = [];
    for (const { ring } of this.#closed.values()) {
      if (ring.lastAt > at && this.#closed.size - gone.length <= max) break;
      gone.push(ring.id);
    }
    for (const id of gone) this.#dropClosed(id);
    return gone;
  }

  apply(event: RingEvent): void {
    const before = this.find(event.ringId);
    const ring = foldRing(before?.ring ?? null, event);
    const evidence = foldEvidence(before?.evidence ?? noEvidence, event);
    for (const account of event.left) part(this.#ringsOfAccount, account, ring.id);
    for (const { account } of event.joined) join(this.#ringsOfAccount, account, ring.id);
    this.#open.delete(ring.id);
    this.#dormant.delete(ring.id);
    this.#dropClosed(ring.id);
    this.#hold({ ring, evidence }, event.left);
    this.#settle(ring);
  }

  /** Rings that change at one sequence number stand in the order of `byActivity`, as they do after a restart. O(those rings). */
  #settle(ring: Ring): void {
    const others = this.#latest.filter(({ id, lastSeq }) => id !== ring.id && lastSeq === ring.lastSeq);
    this.#latest = [...others, ring].sort(byActivity);
    for (const { id } of this.#latest.slice(this.#latest.indexOf(ring) + 1)) {
      for (const held of [this.#open, this.#dormant, this.#closed])
        moveLast(held as Map<string, TrackedRing>, id);
    }
  }

  /** Files a ring under its status; one that MERGED is forgotten. */
  #hold(tracked: TrackedRing, closedMembers: readonly string[]): void {
    const { id, status } = tracked.ring;
    if (status === 'OPEN') this.#open.set(id, tracked);
    else if (status === 'DORMANT') this.#dormant.set(id, tracked);
    else if (status === 'CLOSED') {
      this.#closed.set(id, { ...tracked, members: closedMembers });
      for (const account of closedMembers) join(this.#closedOfAccount, account, id);
    }
  }

  #dropClosed(id: string): void {
    for (const account of this.#closed.get(id)?.members ?? []) part(this.#closedOfAccount, account, id);
    this.#closed.delete(id);
  }
}

/** The least recently active first, a total order. */
function byActivity(a: Ring, b: Ring): number {
  return a.lastSeq - b.lastSeq || a.bornSeq - b.bornSeq || (a.id < b.id ? -1 : 1);
}

function moveLast<Held>(held: Map<string, Held>, id: string): void {
  const value = held.get(id);
  if (value === undefined) return;
  held.delete(id);
  held.set(id, value);
}

function join(ringsOfAccount: Map<string, string[]>, account: string, ringId: string): void {
  const rings = ringsOfAccount.get(account);
  if (rings === undefined) ringsOfAccount.set(account, [ringId]);
  else if (!rings.includes(ringId)) rings.push(ringId);
}

function part(ringsOfAccount: Map<string, string[]>, account: string, ringId: string): void {
  const rings = ringsOfAccount.get(account)?.filter((id) => id !== ringId) ?? [];
  if (rings.length === 0) ringsOfAccount.delete(account);
  else ringsOfAccount.set(account, rings);
}
