import { grown } from '../../graph/window/columns.ts';

/** Entries of a block: with fewer, moving an entry is cheaper and skipping to one dearer. */
const blockSize = 128;
const firstBlocks = 16;
const firstNodes = 1024;
const none = -1;
/** More than what a product of a density and a size is off by, as a share. */
const roundingShare = 1e-12;

/** Past every place of the order. */
export const endOfOrder = Number.POSITIVE_INFINITY;

/** A set of nodes as the end of the order. */
export interface Densest {
  /** The place where it begins; `endOfOrder` when nothing has a weight. */
  readonly start: number;
  readonly size: number;
  /** Weight inside by number of nodes. */
  readonly density: number;
}

/**
 * The nodes in the order in which peeling takes them, each with its peeling weight: what it added to the set when it was taken. A list
 * of blocks, so that moving a node, comparing two places and finding the next place of a larger weight do not look at the whole:
 * O(blockSize + nodes / blockSize). A place is a number that grows along the order; it is valid until the order changes. Weights are whole
 * numbers, so all sums are exact. 16 bytes a node and 4 to 16 an entry.
 */
export class PeelOrder {
  /** The peeling weight of each node that is in the order. */
  weights = new Float64Array(firstNodes);
  #blockOf = new Int32Array(firstNodes).fill(none);
  #indexOf = new Int32Array(firstNodes);
  #entries = new Int32Array(firstBlocks * blockSize);
  #counts = new Int32Array(firstBlocks);
  /** The largest weight of each block, of equal ones with the highest node, and the sum. */
  #maxWeights = new Float64Array(firstBlocks);
  #maxNodes = new Int32Array(firstBlocks);
  #sums = new Float64Array(firstBlocks);
  /** Blocks in order, and where each is among them. */
  #blocks: number[] = [];
  #ranks = new Int32Array(firstBlocks);
  #usedBlocks = 0;
  readonly #freeBlocks: number[] = [];

  /** Makes room for nodes 0 .. nodeCount - 1. */
  ensure(nodeCount: number): void {
    const before = this.weights.length;
    if (nodeCount <= before) return;
    const rows = Math.max(nodeCount, Math.ceil(before * 1.5));
    this.weights = grown(this.weights, rows);
    this.#blockOf = grown(this.#blockOf, rows).fill(none, before);
    this.#indexOf = grown(this.#indexOf, rows);
  }

  /** Takes out every node. */
  clear(): void {
    this.#blockOf.fill(none);
    this.#blocks = [];
    this.#freeBlocks.length = 0;
    this.#usedBlocks = 0;
  }

  has(node: number): boolean {
    return this.#blockOf[node] !== none;
  }

  /** The place of a node, -1 when it is not in the order. */
  placeOf(node: number): number {
    const block = this.#blockOf[node]!;
    return block === none ? none : this.#ranks[block]! * blockSize + this.#indexOf[node]!;
  }

  /** The node at a place of the order. */
  nodeAt(place: number): number {
    const index = place % blockSize;
    return this.#entries[this.#blocks[(place - index) / blockSize]! * blockSize + index]!;
  }

