// After J. Jiang et al., "Spade: A real-time fraud detection framework on evolving graphs", PVLDB 16(3), 2023 (reordering only the part
// of the peeling sequence that a change affects), with two additions: stretches that nothing affects are skipped and not walked, and a
// weight that shrinks is repaired too.
import { grown } from '../../../graph/window/columns.ts';
import type { UndirectedRows } from '../../dynamic-rows.ts';
import { endOfOrder, type PeelOrder } from '../peel-order.ts';
import { PendingNodes } from '../pending-nodes.ts';
import { PlaceHeap } from '../place-heap.ts';
import { lighterPlace, searchSteps } from './lighter-place.ts';

const firstNodes = 1024;
/** Not yet considered, waiting with a weight of its own, given a new place. */
const [resting, pending, placed] = [0, 1, 2];
const none = -1;

/**
 * Finds what the peeling order becomes when one edge weighs another weight, by peeling anew from the first place that differs to the first
 * from which nothing does. The order is not touched until all is known, so a repair that runs out of steps leaves it as it was.
 *
 * While it runs, nodes before the cursor are taken, except for the pending ones, which were displaced, and nodes behind it rest, except for
 * those that were placed early. A pending node knows its exact weight. A resting one weighs what the order says, and what it is tied to
 * pending nodes from before the cursor (`#ties`). A tie to a node that was placed early makes a node pending, unless it could not be
 * taken before the early one's old place anyway.
 */
export class OrderRepair {
  readonly #rows: UndirectedRows;
  readonly #order: PeelOrder;
  readonly #pending = new PendingNodes();
  /** Places at which a resting node is tied to a pending one, or a node that does not rest any more had its place. */
  readonly #places = new PlaceHeap();
  #states = new Uint8Array(firstNodes);
  #ties = new Float64Array(firstNodes);
  #seen: number[] = [];
  #cursor = 0;
  /** Pending nodes of before the cursor, and placed nodes of behind it: when there are none, the rest of the order holds. */
  #displaced = 0;
  #early = 0;
  #stepsLeft = 0;
  readonly #moves: { node: number; anchor: number; weight: number }[] = [];

  constructor(rows: UndirectedRows, order: PeelOrder) {
    this.#rows = rows;
    this.#order = order;
  }

  /** Makes room for nodes 0 .. nodeCount - 1. */
  ensure(nodeCount: number): void {
    this.#pending.ensure(nodeCount);
    const before = this.#states.length;
    if (nodeCount <= before) return;
    const rows = Math.max(nodeCount, Math.ceil(before * 1.5));
    this.#states = grown(this.#states, rows);
    this.#ties = grown(this.#ties, rows);
  }

