import type { Typology } from '../../scoring/rings/model.ts';

/** A ring that is known to be there. */
export interface PlantedRing {
  readonly ringId: string;
  readonly typology: Typology;
  /** Account keys. */
  readonly members: readonly string[];
}

/** Planted rings by account: which of them a group of accounts touches and covers. Planted rings are named by their place in the list. */
export class PlantedIndex {
  readonly #planted: readonly PlantedRing[];
  readonly #placesOf = new Map<string, number[]>();

  constructor(planted: readonly PlantedRing[]) {
    this.#planted = planted;
    for (const [place, { members }] of planted.entries()) {
      for (const account of members)
        this.#placesOf.set(account, [...(this.#placesOf.get(account) ?? []), place]);
    }
  }

  /** The places of the planted rings that an account is in. */
  placesOf(account: string): readonly number[] {
    return this.#placesOf.get(account) ?? [];
  }

  /** How many accounts a group shares with each planted ring, by its place; those that it shares none with are left out. */
  shared(group: Iterable<string>): ReadonlyMap<number, number> {
    const counts = new Map<number, number>();
    for (const account of group) {
      for (const place of this.placesOf(account)) counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    return counts;
  }

  /** Whether a group that shares so many accounts with a planted ring covers it: at least half of the ring's accounts. */
  covers(place: number, shared: number): boolean {
    return shared * 2 >= (this.#planted[place]?.members.length ?? Number.POSITIVE_INFINITY);
  }

  /** The places of the planted rings that a group covers. */
  coveredBy(group: Iterable<string>): number[] {
    return [...this.shared(group)]
      .filter(([place, shared]) => this.covers(place, shared))
      .map(([place]) => place);
  }
}