  /** The first place from `from` to before `limit` whose weight is above, or equal with a higher node; `endOfOrder` when there is none. */
  firstAbove(from: number, limit: number, weight: number, node: number): number {
    let index = from % blockSize;
    for (let rank = (from - index) / blockSize; rank < this.#blocks.length; rank += 1) {
      const base = rank * blockSize;
      if (base >= limit) return endOfOrder;
      const block = this.#blocks[rank]!;
      const maxWeight = this.#maxWeights[block]!;
      if (maxWeight > weight || (maxWeight === weight && this.#maxNodes[block]! > node)) {
        const count = Math.min(this.#counts[block]!, limit - base);
        for (; index < count; index += 1) {
          const other = this.#entries[block * blockSize + index]!;
          const otherWeight = this.weights[other]!;
          if (otherWeight > weight || (otherWeight === weight && other > node)) return base + index;
        }
      }
      index = 0;
    }
    return endOfOrder;
  }

  /** The node after this one, -1 at the end. */
  after(node: number): number {
    const block = this.#blockOf[node]!;
    const index = this.#indexOf[node]! + 1;
    if (index < this.#counts[block]!) return this.#entries[block * blockSize + index]!;
    const next = this.#blocks[this.#ranks[block]! + 1];
    return next === undefined ? none : this.#entries[next * blockSize]!;
  }

  /** Gives a node of the order another weight. */
  setWeight(node: number, weight: number): void {
    const block = this.#blockOf[node]!;
    this.#sums[block]! += weight - this.weights[node]!;
    this.weights[node] = weight;
    if (this.#maxNodes[block] === node) this.#findMax(block);
    else this.#raiseMax(block, node, weight);
  }

  /** Puts a node that is not in the order before another one, -1 for the end. */
  insertBefore(node: number, anchor: number, weight: number): void {
    let block = anchor === none ? (this.#blocks.at(-1) ?? this.#addBlock(0)) : this.#blockOf[anchor]!;
    let index = anchor === none ? this.#counts[block]! : this.#indexOf[anchor]!;
    if (this.#counts[block] === blockSize) {
      this.#split(block);
      if (index > blockSize / 2) {
        index -= blockSize / 2;
        block = this.#blocks[this.#ranks[block]! + 1]!;
      }
    }
    const base = block * blockSize;
    const count = this.#counts[block]!;
    for (let place = count; place > index; place -= 1)
      this.#put(block, place, this.#entries[base + place - 1]!);
    this.#put(block, index, node);
    this.#blockOf[node] = block;
    this.weights[node] = weight;
    this.#counts[block] = count + 1;
    this.#sums[block]! += weight;
    this.#raiseMax(block, node, weight);
  }

  /** Takes a node out of the order. */
  remove(node: number): void {
    const block = this.#blockOf[node]!;
    const base = block * blockSize;
    const last = this.#counts[block]! - 1;
    for (let place = this.#indexOf[node]!; place < last; place += 1)
      this.#put(block, place, this.#entries[base + place + 1]!);
    this.#counts[block] = last;
    this.#sums[block]! -= this.weights[node]!;
    this.#blockOf[node] = none;
    if (last === 0) {
      this.#dropBlock(block);
      return;
    }
    if (this.#maxNodes[block] === node) this.#findMax(block);
    if (last <= blockSize / 4) this.#joinNext(block);
  }

  /**
   * The densest end of the order, of equal ones the largest. The best beginning of a block is a first guess; then only those blocks are
   * looked into that could hold a better one by the number and the largest of their weights.
   */
  densest(): Densest {
    const guess = this.#densestBlock();
    let best: Densest = { start: endOfOrder, size: 0, density: 0 };
    let inside = 0;
    let size = 0;
    for (let rank = this.#blocks.length - 1; rank >= 0; rank -= 1) {
      const block = this.#blocks[rank]!;
      const count = this.#counts[block]!;
      const gain = inside - guess * size + count * Math.max(0, this.#maxWeights[block]! - guess);
      if (guess > 0 && gain >= -roundingShare * inside - 1) best = this.#densestIn(rank, inside, size, best);
      inside += this.#sums[block]!;
      size += count;
    }
    return best;
  }

  /** The highest density of an end that begins with a block. */
  #densestBlock(): number {
    let density = 0;
    let inside = 0;
    let size = 0;
    for (let rank = this.#blocks.length - 1; rank >= 0; rank -= 1) {
      const block = this.#blocks[rank]!;
      inside += this.#sums[block]!;
      size += this.#counts[block]!;
      if (inside > density * size) density = inside / size;
    }
    return density;
  }

  /** The last `count` nodes at most, from the end. */
  last(count: number): number[] {
    const nodes: number[] = [];
    for (let rank = this.#blocks.length - 1; rank >= 0 && nodes.length < count; rank -= 1) {
      const block = this.#blocks[rank]!;
      for (let index = this.#counts[block]! - 1; index >= 0 && nodes.length < count; index -= 1)
        nodes.push(this.#entries[block * blockSize + index]!);
    }
    return nodes;
  }

  #densestIn(rank: number, insideAfter: number, sizeAfter: number, before: Densest): Densest {
    const block = this.#blocks[rank]!;
    let { start, size: bestSize, density } = before;
    let inside = insideAfter;
    let size = sizeAfter;
    for (let index = this.#counts[block]! - 1; index >= 0; index -= 1) {
      inside += this.weights[this.#entries[block * blockSize + index]!]!;
      size += 1;
      const found = inside / size;
      if (found < density || found === 0) continue;
      start = rank * blockSize + index;
      bestSize = size;
      density = found;
    }
    return { start, size: bestSize, density };
  }

  #put(block: number, index: number, node: number): void {
    this.#entries[block * blockSize + index] = node;
    this.#indexOf[node] = index;
  }

  #raiseMax(block: number, node: number, weight: number): void {
    const max = this.#maxWeights[block]!;
    if (weight < max || (weight === max && node < this.#maxNodes[block]!)) return;
    this.#maxWeights[block] = weight;
    this.#maxNodes[block] = node;
  }

  #findMax(block: number): void {
    this.#maxWeights[block] = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < this.#counts[block]!; index += 1) {
      const node = this.#entries[block * blockSize + index]!;
      this.#raiseMax(block, node, this.weights[node]!);
    }
  }

  #addBlock(rank: number): number {
    const block = this.#freeBlocks.pop() ?? this.#usedBlocks++;
    if (block === this.#counts.length) {
      const blocks = block * 2;
      this.#entries = grown(this.#entries, blocks * blockSize);
      this.#counts = grown(this.#counts, blocks);
      this.#maxWeights = grown(this.#maxWeights, blocks);
      this.#maxNodes = grown(this.#maxNodes, blocks);
      this.#sums = grown(this.#sums, blocks);
      this.#ranks = grown(this.#ranks, blocks);
    }
    this.#counts[block] = 0;
    this.#sums[block] = 0;
    this.#maxWeights[block] = Number.NEGATIVE_INFINITY;
    this.#blocks.splice(rank, 0, block);
    this.#rankFrom(rank);
    return block;
  }

  #dropBlock(block: number): void {
    const rank = this.#ranks[block]!;
    this.#blocks.splice(rank, 1);
    this.#freeBlocks.push(block);
    this.#rankFrom(rank);
  }

  #rankFrom(first: number): void {
    for (let rank = first; rank < this.#blocks.length; rank += 1) this.#ranks[this.#blocks[rank]!] = rank;
  }

  #split(block: number): void {
    const next = this.#addBlock(this.#ranks[block]! + 1);
    this.#counts[block] = blockSize / 2;
    this.#moveEntries(block, blockSize / 2, blockSize, next);
    this.#sums[block]! -= this.#sums[next]!;
    this.#findMax(block);
  }

  /** Keeps blocks from thinning out: a small one takes in the next when both fit into half a block. */
  #joinNext(block: number): void {
    const next = this.#blocks[this.#ranks[block]! + 1];
    if (next === undefined || this.#counts[block]! + this.#counts[next]! > blockSize / 2) return;
    this.#moveEntries(next, 0, this.#counts[next]!, block);
    this.#dropBlock(next);
  }

  /** Moves entries to the end of another block. */
  #moveEntries(from: number, first: number, end: number, to: number): void {
    for (let index = first; index < end; index += 1) {
      const node = this.#entries[from * blockSize + index]!;
      const count = this.#counts[to]!;
      this.#put(to, count, node);
      this.#blockOf[node] = to;
      this.#counts[to] = count + 1;
      this.#sums[to]! += this.weights[node]!;
      this.#raiseMax(to, node, this.weights[node]!);
    }
  }
}
