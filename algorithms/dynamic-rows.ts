import { grown } from '../graph/window/columns.ts';

const firstNodes = 1024;
const firstSlots = 4096;
const firstCapacity = 4;
/** Size classes of rows: 4, 8, 16 ... entries. */
const classCount = 28;

/**
 * A changing graph as rows: the neighbours of node n are `neighbours[starts[n]] .. neighbours[starts[n] + lengths[n] - 1]`, in an
 * order that follows from the history alone, with the weight of each beside it. All rows lie in one pool, in blocks of powers of two
 * that are used again: reading a row is a walk over flat arrays. Adding and removing is O(1) amortised, finding O(row). The arrays
 * are replaced when they grow: read them anew after `append` and `ensure`. Memory: 12 bytes an entry (16 in `UndirectedRows`),
 * and a block keeps its size until its row is empty.
 */
export class DynamicRows {
  nodeCount = 0;
  neighbours = new Int32Array(firstSlots);
  weights = new Float64Array(firstSlots);
  starts = new Int32Array(firstNodes);
  lengths = new Int32Array(firstNodes);
  #capacities = new Int32Array(firstNodes);
  #used = 0;
  readonly #free: number[][] = Array.from({ length: classCount }, () => []);

  /** Makes nodes 0 .. nodeCount - 1 exist, the new ones without neighbours. */
  ensure(nodeCount: number): void {
    if (nodeCount <= this.nodeCount) return;
    this.nodeCount = nodeCount;
    if (nodeCount <= this.starts.length) return;
    const rows = Math.max(nodeCount, Math.ceil(this.starts.length * 1.5));
    this.starts = grown(this.starts, rows);
    this.lengths = grown(this.lengths, rows);
    this.#capacities = grown(this.#capacities, rows);
  }

  /** The place of a neighbour in the row of a node, -1 when it is not there. */
  find(node: number, neighbour: number): number {
    const { neighbours } = this;
    const start = this.starts[node]!;
    const end = start + this.lengths[node]!;
    for (let slot = start; slot < end; slot += 1) if (neighbours[slot] === neighbour) return slot - start;
    return -1;
  }

  /** Adds an entry at the end of a row and returns its place. */
  append(node: number, neighbour: number, weight: number): number {
    const place = this.lengths[node]!;
    if (place === this.#capacities[node]) this.#moveToLarger(node);
    const slot = this.starts[node]! + place;
    this.neighbours[slot] = neighbour;
    this.weights[slot] = weight;
    this.lengths[node] = place + 1;
    return place;
  }

  /** Removes the entry at a place; the last one of the row takes it. */
  removeAt(node: number, place: number): void {
    const last = this.lengths[node]! - 1;
    const start = this.starts[node]!;
    this.copyEntry(start + last, start + place);
    this.lengths[node] = last;
    if (last === 0) this.#release(node);
  }

  /** Copies one entry with all its columns. */
  protected copyEntry(from: number, to: number): void {
    this.neighbours[to] = this.neighbours[from]!;
    this.weights[to] = this.weights[from]!;
  }

  /** Makes room for `slots` entries in every column. */
  protected growSlots(slots: number): void {
    this.neighbours = grown(this.neighbours, slots);
    this.weights = grown(this.weights, slots);
  }

  #moveToLarger(node: number): void {
    const length = this.lengths[node]!;
    const capacity = length === 0 ? firstCapacity : length * 2;
    const from = this.starts[node]!;
    const to = this.#block(capacity);
    for (let place = 0; place < length; place += 1) this.copyEntry(from + place, to + place);
    if (length > 0) this.#release(node);
    this.starts[node] = to;
    this.#capacities[node] = capacity;
  }

  #block(capacity: number): number {
    const free = this.#free[sizeClass(capacity)]!.pop();
    if (free !== undefined) return free;
    const start = this.#used;
    this.#used += capacity;
    if (this.#used > this.neighbours.length) this.growSlots(Math.max(this.#used, this.neighbours.length * 2));
    return start;
  }

  #release(node: number): void {
    this.#free[sizeClass(this.#capacities[node]!)]!.push(this.starts[node]!);
    this.#capacities[node] = 0;
  }
}

function sizeClass(capacity: number): number {
  return 31 - Math.clz32(capacity);
}

/**
 * A changing undirected graph without self-loops: each edge is in the rows of both ends, and each entry knows the place of its
 * twin, so that an edge of a hub is found through the other end. Finding an edge is O(the smaller of both rows).
 */
export class UndirectedRows extends DynamicRows {
  /** Beside each neighbour: the place of this node in the neighbour's row. */
  twins = new Int32Array(firstSlots);

  /** The weight of an edge, 0 when it is not there. */
  weightOf(node: number, other: number): number {
    const place = this.placeOf(node, other);
    return place === -1 ? 0 : this.weights[this.starts[node]! + place]!;
  }

  /** The place of `other` in the row of `node`, -1 when there is no edge. */
  placeOf(node: number, other: number): number {
    if (this.lengths[node]! <= this.lengths[other]!) return this.find(node, other);
    const place = this.find(other, node);
    return place === -1 ? -1 : this.twins[this.starts[other]! + place]!;
  }

  /** Adds an edge that is not there. */
  connect(node: number, other: number, weight: number): void {
    const place = this.append(node, other, weight);
    const twin = this.append(other, node, weight);
    this.twins[this.starts[node]! + place] = twin;
    this.twins[this.starts[other]! + twin] = place;
  }

  /** Gives the edge at a place of the node's row another weight. */
  reweigh(node: number, place: number, weight: number): void {
    const slot = this.starts[node]! + place;
    this.weights[slot] = weight;
    this.weights[this.starts[this.neighbours[slot]!]! + this.twins[slot]!] = weight;
  }

  /** Removes the edge at a place of the node's row. */
  disconnect(node: number, place: number): void {
    const slot = this.starts[node]! + place;
    const other = this.neighbours[slot]!;
    const twin = this.twins[slot]!;
    this.removeAt(node, place);
    this.#follow(node, place);
    this.removeAt(other, twin);
    this.#follow(other, twin);
  }

  /** Tells the twin of the entry that came to a place where it is now. */
  #follow(node: number, place: number): void {
    if (place >= this.lengths[node]!) return;
    const slot = this.starts[node]! + place;
    this.twins[this.starts[this.neighbours[slot]!]! + this.twins[slot]!] = place;
  }

  protected override copyEntry(from: number, to: number): void {
    super.copyEntry(from, to);
    this.twins[to] = this.twins[from]!;
  }

  protected override growSlots(slots: number): void {
    super.growSlots(slots);
    this.twins = grown(this.twins, slots);
  }
}
