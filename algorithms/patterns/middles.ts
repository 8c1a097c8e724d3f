import type { WindowIndex } from '../../graph/window/window-index.ts';
import { StampSet } from '../motifs/stamps.ts';
import type { Histogram } from './histogram.ts';
import { type Direction, type Walk, walkOf } from './neighbours.ts';

/** A look into the hash costs about this many steps of a walk. */
const lookupSteps = 3;

/**
 * The scatter-gather patterns that a transfer s → t takes part in: u → {middles} → v over at least two middles, with the transfer
 * as the first or the second hop. Altman et al., "Realistic synthetic financial transactions for anti-money laundering models",
 * NeurIPS 2023, name the shape; the sizes are those of Blanuša et al., "Graph feature preprocessor", 2024.
 *
 * Each of the two roles is an intersection of neighbourhoods that can be computed from either side; the cheaper one is taken, by
 * the counters of the window, so that a hub on one side does not cost its degree times that of the other.
 */
export class Middles {
  readonly #index: WindowIndex;
  readonly #window: number;
  readonly #marked = new StampSet();
  #counts = new Int32Array(1024);
  #steps = 0;

  constructor(index: WindowIndex, window: number) {
    this.#index = index;
    this.#window = window;
  }

  /**
   * Adds the size of each pattern to the histogram. False when `stepsMax` ended it: the counts are then lower bounds.
   */
  count(slot: number, into: Histogram, stepsMax: number): boolean {
    const { transfers } = this.#index;
    const source = transfers.from[slot]!;
    const target = transfers.to[slot]!;
    if (source === target) return true;
    this.#steps = stepsMax;
    return this.#role(source, target, 'in', into) && this.#role(target, source, 'out', into);
  }

  /**
   * Every account x next to `near` in the direction, other than `far`, with the middles that lie between x and `far`. Gather: x → near → far,
   * direction in. Scatter: far → near → x, direction out.
   */
  #role(near: number, far: number, direction: Direction, into: Histogram): boolean {
    const { accounts } = this.#index;
    const { windowCount } = accounts;
    const along = walkOf(this.#index, direction);
    const nearFan = along.fan[near * windowCount + this.#window]!;
    const farFan = along.fan[far * windowCount + this.#window]!;
    if (nearFan === 0 || farFan < 2) return true;
    const back = walkOf(this.#index, direction === 'in' ? 'out' : 'in');
    const overMiddles = this.#costOf(along, far, along.fan, this.#steps);
    const overEnds = this.#costOf(along, near, back.fan, overMiddles);
    return overEnds < overMiddles
      ? this.#fromEnds(near, far, direction, along, back, overEnds, into)
      : this.#fromMiddles(near, far, along, into);
  }

  /** The sum of a counter over the account's neighbours, or anything above `enough` as soon as it exceeds that: at most so many steps. */
  #costOf(walk: Walk, account: number, fan: Uint32Array, enough: number): number {
    const { transfers, accounts } = this.#index;
    const { windowCount } = accounts;
    const window = this.#window;
    const { prev, other } = walk;
    const { pairNewer } = transfers;
    let cost = 0;
    for (let slot = walk.tail[account]!; slot !== -1; slot = prev[slot]!) {
      if (!transfers.isIn(slot, window) || cost > enough) break;
      cost += 1;
      if (pairNewer[slot] === -1) cost += fan[other[slot]! * windowCount + window]!;
    }
    return cost;
  }

  /** Counts, for every end x, the middles next to `far` that x is next to as well. */
  #fromMiddles(near: number, far: number, along: Walk, into: Histogram): boolean {
    const { transfers } = this.#index;
    const window = this.#window;
    const { tail, prev, other } = along;
    const { pairNewer } = transfers;
    const marked = this.#marked;
    this.#clear();
    const counts = this.#counts;
    for (let slot = tail[near]!; slot !== -1 && transfers.isIn(slot, window); slot = prev[slot]!) {
      if (this.#steps === 0) return false;
      this.#steps -= 1;
      const end = other[slot]!;
      if (pairNewer[slot] !== -1 || end === far) continue;
      marked.add(end);
      counts[end] = 1;
    }
    for (let slot = tail[far]!; slot !== -1 && transfers.isIn(slot, window); slot = prev[slot]!) {
      if (this.#steps === 0) return false;
      this.#steps -= 1;
      const middle = other[slot]!;
      if (pairNewer[slot] !== -1 || middle === near) continue;
      for (let hop = tail[middle]!; hop !== -1 && transfers.isIn(hop, window); hop = prev[hop]!) {
        if (this.#steps === 0) return false;
        this.#steps -= 1;
        if (pairNewer[hop] !== -1) continue;
        const end = other[hop]!;
        if (marked.has(end)) counts[end]! += 1;
      }
    }
    for (let slot = tail[near]!; slot !== -1 && transfers.isIn(slot, window); slot = prev[slot]!) {
      const end = other[slot]!;
      if (pairNewer[slot] === -1 && end !== far) into.add(counts[end]!);
    }
    return true;
  }

  /** Walks over the neighbours of every end x and asks of each whether it is next to `far`, by marks or by the hash, whichever is cheaper. */
  #fromEnds(
    near: number,
    far: number,
    direction: Direction,
    along: Walk,
    back: Walk,
    cost: number,
    into: Histogram,
  ): boolean {
    const { transfers, accounts } = this.#index;
    const window = this.#window;
    const { pairNewer } = transfers;
    const farCount = along.count[far * accounts.windowCount + window]!;
    const byMarks = farCount < cost * lookupSteps && farCount < this.#steps;
    if (byMarks) this.#mark(far, along);
    const marked = this.#marked;
    for (let slot = along.tail[near]!; slot !== -1; slot = along.prev[slot]!) {
      if (!transfers.isIn(slot, window)) break;
      if (this.#steps === 0) return false;
      this.#steps -= 1;
      const end = along.other[slot]!;
      if (pairNewer[slot] !== -1 || end === far) continue;
      let size = 0;
      for (let hop = back.tail[end]!; hop !== -1; hop = back.prev[hop]!) {
        if (!transfers.isIn(hop, window)) break;
        if (this.#steps === 0) return false;
        this.#steps -= 1;
        if (pairNewer[hop] !== -1) continue;
        const middle = back.other[hop]!;
        if (middle === far) continue;
        if (byMarks ? marked.has(middle) : this.#joined(middle, far, direction)) size += 1;
      }
      into.add(size);
    }
    return true;
  }

  #joined(middle: number, far: number, direction: Direction): boolean {
    const { transfers } = this.#index;
    const slot = direction === 'in' ? transfers.newestOf(middle, far) : transfers.newestOf(far, middle);
    return slot !== -1 && transfers.isIn(slot, this.#window);
  }

  #mark(account: number, walk: Walk): void {
    const { transfers } = this.#index;
    this.#clear();
    for (let slot = walk.tail[account]!; slot !== -1; slot = walk.prev[slot]!) {
      if (!transfers.isIn(slot, this.#window)) break;
      this.#marked.add(walk.other[slot]!);
    }
  }

  #clear(): void {
    const { capacity } = this.#index.accounts;
    this.#marked.clear(capacity);
    if (this.#counts.length < capacity) this.#counts = new Int32Array(capacity);
  }
}
