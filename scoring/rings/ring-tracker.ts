import type { Config } from '../../base/config.ts';
import { digestId } from '../../base/ids.ts';
import { admit } from './admission.ts';
import { type RingCandidate, ringMembersMin } from './candidate.ts';
import type { Ring, RingCause, RingEvent, RingTransfer } from './model.ts';
import { remainsOf } from './remains.ts';
import { type Change, RingEvents } from './ring-events.ts';
import { RingIndex, type StoredRings, type TrackedRing } from './ring-index.ts';

/** What takes evidence away: its place in the sequence, its time and what it is. */
export interface Retraction {
  readonly seq: number;
  readonly at: number;
  readonly cause: Extract<RingCause, 'REVERSAL' | 'LABEL'>;
}

/** Members that a group must share with a ring to belong to it, and the share of the smaller of both. */
const overlapMin = 2;
const overlapShareMin = 0.5;

/**
 * Gives groups an identity over time. A candidate joins the ring that it is most akin to among those that it overlaps (REOPENED first when that one
 * sleeps or was closed), merges rings that have nearly the same members, or is BORN as a new ring whose id follows from the transaction that
 * caused it. Evidence that is retracted makes a ring shrink, split or close. A pure function of the candidates and retractions in
 * sequence order: batches and restarts do not show. What became of each ring is in its events, in the order in which it happened.
 */
export class RingTracker {
  readonly #config: Config['rings'];
  readonly #index: RingIndex;
  readonly #events: RingEvents;
  /** A ring that was closed and has no news since is not reopened any more. */
  #closedAfter = Number.NEGATIVE_INFINITY;

  constructor(config: Config['rings'], stored: StoredRings) {
    this.#config = config;
    this.#index = new RingIndex(stored);
    this.#events = new RingEvents(this.#index);
  }

  /** The suspicion of a ring that is open or dormant. */
  suspicionOf(ringId: string): number {
    return this.#index.ring(ringId).suspicion;
  }

  /** The ring that an account is a member of, the oldest when there are several; null when there is none. */
  ringOf(account: string): string | null {
    return this.#byBirth(this.#index.ringsOf(account))[0] ?? null;
  }

  /** The events since the last call, in order. */
  takeEvents(): readonly RingEvent[] {
    return this.#events.take();
  }

