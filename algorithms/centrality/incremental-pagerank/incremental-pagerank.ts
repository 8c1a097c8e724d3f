// Incremental PageRank by residual push: N. Ohsaka, T. Maehara and K. Kawarabayashi, "Efficient PageRank tracking in evolving
// networks", KDD 2015 (the invariant and the push), and H. Zhang, P. Lofgren and A. Goel, "Approximate personalized PageRank on
// dynamic graphs", KDD 2016 (the change of an edge in O(1), by scaling what its source has passed on).
import { assert } from '../../../base/assert.ts';
import { AnelError } from '../../../base/errors.ts';
import { grown } from '../../../graph/window/columns.ts';
import { DynamicRows } from '../../dynamic-rows.ts';

export interface IncrementalPagerankOptions {
  /** The share of the rank that follows the edges, 0 to 1 (1 excluded). Default 0.85. */
  readonly damping?: number;
  /** The residual that may stay at a node, in units of 1/N of the restarting rank: the relative error of every rank. Default 0.01. */
  readonly epsilon?: number;
  /** Edges that the pushes after one change may follow; the push that reaches the limit is completed. Default 2000. */
  readonly stepsMax?: number;
}

const defaults = { damping: 0.85, epsilon: 0.01, stepsMax: 2000 } as const;
const firstNodes = 1024;

/**
 * PageRank of a directed graph whose edge weights change, with the fixed point of `pagerank` (uniform restart; the rank of dangling
 * nodes, those without outgoing weight, goes to all nodes alike; self-loops count).
 *
 * It works on z = d·Pᵀz + 1: every node starts with 1, passes d of what it has along its edges, and dangling nodes pass nothing. The
 * rank is z / Σz, since what dangling nodes give to all only scales z. So a new node changes no other, nothing is global, and nothing
 * depends on N.
 *
 * Invariant, exact up to rounding after every change: `received[k] = 1 + d·Σ passed[j]·w(j,k)/W(j)`, `residual = received − passed`.
 * A push passes a residual on. Once none exceeds `epsilon`, `|received − z| ≤ epsilon·(z − 1)` at every node, because the error is
 * d·Pᵀ(I − d·Pᵀ)⁻¹ of the residuals; so each rank is within the factor (1 + epsilon)/(1 − epsilon) of the exact one. While residuals
 * above it are outstanding, the sum of the absolute errors of the ranks is at most 2·epsilon plus 2·outstanding/((1 − d)·N).
 *
 * Deterministic: the same changes give the same bits. A change is O(out-degree to find the edge) plus at most `stepsMax` edges and one
 * push. 36 bytes a node and those of `DynamicRows`.
 */
export class IncrementalPagerank {
  readonly #rows = new DynamicRows();
  readonly #damping: number;
  readonly #epsilon: number;
  readonly #stepsMax: number;
  #outWeight = new Float64Array(firstNodes);
  /** What each node has passed on, d of it along its edges. */
  #passed = new Float64Array(firstNodes);
  #residual = new Float64Array(firstNodes);
  /** Σ received: the sum of all z as far as known. */
  #total = 0;
  /** Nodes whose residual exceeds epsilon, in the order in which it came to: a ring. One that fell below since stays until its turn. */
  #queue = new Int32Array(firstNodes);
  #queueHead = 0;
  #queueLength = 0;
  #queued = new Uint8Array(firstNodes);

  /** Throws INPUT_INVALID for options out of range. */
  constructor(options: IncrementalPagerankOptions = {}) {
    const { damping, epsilon, stepsMax } = { ...defaults, ...options };
    if (!(damping >= 0 && damping < 1)) throw invalid('damping', damping, 'in 0 to 1 (1 excluded)');
    if (!(epsilon > 0 && epsilon < 1)) throw invalid('epsilon', epsilon, 'between 0 and 1');
    if (!(Number.isInteger(stepsMax) && stepsMax > 0))
      throw invalid('stepsMax', stepsMax, 'a whole number above 0');
    this.#damping = damping;
    this.#epsilon = epsilon;
    this.#stepsMax = stepsMax;
  }

  get nodeCount(): number {
    return this.#rows.nodeCount;
  }

  /** True while a change has spent its steps: ranks may be further off than epsilon. */
  get behind(): boolean {
    return this.#queueLength > 0;
  }

