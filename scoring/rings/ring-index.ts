import { present } from '../../base/assert.ts';
import { foldRing } from './fold.ts';
import type { Ring, RingEvent } from './model.ts';

/**
 * The rings that can still change, by id and by member. Every change goes through `apply`, so what is held here is always
 * the fold of the events.
 */
export class RingIndex {
  /** Both in order of last activity. */
  readonly #open = new Map<string, Ring>();
  readonly #dormant = new Map<string, Ring>();
  readonly #ringsOfAccount = new Map<string, string[]>();

  /** Takes over rings as they were stored, ordered by their last activity. */
  constructor(rings: readonly Ring[]) {
    const ordered = [...rings].sort(
      (a, b) => a.lastSeq - b.lastSeq || a.bornSeq - b.bornSeq || (a.id < b.id ? -1 : 1),
    );
    for (const ring of ordered) {
      this.#hold(ring);
      for (const { account } of ring.members) this.#join(account, ring.id);
    }
  }

  get size(): number {
    return this.#open.size + this.#dormant.size;
  }

  ring(id: string): Ring {
    return present(this.#open.get(id) ?? this.#dormant.get(id), `ring ${id}`);
  }

  /** The rings that an account is a member of, in the order in which it joined. */
  ringsOf(account: string): readonly string[] {
    return this.#ringsOfAccount.get(account) ?? [];
  }

  /** The open rings from the least recently active on. */
  openRings(): IterableIterator<Ring> {
    return this.#open.values();
  }

  /** The ring to give up first: the longest sleeping, else the least recently active. The index must not be empty. */
  stalest(): Ring {
    return present(this.#dormant.values().next().value ?? this.#open.values().next().value, 'stalest ring');
  }

  apply(event: RingEvent): void {
    const before = this.#open.get(event.ringId) ?? this.#dormant.get(event.ringId) ?? null;
    const ring = foldRing(before, event);
    for (const account of event.left) this.#part(account, ring.id);
    for (const { account } of event.joined) this.#join(account, ring.id);
    this.#open.delete(ring.id);
    this.#dormant.delete(ring.id);
    if (!this.#hold(ring)) for (const { account } of before?.members ?? []) this.#part(account, ring.id);
  }

  /** Files a ring under its status; false for one that has ended. */
  #hold(ring: Ring): boolean {
    if (ring.status === 'OPEN') this.#open.set(ring.id, ring);
    else if (ring.status === 'DORMANT') this.#dormant.set(ring.id, ring);
    else return false;
    return true;
  }

  #join(account: string, ringId: string): void {
    const rings = this.#ringsOfAccount.get(account);
    if (rings === undefined) this.#ringsOfAccount.set(account, [ringId]);
    else if (!rings.includes(ringId)) rings.push(ringId);
  }

  #part(account: string, ringId: string): void {
    const rings = this.#ringsOfAccount.get(account)?.filter((id) => id !== ringId) ?? [];
    if (rings.length === 0) this.#ringsOfAccount.delete(account);
    else this.#ringsOfAccount.set(account, rings);
  }
}
