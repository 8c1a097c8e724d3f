import { assert } from '../../../base/assert.ts';
import { UndirectedRows } from '../../dynamic-rows.ts';
import { DeferredEdges } from '../deferred-edges.ts';
import { type IncrementalLimits, incrementalLimits } from '../incremental-limits.ts';
import { CoreFall } from './core-fall.ts';
import { CoreOrder } from './core-order.ts';
import { CoreRise } from './core-rise.ts';

/**
 * The core number of every node (the largest k such that it is in a part where everybody has k neighbours in the part) of an undirected
 * graph whose edges come and go. After each change the numbers are exactly those of the graph, except for the edges whose change would
 * have looked at more than `stepsMax` neighbours: those are as if they had not changed, are counted in `deferred`, and are applied when
 * the same edge changes again within the limit, by `settle`, or at once when `deferredMax` wait.
 *
 * Deterministic. A change of one edge moves numbers by at most 1. Insertion is the order-based algorithm (`CoreRise`), which mostly ends
 * at one comparison; removal is the traversal algorithm (`CoreFall`), which looks at the neighbours of the nodes that fall. 45 bytes a node
 * and those of `UndirectedRows`.
 */
export class IncrementalCoreNumbers {
  readonly #rows = new UndirectedRows();
  readonly #order = new CoreOrder(this.#rows);
  readonly #rise = new CoreRise(this.#rows, this.#order);
  readonly #fall = new CoreFall(this.#rows, this.#order);
  readonly #limits: Required<IncrementalLimits>;
  readonly #deferred = new DeferredEdges();

  /** Throws INPUT_INVALID for limits out of range. */
  constructor(limits: IncrementalLimits = {}) {
    this.#limits = incrementalLimits('incremental core numbers', limits);
  }

  /** Edges whose last change is not in the numbers yet. */
  get deferred(): number {
    return this.#deferred.size;
  }

  /** The core number of a node, 0 for one that is not there. */
  core(node: number): number {
    return node < this.#rows.nodeCount ? this.#order.cores[node]! : 0;
  }

  /** Makes nodes 0 .. nodeCount - 1 exist, the new ones without edges. */
  ensureNodes(nodeCount: number): void {
    this.#rows.ensure(nodeCount);
    this.#order.ensure(nodeCount);
    this.#rise.ensure(nodeCount);
    this.#fall.ensure(nodeCount);
  }

  /** Makes two different nodes neighbours, or no longer. */
  setEdge(node: number, other: number, present: boolean): void {
    assert(node !== other, `core numbers have no loop ${node}`);
    if (this.#apply(node, other, present, this.#limits.stepsMax)) {
      this.#deferred.delete(node, other);
      return;
    }
    this.#deferred.set(node, other, present ? 1 : 0);
    if (this.#deferred.size >= this.#limits.deferredMax) this.settle();
  }

  /** Applies what was deferred, without a limit: then the numbers are those of the graph. */
  settle(): void {
    for (const { node, other, weight } of this.#deferred.take())
      this.#apply(node, other, weight > 0, Number.POSITIVE_INFINITY);
  }

  /** Answers false when the steps were not enough: then nothing has changed. */
  #apply(node: number, other: number, present: boolean, stepsMax: number): boolean {
    const rows = this.#rows;
    const place = rows.placeOf(node, other);
    if ((place !== -1) === present) return true;
    if (present) rows.connect(node, other, 1);
    else rows.disconnect(node, place);
    this.#order.countEdge(node, other, present ? 1 : -1);
    const done = present
      ? this.#rise.insert(node, other, stepsMax)
      : this.#fall.remove(node, other, stepsMax);
    if (done) return true;
    if (present) rows.disconnect(node, rows.placeOf(node, other));
    else rows.connect(node, other, 1);
    this.#order.countEdge(node, other, present ? -1 : 1);
    return false;
  }
}
