import { flatten, unite } from '../../../../algorithms/components/union-find.ts';

/** Groups of places that are joined by links, as what a layered shape is made of. */
export interface JoinedGroup {
  /** Ascending, without repetition. */
  readonly places: readonly number[];
  /** Links beyond those that a tree needs: 0 in a fan, 1 when two pay the same two. */
  readonly excess: number;
}

/** The connected groups of `count` places under links, which come as pairs without repetition. O(places + links). */
export function joinedGroups(count: number, links: readonly (readonly [number, number])[]): JoinedGroup[] {
  const parent = Int32Array.from({ length: count }, (_, place) => place);
  for (const [one, other] of links) unite(parent, one, other);
  flatten(parent);
  const groups = new Map<number, { places: number[]; links: number }>();
  const linked = new Set(links.flat());
  for (const place of [...linked].sort((a, b) => a - b)) {
    const group = groups.get(parent[place]!);
    if (group === undefined) groups.set(parent[place]!, { places: [place], links: 0 });
    else group.places.push(place);
  }
  for (const [one] of links) groups.get(parent[one]!)!.links += 1;
  return [...groups.values()].map((group) => ({
    places: group.places,
    excess: group.links - group.places.length + 1,
  }));
}
