/**
 * All nodes by a key, the lowest first, of one key by node index: a binary heap with the place of every node, so that a
 * key can be lowered (D. E. Knuth, "The Art of Computer Programming", volume 3, 5.2.3). O(nodes) to make, O(log nodes)
 * a call.
 */
export class NodeHeap {
  readonly #keys: Float64Array;
  readonly #nodes: Int32Array;
  readonly #places: Int32Array;
  #size: number;

  /** Takes the keys over: the array is changed by `lower`. */
  constructor(keys: Float64Array) {
    this.#keys = keys;
    this.#size = keys.length;
    this.#nodes = Int32Array.from(keys.keys());
    this.#places = this.#nodes.slice();
    for (let place = (this.#size >> 1) - 1; place >= 0; place -= 1) this.#sink(place);
  }

  /** Takes the first node out. The heap must not be empty. */
  pop(): number {
    const first = this.#nodes[0]!;
    this.#size -= 1;
    this.#put(this.#nodes[this.#size]!, 0);
    this.#places[first] = -1;
    this.#sink(0);
    return first;
  }

  has(node: number): boolean {
    return this.#places[node]! >= 0;
  }

  /** Lowers the key of a node that is in the heap by `difference`, which is not negative. */
  lower(node: number, difference: number): void {
    this.#keys[node]! -= difference;
    let place = this.#places[node]!;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = this.#nodes[parent]!;
      if (this.#isBefore(above, node)) break;
      this.#put(above, place);
      place = parent;
    }
    this.#put(node, place);
  }

  #sink(start: number): void {
    const node = this.#nodes[start]!;
    let place = start;
    for (let child = 2 * place + 1; child < this.#size; child = 2 * place + 1) {
      if (child + 1 < this.#size && this.#isBefore(this.#nodes[child + 1]!, this.#nodes[child]!)) child += 1;
      const below = this.#nodes[child]!;
      if (this.#isBefore(node, below)) break;
      this.#put(below, place);
      place = child;
    }
    if (place !== start) this.#put(node, place);
  }

  #put(node: number, place: number): void {
    this.#nodes[place] = node;
    this.#places[node] = place;
  }

  #isBefore(left: number, right: number): boolean {
    const difference = this.#keys[left]! - this.#keys[right]!;
    return difference < 0 || (difference === 0 && left < right);
  }
}
