import { grown } from '../../graph/window/columns.ts';

const firstNodes = 1024;
const absent = -1;

/** Nodes with a weight that changes, the lowest first, of equal ones the lowest node: a binary heap that knows where each is. */
export class PendingNodes {
  readonly #heap: number[] = [];
  #weights = new Float64Array(firstNodes);
  #at = new Int32Array(firstNodes).fill(absent);

  /** Makes room for nodes 0 .. nodeCount - 1. */
  ensure(nodeCount: number): void {
    const before = this.#at.length;
    if (nodeCount <= before) return;
    const rows = Math.max(nodeCount, Math.ceil(before * 1.5));
    this.#weights = grown(this.#weights, rows);
    this.#at = grown(this.#at, rows).fill(absent, before);
  }

  get size(): number {
    return this.#heap.length;
  }

  /** The node of the lowest weight. There must be one. */
  get first(): number {
    return this.#heap[0]!;
  }

  has(node: number): boolean {
    return this.#at[node] !== absent;
  }

  /** The weight that a node has, or had when it was taken out. */
  weightOf(node: number): number {
    return this.#weights[node]!;
  }

  /** Adds a node that is not in it. */
  add(node: number, weight: number): void {
    this.#weights[node] = weight;
    this.#heap.push(node);
    this.#rise(node, this.#heap.length - 1);
  }

  /** Takes `by`, which is not negative, from the weight of a node that is in it. */
  lower(node: number, by: number): void {
    this.#weights[node]! -= by;
    this.#rise(node, this.#at[node]!);
  }

  /** Takes the first node out. There must be one. */
  pop(): number {
    const first = this.#heap[0]!;
    const last = this.#heap.pop()!;
    this.#at[first] = absent;
    if (last !== first) this.#sink(last);
    return first;
  }

  clear(): void {
    for (const node of this.#heap) this.#at[node] = absent;
    this.#heap.length = 0;
  }

  #rise(node: number, from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(node, this.#heap[parent]!)) break;
      this.#put(this.#heap[parent]!, at);
      at = parent;
    }
    this.#put(node, at);
  }

  #sink(node: number): void {
    const heap = this.#heap;
    let at = 0;
    for (let child = 1; child < heap.length; child = at * 2 + 1) {
      if (child + 1 < heap.length && this.#isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!this.#isBefore(heap[child]!, node)) break;
      this.#put(heap[child]!, at);
      at = child;
    }
    this.#put(node, at);
  }

  #put(node: number, at: number): void {
    this.#heap[at] = node;
    this.#at[node] = at;
  }

  #isBefore(node: number, other: number): boolean {
    const difference = this.#weights[node]! - this.#weights[other]!;
    return difference < 0 || (difference === 0 && node < other);
  }
}
