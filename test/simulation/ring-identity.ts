import { PlantedIndex, type PlantedRing } from '../../app/score/planted-index.ts';
import { foldRing } from '../../scoring/rings/fold.ts';
import type { Ring, RingEvent } from '../../scoring/rings/model.ts';
import { isAlive } from './memory-stores.ts';

/**
 * What a planted ring was called over time. A tracked ring that is open or dormant covers a planted one when it has at least half of its
 * accounts. Its carrier is the first ring that covers it (of several at one moment the one with most of its accounts, then the one
 * that was born first). The carrier stays the same while it covers the planted ring, whatever else does, and while nothing covers
 * it; it passes to another ring when that one covers the planted ring and the carrier does not any more: because it was merged
 * into the other, was split or shrank, or was closed. A ring that is merged into the carrier changes nothing. Moments are between
 * sequence numbers, not between the events of one.
 */
export interface PlantedIdentity {
  readonly ringId: string;
  /** The carriers, in order; empty for a planted ring that nothing ever covered. */
  readonly carriers: readonly string[];
  /** Whether something covers it at the end: it lives on. */
  readonly livesOn: boolean;
}

/** Planted rings by what became of their ids. */
export interface IdentityFigures {
  /** Covered at some time. */
  readonly tracked: number;
  /** Of them, covered at the end. */
  readonly livingOn: number;
  /** Of those that live on, with one carrier for their whole life. */
  readonly oneId: number;
}

export function identityFigures(identities: readonly PlantedIdentity[]): IdentityFigures {
  const tracked = identities.filter(({ carriers }) => carriers.length > 0);
  const living = tracked.filter(({ livesOn }) => livesOn);
  const oneId = living.filter(({ carriers }) => carriers.length === 1);
  return { tracked: tracked.length, livingOn: living.length, oneId: oneId.length };
}

/** Follows planted rings through a log of ring events, in the order of `planted`. */
export function plantedIdentities(
  planted: readonly PlantedRing[],
  ringEvents: readonly RingEvent[],
): readonly PlantedIdentity[] {
  const follower = new Follower(planted);
  for (const [place, event] of ringEvents.entries()) {
    follower.apply(event);
    if (ringEvents[place + 1]?.seq !== event.seq) follower.settle();
  }
  return follower.identities();
}

class Follower {
  readonly #planted: readonly PlantedRing[];
  readonly #index: PlantedIndex;
  readonly #rings = new Map<string, Ring>();
  /** How many accounts of each planted ring every living ring has; rings in order of birth. */
  readonly #shared: Map<string, number>[];
  readonly #carriers: string[][];
  #touched = new Set<number>();

  constructor(planted: readonly PlantedRing[]) {
    this.#planted = planted;
    this.#index = new PlantedIndex(planted);
    this.#shared = planted.map(() => new Map());
    this.#carriers = planted.map(() => []);
  }

  apply(event: RingEvent): void {
    const { ringId } = event;
    for (const place of this.#sharedBy(ringId).keys()) this.#note(place, ringId, 0);
    this.#rings.set(ringId, foldRing(this.#rings.get(ringId) ?? null, event));
    for (const [place, shared] of this.#sharedBy(ringId)) this.#note(place, ringId, shared);
  }

  #sharedBy(ringId: string): ReadonlyMap<number, number> {
    const ring = this.#rings.get(ringId);
    if (ring === undefined || !isAlive(ring)) return new Map();
    return this.#index.shared(ring.members.map(({ account }) => account));
  }

  #note(place: number, ringId: string, shared: number): void {
    this.#touched.add(place);
    this.#shared[place]!.set(ringId, shared);
  }

  /** Ends a sequence number: carriers pass on where they have to. */
  settle(): void {
    for (const place of this.#touched) {
      const carriers = this.#carriers[place]!;
      const covering = this.#covering(place);
      const carrier = carriers.at(-1);
      if (carrier !== undefined && covering.some(({ id }) => id === carrier)) continue;
      if (covering.length > 0) carriers.push(covering[0]!.id);
    }
    this.#touched = new Set();
  }

  /** The rings that cover a planted one, the best first. */
  #covering(place: number): readonly Ring[] {
    const shared = this.#shared[place]!;
    return [...shared]
      .filter(([, count]) => this.#index.covers(place, count))
      .map(([id]) => this.#rings.get(id)!)
      .sort((a, b) => shared.get(b.id)! - shared.get(a.id)! || a.bornSeq - b.bornSeq);
  }

  identities(): readonly PlantedIdentity[] {
    return this.#planted.map(({ ringId }, place) => ({
      ringId,
      carriers: this.#carriers[place]!,
      livesOn: this.#covering(place).length > 0,
    }));
  }
}