  /**
   * Repairs the order after the edge of two nodes, already of its new weight, grew by `change`; nodes that are not in the order enter it.
   * Answers false when the steps are spent: then the order is as before.
   */
  grow(node: number, other: number, change: number, stepsMax: number): boolean {
    this.#begin(stepsMax);
    const [place, otherPlace] = [this.#order.placeOf(node), this.#order.placeOf(other)];
    const first = place <= otherPlace ? node : other;
    const start = Math.min(place, otherPlace);
    this.#cursor = start === none ? 0 : start + 1;
    this.#displace(first, start === none ? change : this.#order.weights[first]! + change);
    if (place === none && otherPlace === none) this.#displace(other, change);
    return this.#run();
  }

  /**
   * Repairs the order after the edge of two nodes shrank by `change` to what it weighs now (0 is still in the rows, and is removed after).
   * Both are in the order. Answers false when the steps are spent: then the order is as before.
   */
  shrink(node: number, other: number, change: number, stepsMax: number): boolean {
    this.#begin(stepsMax);
    const order = this.#order;
    const [first, last] = order.placeOf(node) < order.placeOf(other) ? [node, other] : [other, node];
    const limit = order.placeOf(first);
    const lower = order.weights[first]! - change;
    const start = this.#firstPlaceOf(first, limit, lower);
    const lastStart = this.#firstPlaceOf(last, limit, order.weights[last]!);
    if (this.#stepsLeft < 0) return false;
    if (Math.min(start, lastStart) === endOfOrder) {
      order.setWeight(first, lower);
      return true;
    }
    return this.#pull(first, start, last, lastStart);
  }

  /** As `shrink` for the node that stays when the other one has lost its last edge: that one must have been taken out of the order, at `limit`. */
  shrinkLast(node: number, change: number, limit: number, stepsMax: number): boolean {
    this.#begin(stepsMax);
    const order = this.#order;
    const place = order.placeOf(node);
    const weight = place < limit ? order.weights[node]! - change : order.weights[node]!;
    const start = this.#firstPlaceOf(node, Math.min(place, limit), weight);
    if (this.#stepsLeft < 0) return false;
    if (start !== endOfOrder) return this.#pull(node, start, node, endOfOrder);
    order.setWeight(node, weight);
    return true;
  }

  #begin(stepsMax: number): void {
    this.#stepsLeft = stepsMax;
    this.#displaced = 0;
    this.#early = 0;
  }

  #pull(node: number, start: number, other: number, otherStart: number): boolean {
    this.#cursor = Math.min(start, otherStart);
    if (start === this.#cursor) this.#advance(node);
    if (otherStart === this.#cursor) this.#advance(other);
    return this.#run();
  }

  /** See `lighterPlace`; `endOfOrder` when the steps are spent. */
  #firstPlaceOf(node: number, limit: number, lowest: number): number {
    const found = lighterPlace(this.#rows, this.#order, node, limit, lowest, this.#stepsLeft);
    this.#stepsLeft -= found.steps;
    return found.place;
  }

  /** Peels until old and new order agree again, then moves what has moved. */
  #run(): boolean {
    while (this.#displaced + this.#early > 0 || this.#moves.length === 0) {
      if (this.#stepsLeft < 0) break;
      this.#step();
    }
    const done = this.#stepsLeft >= 0;
    if (done) for (const { node, anchor, weight } of this.#moves) this.#move(node, anchor, weight);
    this.#moves.length = 0;
    for (const node of this.#seen) {
      this.#states[node] = resting!;
      this.#ties[node] = 0;
    }
    this.#seen = [];
    this.#pending.clear();
    this.#places.clear();
    return done;
  }

  #move(node: number, anchor: number, weight: number): void {
    const order = this.#order;
    if (order.has(node) && order.after(node) === anchor) {
      order.setWeight(node, weight);
      return;
    }
    if (order.has(node)) order.remove(node);
    order.insertBefore(node, anchor, weight);
  }

  /** Goes to the next place where something happens: a pending node is taken before it, or its own node is affected. */
  #step(): void {
    while (this.#places.first < this.#cursor) this.#places.drop();
    const affected = this.#places.first;
    if (this.#pending.size > 0) {
      const node = this.#pending.first;
      this.#stepsLeft -= searchSteps;
      const before = this.#order.firstAbove(this.#cursor, affected, this.#pending.weightOf(node), node);
      if (before !== endOfOrder || affected === endOfOrder) {
        this.#cursor = before;
        this.#take(before === endOfOrder ? none : this.#order.nodeAt(before));
        return;
      }
    }
    this.#cursor = affected;
    this.#meet(this.#order.nodeAt(affected));
  }

  /** The cursor is at an affected node. */
  #meet(node: number): void {
    const state = this.#states[node]!;
    if (state === resting) {
      this.#meetResting(node);
      return;
    }
    this.#cursor += 1;
    if (state === placed) {
      this.#early -= 1;
      return;
    }
    // Its old place is passed, and it waits on: from now on it is missed by those who rest.
    this.#displaced += 1;
    this.#tie(node);
  }

  #meetResting(node: number): void {
    const weight = this.#order.weights[node]!;
    if (this.#pending.size > 0) {
      const first = this.#pending.first;
      const difference = this.#pending.weightOf(first) - weight;
      if (difference < 0 || (difference === 0 && first < node)) {
        this.#take(node);
        return;
      }
    }
    this.#cursor += 1;
    if (this.#ties[node]! > 0) {
      this.#displace(node, weight + this.#ties[node]!);
      return;
    }
    // It is taken as before; pending nodes that were to come later lose it.
    const { neighbours, weights, starts, lengths } = this.#rows;
    const end = starts[node]! + lengths[node]!;
    this.#stepsLeft -= lengths[node]!;
    for (let slot = starts[node]!; slot < end; slot += 1) {
      if (this.#states[neighbours[slot]!] === pending) this.#pending.lower(neighbours[slot]!, weights[slot]!);
    }
  }

  /** Takes the lightest pending node, before the resting node `anchor`. */
  #take(anchor: number): void {
    const node = this.#pending.pop();
    this.#moves.push({ node, anchor, weight: this.#pending.weightOf(node) });
    this.#states[node] = placed!;
    const oldPlace = this.#order.placeOf(node);
    const early = oldPlace >= this.#cursor;
    if (early) this.#early += 1;
    else this.#displaced -= 1;
    const { neighbours, weights, starts, lengths } = this.#rows;
    const end = starts[node]! + lengths[node]!;
    this.#stepsLeft -= lengths[node]!;
    for (let slot = starts[node]!; slot < end; slot += 1) {
      const other = neighbours[slot]!;
      const state = this.#states[other]!;
      if (state === pending) this.#pending.lower(other, weights[slot]!);
      else if (state === resting && this.#order.placeOf(other) >= this.#cursor) {
        if (!early) this.#ties[other]! -= weights[slot]!;
        else if (this.#comesBefore(other, oldPlace)) this.#advance(other);
      }
    }
  }

  /** Whether a resting node could be taken before an old place: when its place is before, or its weight is not above all that is until there. */
  #comesBefore(node: number, place: number): boolean {
    if (this.#order.placeOf(node) < place) return true;
    this.#stepsLeft -= searchSteps;
    return this.#order.firstAbove(this.#cursor, place + 1, this.#order.weights[node]!, node) !== endOfOrder;
  }

  /** Makes a node pending that was to be taken before the cursor. */
  #displace(node: number, weight: number): void {
    this.#mark(node, pending!);
    this.#pending.add(node, weight);
    this.#displaced += 1;
    this.#tie(node);
  }

  /** Ties the resting neighbours to a pending node of before the cursor. */
  #tie(node: number): void {
    const { neighbours, weights, starts, lengths } = this.#rows;
    const end = starts[node]! + lengths[node]!;
    this.#stepsLeft -= lengths[node]!;
    for (let slot = starts[node]!; slot < end; slot += 1) {
      const other = neighbours[slot]!;
      if (this.#states[other] !== resting) continue;
      const place = this.#order.placeOf(other);
      if (place < this.#cursor) continue;
      this.#mark(other, resting!);
      this.#ties[other]! += weights[slot]!;
      this.#places.add(place);
    }
  }

  /** Makes a node pending whose place is still to come, with what it weighs at the cursor. */
  #advance(node: number): void {
    this.#mark(node, pending!);
    const place = this.#order.placeOf(node);
    this.#places.add(place);
    const { neighbours, weights, starts, lengths } = this.#rows;
    const end = starts[node]! + lengths[node]!;
    this.#stepsLeft -= lengths[node]!;
    let weight = 0;
    for (let slot = starts[node]!; slot < end; slot += 1) {
      const other = neighbours[slot]!;
      const state = this.#states[other]!;
      if (state === placed) continue;
      const otherPlace = this.#order.placeOf(other);
      const behind = otherPlace >= this.#cursor;
      if (state === pending || behind) weight += weights[slot]!;
      if (state === resting && behind && otherPlace < place) this.#places.add(otherPlace);
    }
    this.#pending.add(node, weight);
  }

  #mark(node: number, state: number): void {
    this.#states[node] = state;
    this.#seen.push(node);
  }
}