  /** The sum of the absolute residuals that exceed epsilon, 0 when all was pushed. O(those). */
  outstanding(): number {
    let sum = 0;
    for (let place = 0; place < this.#queueLength; place += 1) {
      const residual = Math.abs(
        this.#residual[this.#queue[(this.#queueHead + place) % this.#queue.length]!]!,
      );
      if (residual > this.#epsilon) sum += residual;
    }
    return sum;
  }

  /** The rank of a node; all sum to 1 (up to rounding). 0 for one that is not there. */
  rank(node: number): number {
    return node < this.nodeCount ? (this.#passed[node]! + this.#residual[node]!) / this.#total : 0;
  }

  /** Makes nodes 0 .. nodeCount - 1 exist, the new ones without edges. */
  ensureNodes(nodeCount: number): void {
    const before = this.nodeCount;
    if (nodeCount <= before) return;
    this.#rows.ensure(nodeCount);
    this.#follow();
    // What a new node starts with is passed on at once, as long as it has no edges that is nowhere.
    this.#passed.fill(1, before, nodeCount);
    this.#total += nodeCount - before;
  }

  /**
   * Sets the weight of the edge between two nodes, 0 for none, and pushes what that makes necessary. Whole numbers stay exact. Throws
   * INPUT_INVALID for a weight that is negative or no number.
   */
  setWeight(from: number, to: number, weight: number): void {
    assert(from < this.nodeCount && to < this.nodeCount, `edge ${from} ${to} of ${this.nodeCount} nodes`);
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      throw invalid('weight', weight, 'a finite number of at least 0');
    const before = this.#store(from, to, weight);
    if (weight !== before) this.#adjust(from, to, weight - before);
    this.#push(this.#stepsMax);
  }

  /** Pushes until no residual exceeds epsilon. Ends, since every push shrinks their sum. */
  drain(): void {
    this.#push(Number.POSITIVE_INFINITY);
  }

  /** Writes a weight into the row and answers the former one. */
  #store(from: number, to: number, weight: number): number {
    const rows = this.#rows;
    const place = rows.find(from, to);
    if (place === -1) {
      if (weight > 0) rows.append(from, to, weight);
      return 0;
    }
    const slot = rows.starts[from]! + place;
    const before = rows.weights[slot]!;
    if (weight > 0) rows.weights[slot] = weight;
    else rows.removeAt(from, place);
    return before;
  }

  /** Restores the invariant after the weight of an edge grew by `change`. */
  #adjust(from: number, to: number, change: number): void {
    const before = this.#outWeight[from]!;
    const after = this.#rows.lengths[from] === 0 ? 0 : this.#weightOfRow(from, before + change);
    const passed = this.#passed[from]!;
    this.#outWeight[from] = after;
    // From and to dangling, all that was passed on goes to `to`, or went there.
    if (before === 0 || after === 0) {
      this.#receive(to, this.#damping * (before === 0 ? passed : -passed));
      return;
    }
    // Scaled with the sum of the weights, what every other edge has carried stays as it is; the node owes itself the difference.
    const scaled = passed * (after / before);
    this.#passed[from] = scaled;
    this.#addResidual(from, passed - scaled);
    this.#receive(to, this.#damping * (passed / before) * change);
  }

  /** The sum of a row's weights. Kept by adding when the sum is whole; else adding up anew keeps rounding from piling up. */
  #weightOfRow(node: number, sum: number): number {
    if (Number.isInteger(sum)) return sum;
    const { weights, starts, lengths } = this.#rows;
    let total = 0;
    for (let slot = starts[node]!; slot < starts[node]! + lengths[node]!; slot += 1) total += weights[slot]!;
    return total;
  }

  #receive(node: number, rank: number): void {
    this.#total += rank;
    this.#addResidual(node, rank);
  }

  #addResidual(node: number, rank: number): void {
    const residual = this.#residual[node]! + rank;
    this.#residual[node] = residual;
    if (this.#queued[node] === 0 && Math.abs(residual) > this.#epsilon) this.#enqueue(node);
  }

  #push(stepsMax: number): void {
    let steps = 0;
    while (this.#queueLength > 0 && steps < stepsMax) {
      const node = this.#queue[this.#queueHead]!;
      this.#queueHead = (this.#queueHead + 1) % this.#queue.length;
      this.#queueLength -= 1;
      this.#queued[node] = 0;
      steps += 1;
      if (Math.abs(this.#residual[node]!) <= this.#epsilon) continue;
      steps += this.#rows.lengths[node]!;
      this.#pass(node);
    }
  }

  #pass(node: number): void {
    const { neighbours, weights, starts, lengths } = this.#rows;
    const residuals = this.#residual;
    const rank = residuals[node]!;
    residuals[node] = 0;
    this.#passed[node]! += rank;
    const start = starts[node]!;
    const end = start + lengths[node]!;
    if (start === end) return;
    this.#total += this.#damping * rank;
    const share = (this.#damping * rank) / this.#outWeight[node]!;
    for (let slot = start; slot < end; slot += 1) {
      const neighbour = neighbours[slot]!;
      const residual = residuals[neighbour]! + share * weights[slot]!;
      residuals[neighbour] = residual;
      if (Math.abs(residual) > this.#epsilon && this.#queued[neighbour] === 0) this.#enqueue(neighbour);
    }
  }

  #enqueue(node: number): void {
    this.#queued[node] = 1;
    let place = this.#queueHead + this.#queueLength;
    if (place >= this.#queue.length) place -= this.#queue.length;
    this.#queue[place] = node;
    this.#queueLength += 1;
  }

  /** Brings the columns to the size of the rows; the queue never holds a node twice, so it fits. */
  #follow(): void {
    const capacity = this.#rows.starts.length;
    if (capacity === this.#passed.length) return;
    this.#outWeight = grown(this.#outWeight, capacity);
    this.#passed = grown(this.#passed, capacity);
    this.#residual = grown(this.#residual, capacity);
    this.#queued = grown(this.#queued, capacity);
    const queue = new Int32Array(capacity);
    for (let place = 0; place < this.#queueLength; place += 1)
      queue[place] = this.#queue[(this.#queueHead + place) % this.#queue.length]!;
    this.#queue = queue;
    this.#queueHead = 0;
  }
}

function invalid(name: string, value: number, expected: string): AnelError {
  return new AnelError(
    'INPUT_INVALID',
    `incremental PageRank: ${name} "${value}" is not ${expected}; correct it`,
  );
}
