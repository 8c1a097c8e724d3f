import { assert } from '../../base/assert.ts';

/** Keys of pairs stay exact in a double below this. */
const nodesMax = 2 ** 26;

/** An edge that was not applied yet, and the weight that it is to have. */
export interface DeferredEdge {
  readonly node: number;
  readonly other: number;
  readonly weight: number;
}

/**
 * The changes of undirected edges that had no steps left, one an edge: the last wish counts. In the order in which the edges were first
 * deferred. O(1) a call.
 */
export class DeferredEdges {
  readonly #edges = new Map<number, DeferredEdge>();

  get size(): number {
    return this.#edges.size;
  }

  set(node: number, other: number, weight: number): void {
    this.#edges.set(keyOf(node, other), { node, other, weight });
  }

  delete(node: number, other: number): void {
    if (this.#edges.size > 0) this.#edges.delete(keyOf(node, other));
  }

  /** Hands everything out and is empty then. */
  take(): readonly DeferredEdge[] {
    const edges = [...this.#edges.values()];
    this.#edges.clear();
    return edges;
  }
}

function keyOf(node: number, other: number): number {
  assert(node < nodesMax && other < nodesMax, `edge ${node} ${other} of more than ${nodesMax} nodes`);
  return Math.min(node, other) * nodesMax + Math.max(node, other);
}