  /**
   * Lets rings fall asleep that had no news for too long, at most `dormantPerTransferMax` at once: the others at the next
   * transfers. Forgets rings that were closed for too long; answers their ids. Call for every transfer, before `observe`. Amortised O(1).
   */
  advance(seq: number, at: number): readonly string[] {
    const due: Ring[] = [];
    for (const ring of this.#index.openRings()) {
      if (ring.lastAt > at - this.#config.dormantAfterMs || due.length >= this.#config.dormantPerTransferMax)
        break;
      due.push(ring);
    }
    for (const { id } of due.sort(byBirth)) this.#events.add(id, { seq, at, kind: 'DORMANT', cause: 'IDLE' });
    this.#closedAfter = at - this.#config.closedKeptMs;
    return this.#index.forgetClosed(this.#closedAfter, this.#config.openMax);
  }

  /**
   * Notes a candidate. Answers the id of its ring, also when nobody of it may join the ring that it overlaps; null when it is too small or
   * not suspicious enough to be one.
   */
  observe(candidate: RingCandidate): string | null {
    const [main, ...others] = this.#akin(candidate);
    if (main === undefined) return this.#reopenClosed(candidate) ?? this.#born(candidate);
    this.#grow(main, candidate);
    let survivor = main.ring.id;
    for (const { ring } of others) {
      if (this.#isSame(survivor, ring.id)) survivor = this.#merge(survivor, ring.id, candidate);
    }
    return survivor;
  }

  /** Takes a transfer that was reversed out of the rings that it speaks for. O(evidence of the rings of its accounts). */
  reverse(transfer: Pick<RingTransfer, 'seq' | 'from' | 'to'>, retraction: Retraction): void {
    const rings = new Set([transfer.from, transfer.to].flatMap((account) => this.#index.ringsOf(account)));
    for (const id of this.#byBirth(rings)) this.#retract(id, retraction, ({ seq }) => seq === transfer.seq);
  }

  /** Takes the transfers that match out of the rings of an account. O(evidence of its rings). */
  clear(account: string, retraction: Retraction, matches: (transfer: RingTransfer) => boolean): void {
    for (const id of this.#byBirth(this.#index.ringsOf(account))) this.#retract(id, retraction, matches);
  }

  #born(candidate: RingCandidate): string | null {
    if (!this.#isRing(candidate)) return null;
    const { seq, at, cause, transactionId } = candidate;
    const { joined, transfers, ties } = admit(this.#config, null, candidate);
    if (joined.length < ringMembersMin) return null;
    this.#makeRoom(candidate);
    // A transaction is decided once, but a later recomputation may bring it up again.
    const ringId =
      cause === 'COMMUNITY' || cause === 'DENSE_GROUP'
        ? ringIdOf(transactionId, cause, `${seq}`)
        : ringIdOf(transactionId);
    this.#events.add(ringId, {
      ...{ seq, at, cause, kind: 'BORN', joined, transfers, ties },
      transfersAdded: transfers.length,
    });
    return ringId;
  }

  #isRing({ members, netWeight }: RingCandidate): boolean {
    return members.length >= ringMembersMin && netWeight >= this.#config.bornWeightMin;
  }

  /** Reopens the closed ring that the candidate overlaps the most. */
  #reopenClosed(candidate: RingCandidate): string | null {
    if (!this.#isRing(candidate)) return null;
    const shared = new Map<TrackedRing & { readonly members: readonly string[] }, number>();
    for (const account of candidate.members) {
      for (const ring of this.#index.closedOf(account))
        if (ring.ring.lastAt > this.#closedAfter) shared.set(ring, (shared.get(ring) ?? 0) + 1);
    }
    const found = [...shared].filter(([{ members }, count]) => overlaps(count, members, candidate.members));
    found.sort(([a, countA], [b, countB]) => countB - countA || byBirth(a.ring, b.ring));
    const ring = found[0]?.[0];
    if (ring === undefined) return null;
    // What spoke for it then may have been taken back since, which a closed ring is not told of: it is explained by what is there now.
    const { joined, transfers, ties } = admit(this.#config, null, candidate);
    if (joined.length < ringMembersMin) return null;
    this.#makeRoom(candidate);
    const { seq, at, cause } = candidate;
    const known = new Set(ring.evidence.transfers.map((transfer) => transfer.seq));
    const now = new Set(transfers.map((transfer) => transfer.seq));
    const added = transfers.filter((transfer) => !known.has(transfer.seq));
    this.#events.add(ring.ring.id, {
      ...{ seq, at, cause, kind: 'REOPENED', joined, ties, transfers: added },
      ...{ retracted: [...known].filter((each) => !now.has(each)), transfersAdded: added.length },
    });
    return ring.ring.id;
  }

  /** Takes in what the candidate brings; nothing happens when it brings nothing. */
  #grow(main: TrackedRing, candidate: RingCandidate): void {
    const { seq, at, cause } = candidate;
    const { joined, transfers, ties, isNews } = admit(this.#config, main, candidate);
    const isThere = isNews || joined.length + transfers.length + ties.length > 0;
    if (!isThere) return;
    if (main.ring.status === 'DORMANT') this.#wake(main.ring.id, candidate);
    const isKept = transfers.some((transfer) => transfer.seq === seq);
    const transfersAdded = transfers.length + (isNews && !isKept ? 1 : 0);
    this.#events.add(main.ring.id, {
      ...{ seq, at, cause, kind: 'GREW', joined, transfers, ties, transfersAdded },
    });
  }

  /** Whether the smaller of two rings lies in the larger one, nearly. */
  #isSame(a: string, b: string): boolean {
    const members = new Set(this.#index.ring(a).members.map(({ account }) => account));
    const others = this.#index.ring(b).members;
    const common = others.filter(({ account }) => members.has(account)).length;
    return common >= this.#config.mergeShareMin * Math.min(members.size, others.length);
  }

  /** Merges the smaller of two rings into the larger one, of equals the younger into the older one: the id of the most members stays. Answers it. */
  #merge(a: string, b: string, candidate: RingCandidate): string {
    const rings = [this.#index.ring(a), this.#index.ring(b)];
    rings.sort((one, other) => other.members.length - one.members.length || byBirth(one, other));
    const [survivor, absorbed] = rings as [Ring, Ring];
    if (survivor.status === 'DORMANT') this.#wake(survivor.id, candidate);
    this.#absorb(survivor.id, absorbed.id, candidate);
    return survivor.id;
  }

  #wake(id: string, { seq, at, cause }: RingCandidate): void {
    this.#events.add(id, { seq, at, cause, kind: 'REOPENED' });
  }

  /** Merges `id` into `survivor`: the evidence and the members that fit go over. */
  #absorb(survivor: string, id: string, { seq, at }: RingCandidate): void {
    const absorbed = this.#index.tracked(id);
    const { evidenceTransfersMax, evidenceTiesMax, membersMax } = this.#config;
    const { ring, evidence } = this.#index.tracked(survivor);
    const present = new Set(ring.members.map(({ account }) => account));
    const accounts = absorbed.ring.members.map(({ account }) => account);
    const joined = accounts.filter((account) => !present.has(account)).slice(0, membersMax - present.size);
    const seqs = new Set(evidence.transfers.map((transfer) => transfer.seq));
    const group = new Set([...present, ...joined]);
    const fresh = absorbed.evidence.transfers.filter((transfer) => !seqs.has(transfer.seq));
    const fitting = fresh.filter(({ from, to }) => group.has(from) && group.has(to));
    const transfers = fitting.slice(0, Math.max(0, evidenceTransfersMax - seqs.size));
    const ties = absorbed.evidence.ties
      .filter((tie) => tie.accounts.every((account) => group.has(account)))
      .slice(0, Math.max(0, evidenceTiesMax - evidence.ties.length));
    const uncounted = absorbed.ring.transferCount - absorbed.evidence.transfers.length;
    const transfersAdded = fresh.length + uncounted;
    const change: Change = { seq, at, cause: 'RING', kind: 'GREW', joined, transfers, ties };
    this.#events.add(survivor, { ...change, transfersAdded, otherRingId: id });
    this.#events.add(id, { seq, at, cause: 'RING', kind: 'MERGED', left: accounts, otherRingId: survivor });
  }

  #retract(id: string, by: Retraction, matches: (transfer: RingTransfer) => boolean): void {
    const { ring, evidence } = this.#index.tracked(id);
    const retracted = evidence.transfers.filter(matches).map(({ seq }) => seq);
    if (retracted.length === 0) return;
    const { seq, at, cause } = by;
    const remains = remainsOf(this.#config, ring, evidence, new Set(retracted));
    if (remains === null) {
      const left = ring.members.map(({ account }) => account);
      this.#events.add(id, { seq, at, cause, kind: 'CLOSED', left, retracted });
      return;
    }
    const lost = [...retracted, ...remains.lost].sort((a, b) => a - b);
    this.#events.add(id, { seq, at, cause, kind: 'SHRANK', left: remains.left, retracted: lost });
    for (const part of remains.splits) {
      const seqs = part.transfers.map((transfer) => transfer.seq);
      // The same part may be merged back and split off again later.
      const otherRingId = ringIdOf(id, `${seq}`, `${seqs.at(-1)}`);
      const change = { seq, at, cause, left: part.accounts, retracted: seqs, otherRingId };
      this.#events.add(id, { ...change, kind: 'SPLIT' });
      this.#events.add(otherRingId, {
        ...{ seq, at, cause: 'RING', kind: 'BORN', joined: part.accounts, otherRingId: id },
        ...{ transfers: part.transfers, ties: part.ties, transfersAdded: seqs.length },
      });
    }
  }

  /** Rings that the candidate overlaps, the most akin first: the one that has the most of it for its own size, then the oldest. */
  #akin({ members }: RingCandidate): TrackedRing[] {
    const shared = new Map<string, number>();
    for (const account of members) {
      for (const id of this.#index.ringsOf(account)) shared.set(id, (shared.get(id) ?? 0) + 1);
    }
    const found: { tracked: TrackedRing; kinship: number }[] = [];
    for (const [id, count] of shared) {
      const tracked = this.#index.tracked(id);
      const { length } = tracked.ring.members;
      if (overlaps(count, tracked.ring.members, members))
        found.push({ tracked, kinship: count / Math.sqrt(length) });
    }
    found.sort((a, b) => b.kinship - a.kinship || byBirth(a.tracked.ring, b.tracked.ring));
    return found.map(({ tracked }) => tracked);
  }

  /** Ids of rings that are tracked, those of the oldest first. */
  #byBirth(ids: Iterable<string>): string[] {
    const rings = [...ids].map((id) => this.#index.ring(id));
    return rings.sort(byBirth).map(({ id }) => id);
  }

  /** Closes the longest sleeping (else the least active) rings until there is room for one more. */
  #makeRoom({ seq, at }: RingCandidate): void {
    while (this.#index.size >= this.#config.openMax) {
      const { id, members } = this.#index.stalest();
      const left = members.map(({ account }) => account);
      this.#events.add(id, { seq, at, cause: 'CAPACITY', kind: 'CLOSED', left });
    }
  }
}

function overlaps(count: number, a: readonly unknown[], b: readonly unknown[]): boolean {
  return count >= overlapMin && count >= Math.min(a.length, b.length) * overlapShareMin;
}

function ringIdOf(...origin: readonly string[]): string {
  return `ring-${digestId(origin, 12)}`;
}

/** Oldest first, a total order. */
function byBirth(a: Ring, b: Ring): number {
  return a.bornSeq - b.bornSeq || (a.id < b.id ? -1 : 1);
}
