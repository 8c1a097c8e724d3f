/** Places of an order, the first one on top; a place may be in it more than once. A binary heap: O(log places) a call. */
export class PlaceHeap {
  readonly #places: number[] = [];

  /** The first place, Infinity when there is none. */
  get first(): number {
    return this.#places[0] ?? Number.POSITIVE_INFINITY;
  }

  clear(): void {
    this.#places.length = 0;
  }

  add(place: number): void {
    const places = this.#places;
    let at = places.length;
    places.push(place);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (places[parent]! <= place) break;
      places[at] = places[parent]!;
      at = parent;
    }
    places[at] = place;
  }

  /** Drops the first place. The heap must not be empty. */
  drop(): void {
    const places = this.#places;
    const last = places.pop()!;
    const count = places.length;
    if (count === 0) return;
    let at = 0;
    for (let child = 1; child < count; child = at * 2 + 1) {
      if (child + 1 < count && places[child + 1]! < places[child]!) child += 1;
      if (places[child]! >= last) break;
      places[at] = places[child]!;
      at = child;
    }
    places[at] = last;
  }
}
