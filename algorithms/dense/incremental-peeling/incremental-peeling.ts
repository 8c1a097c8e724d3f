import { assert } from '../../../base/assert.ts';
import { UndirectedRows } from '../../dynamic-rows.ts';
import { DeferredEdges } from '../deferred-edges.ts';
import { type IncrementalLimits, incrementalLimits } from '../incremental-limits.ts';
import { type Densest, PeelOrder } from '../peel-order.ts';
import { OrderRepair } from './order-repair.ts';
import { peelAnew } from './peel-anew.ts';

/**
 * Greedy peeling (M. Charikar, APPROX 2000) of an undirected graph whose edge weights change, kept up to date: take away, one by one, the
 * node that adds least to what is left, of equal ones the lowest; the densest of the sets passed, of equal ones the largest, has at least
 * half the density of the densest there is. Only nodes with edges are peeled.
 *
 * After every change, insertion or removal, order, weights and set are exactly those of peeling from scratch (see `OrderRepair`), except
 * for the edges whose change would have taken more than `stepsMax` steps: those weigh what they weighed before, are counted in
 * `deferred`, and are applied when the same edge changes again within the limit, by `settle`, or at once when `deferredMax` wait.
 *
 * Weights are whole numbers, so sums are exact and the result follows from the graph alone. Deterministic. A change costs what it
 * displaces; 60 bytes a node and those of `UndirectedRows`.
 */
export class IncrementalPeeling {
  readonly #rows = new UndirectedRows();
  readonly #order = new PeelOrder();
  readonly #repair = new OrderRepair(this.#rows, this.#order);
  readonly #deferred = new DeferredEdges();
  readonly #limits: Required<IncrementalLimits>;
  /** Null when the order has changed since it was found. */
  #densest: Densest | null = null;

  /** Throws INPUT_INVALID for limits out of range. */
  constructor(limits: IncrementalLimits = {}) {
    this.#limits = incrementalLimits('incremental peeling', limits);
  }

  /** Edges whose last change is not in the order yet. */
  get deferred(): number {
    return this.#deferred.size;
  }

  /** Weight inside the densest set by its number of nodes, 0 without edges. The first call after a change is O(nodes / 128) as a rule. */
  get density(): number {
    return this.#found.density;
  }

  /** Nodes of the densest set. */
  get size(): number {
    return this.#found.size;
  }

  /** Nodes of the densest set, the last to be peeled first, at most `membersMax`. */
  members(membersMax: number): readonly number[] {
    return this.#order.last(Math.min(membersMax, this.size));
  }

  /** Whether a node is in the densest set. */
  isMember(node: number): boolean {
    return node < this.#rows.nodeCount && this.#order.placeOf(node) >= this.#found.start;
  }

  /** What the node added to what was left when it was peeled, 0 for one without edges or that is not there. */
  peelingWeight(node: number): number {
    return node < this.#rows.nodeCount && this.#order.has(node) ? this.#order.weights[node]! : 0;
  }

  /** Makes nodes 0 .. nodeCount - 1 exist, the new ones without edges. */
  ensureNodes(nodeCount: number): void {
    this.#rows.ensure(nodeCount);
    this.#order.ensure(nodeCount);
    this.#repair.ensure(nodeCount);
  }

  /** Sets the weight of the edge of two different nodes: a whole number, 0 for no edge. */
  setWeight(node: number, other: number, weight: number): void {
    assert(node !== other, `peeling has no loop ${node}`);
    assert(Number.isSafeInteger(weight) && weight >= 0, `weight ${weight} of an edge is whole`);
    if (this.#apply(node, other, weight, this.#limits.stepsMax)) {
      this.#deferred.delete(node, other);
      return;
    }
    this.#deferred.set(node, other, weight);
    if (this.#deferred.size >= this.#limits.deferredMax) this.settle();
  }

  /** Takes in what was deferred: then the result is that of the graph. Peels anew when there is any, O((nodes + edges) × log nodes). */
  settle(): void {
    const edges = this.#deferred.take();
    if (edges.length === 0) return;
    for (const { node, other, weight } of edges) this.#store(node, other, weight);
    peelAnew(this.#rows, this.#order);
    this.#densest = null;
  }

  #store(node: number, other: number, weight: number): void {
    const rows = this.#rows;
    const place = rows.placeOf(node, other);
    if (place === -1) rows.connect(node, other, weight);
    else if (weight > 0) rows.reweigh(node, place, weight);
    else rows.disconnect(node, place);
  }

  get #found(): Densest {
    this.#densest ??= this.#order.densest();
    return this.#densest;
  }

  /** Answers false when the steps were not enough: then nothing has changed. */
  #apply(node: number, other: number, weight: number, stepsMax: number): boolean {
    const rows = this.#rows;
    const place = rows.placeOf(node, other);
    const before = place === -1 ? 0 : rows.weights[rows.starts[node]! + place]!;
    if (weight === before) return true;
    this.#densest = null;
    if (weight > before) return this.#grow(node, other, place, weight, before, stepsMax);
    return this.#shrink(node, other, place, weight, before, stepsMax);
  }

  #grow(
    node: number,
    other: number,
    place: number,
    weight: number,
    before: number,
    stepsMax: number,
  ): boolean {
    const rows = this.#rows;
    if (place === -1) rows.connect(node, other, weight);
    else rows.reweigh(node, place, weight);
    if (this.#repair.grow(node, other, weight - before, stepsMax)) return true;
    if (place === -1) rows.disconnect(node, rows.placeOf(node, other));
    else rows.reweigh(node, place, before);
    return false;
  }

  #shrink(
    node: number,
    other: number,
    place: number,
    weight: number,
    before: number,
    stepsMax: number,
  ): boolean {
    const rows = this.#rows;
    rows.reweigh(node, place, weight);
    const done =
      weight > 0
        ? this.#repair.shrink(node, other, before - weight, stepsMax)
        : this.#remove(node, other, before, stepsMax);
    if (!done) rows.reweigh(node, place, before);
    else if (weight === 0) rows.disconnect(node, place);
    return done;
  }

  /** Repairs the order for an edge that goes; an end without another edge leaves the order. */
  #remove(node: number, other: number, before: number, stepsMax: number): boolean {
    const order = this.#order;
    const [last, otherLast] = [this.#rows.lengths[node] === 1, this.#rows.lengths[other] === 1];
    if (!last && !otherLast) return this.#repair.shrink(node, other, before, stepsMax);
    const [leaving, staying] = last ? [node, other] : [other, node];
    const next = order.after(leaving);
    const weight = order.weights[leaving]!;
    order.remove(leaving);
    if (last && otherLast) {
      order.remove(staying);
      return true;
    }
    const limit = next === -1 ? Number.POSITIVE_INFINITY : order.placeOf(next);
    if (this.#repair.shrinkLast(staying, before, limit, stepsMax)) return true;
    order.insertBefore(leaving, next, weight);
    return false;
  }
}
