import type { WindowIndex } from '../../graph/window/window-index.ts';
import { StampSet } from '../motifs/stamps.ts';
import type { Histogram } from './histogram.ts';
import { NearLists } from './near-lists.ts';
import { type Direction, type Walk, walkOf } from './neighbours.ts';

/** What is known of the surroundings of one end: how many hops away each account is, as far as it was explored. */
class Ball {
  readonly known = new StampSet();
  hops = new Int32Array(1024);
  frontier: number[] = [];
  radius = 0;
  /** Steps that the next ring would cost: the degrees of the frontier. */
  cost = 0;

  start(account: number, cost: number, capacity: number): void {
    this.known.clear(capacity);
    if (this.hops.length < capacity) this.hops = new Int32Array(capacity);
    this.known.add(account);
    this.hops[account] = 0;
    this.frontier = [account];
    this.radius = 0;
    this.cost = cost;
  }
}

/**
 * Counts the simple cycles of bounded length that a transfer s → t closes: sequences of different accounts t → … → s along transfers in the
 * window before the closing one, in whatever order among each other. One per sequence of accounts.
 *
 * Balls around t (along the transfers) and s (against them) grow in turns, the cheaper one first, until they meet, one of them
 * ends or their radii cover the length: nearly every transfer ends there. Where they meet, the sequences are enumerated depth first from the end with the smaller ball, cut where
 * the hops that are known or at least needed exceed what is left: length-bounded enumeration with distance pruning, after Peng et al.,
 * "Towards bridging theory and practice: hop-constrained s-t simple path enumeration", VLDB 2019.
 */
export class SimplePaths {
  readonly #index: WindowIndex;
  readonly #window: number;
  readonly #lengthMax: number;
  readonly #ahead = new Ball();
  readonly #behind = new Ball();
  readonly #onPath = new StampSet();
  readonly #near: NearLists;
  readonly #pathAccounts: Int32Array;
  /** Of each account on the path, the next place in its list and the end of the list. */
  readonly #cursors: Int32Array;
  readonly #ends: Int32Array;
  #before = 0;
  #steps = 0;

  /** `lengthMax`: transfers of the longest cycle that counts, the closing one included; at least 2. */
  constructor(index: WindowIndex, window: number, lengthMax: number) {
    this.#index = index;
    this.#window = window;
    this.#lengthMax = lengthMax;
    this.#near = new NearLists(lengthMax);
    this.#pathAccounts = new Int32Array(lengthMax);
    this.#cursors = new Int32Array(lengthMax);
    this.#ends = new Int32Array(lengthMax);
  }

  /** Adds the length of each cycle to the histogram. False when `stepsMax` ended it: the counts are then lower bounds. */
  count(slot: number, into: Histogram, stepsMax: number): boolean {
    const { transfers, accounts } = this.#index;
    const source = transfers.from[slot]!;
    const target = transfers.to[slot]!;
    const sent = accounts.outCount[target * accounts.windowCount + this.#window]!;
    const received = accounts.inCount[source * accounts.windowCount + this.#window]!;
    if (source === target || sent === 0 || received === 0) return true;
    this.#steps = stepsMax;
    this.#before = transfers.at[slot]!;
    this.#ahead.start(target, sent, accounts.capacity);
    this.#behind.start(source, received, accounts.capacity);
    const met = this.#grow();
    if (met === null) return false;
    if (!met) return true;
    return this.#behind.radius >= this.#ahead.radius
      ? this.#enumerate(target, source, 'out', this.#behind, into)
      : this.#enumerate(source, target, 'in', this.#ahead, into);
  }

  /** Grows the balls until it is known whether they meet within the length; null when the steps ended before. */
  #grow(): boolean | null {
    const [ahead, behind] = [this.#ahead, this.#behind];
    let met = false;
    while (ahead.radius + behind.radius < this.#lengthMax - 1) {
      if (ahead.frontier.length === 0 || behind.frontier.length === 0) break;
      const found =
        ahead.cost <= behind.cost ? this.#ring(ahead, behind, 'out') : this.#ring(behind, ahead, 'in');
      if (found === null) return null;
      met ||= found;
    }
    return met;
  }

  /** Adds one more ring of accounts to a ball. True when it reached the other ball, null when the steps ended. */
  #ring(ball: Ball, other: Ball, direction: Direction): boolean | null {
    const { transfers, accounts } = this.#index;
    const walk = walkOf(this.#index, direction);
    const { at, pairNewer } = transfers;
    const next: number[] = [];
    let cost = 0;
    let met = false;
    const hops = ball.radius + 1;
    for (const account of ball.frontier) {
      // A path ends at the other end: nothing is looked for behind it.
      if (other.known.has(account) && other.hops[account] === 0) continue;
      for (let slot = walk.tail[account]!; slot !== -1; slot = walk.prev[slot]!) {
        if (!transfers.isIn(slot, this.#window)) break;
        if (this.#steps === 0) return null;
        this.#steps -= 1;
        const newer = pairNewer[slot]!;
        if ((newer !== -1 && at[newer]! < this.#before) || at[slot]! >= this.#before) continue;
        const neighbour = walk.other[slot]!;
        if (ball.known.has(neighbour)) continue;
        ball.known.add(neighbour);
        ball.hops[neighbour] = hops;
        next.push(neighbour);
        cost += walk.count[neighbour * accounts.windowCount + this.#window]!;
        met ||= other.known.has(neighbour);
      }
    }
    ball.frontier = next;
    ball.radius = hops;
    ball.cost = cost;
    return met;
  }

  /**
   * Depth first from `start` to `end`, guided by the ball around `end`. Whole, for its explicit stack. The neighbours of an account are gathered
   * once, nearest to `end` first: an account is passed many times, and the first neighbour that is too far ends its list.
   */
  #enumerate(start: number, end: number, direction: Direction, guide: Ball, into: Histogram): boolean {
    const edgesMax = this.#lengthMax - 1;
    const [onPath, near, cursors, ends, path] = [
      this.#onPath,
      this.#near,
      this.#cursors,
      this.#ends,
      this.#pathAccounts,
    ];
    onPath.clear(this.#index.accounts.capacity);
    near.clear(this.#index.accounts.capacity);
    if (!this.#enter(0, start, direction, guide)) return false;
    let depth = 0;
    while (depth >= 0) {
      const left = edgesMax - depth - 1;
      const place = cursors[depth]!;
      if (place === ends[depth] || near.hops[place]! > left) {
        onPath.remove(path[depth]!);
        depth -= 1;
        continue;
      }
      if (this.#steps === 0) return false;
      this.#steps -= 1;
      cursors[depth] = place + 1;
      const neighbour = near.accounts[place]!;
      if (neighbour === end) {
        into.add(depth + 2);
        continue;
      }
      if (onPath.has(neighbour)) continue;
      if (left === 1) {
        // One hop is left and the neighbour is one hop from the end: a cycle, without looking at its list.
        into.add(depth + 3);
        continue;
      }
      depth += 1;
      if (!this.#enter(depth, neighbour, direction, guide)) return false;
    }
    return true;
  }

  /** Puts an account onto the path, its neighbours at hand. False when the steps ended. */
  #enter(depth: number, account: number, direction: Direction, guide: Ball): boolean {
    const near = this.#near;
    if (!near.has(account) && !this.#gather(account, direction, guide)) return false;
    this.#onPath.add(account);
    this.#pathAccounts[depth] = account;
    this.#cursors[depth] = near.start(account);
    this.#ends[depth] = near.end(account);
    return true;
  }

  /** Gathers the accounts next to an account by transfers before the closing one, once each. False when the steps ended. */
  #gather(account: number, direction: Direction, guide: Ball): boolean {
    const { transfers } = this.#index;
    const { at, pairNewer } = transfers;
    const walk: Walk = walkOf(this.#index, direction);
    const beyond = guide.frontier.length === 0 ? Number.POSITIVE_INFINITY : guide.radius + 1;
    const near = this.#near;
    near.open(account);
    for (let slot = walk.tail[account]!; slot !== -1; slot = walk.prev[slot]!) {
      if (!transfers.isIn(slot, this.#window)) break;
      if (this.#steps === 0) return false;
      this.#steps -= 1;
      const newer = pairNewer[slot]!;
      if ((newer !== -1 && at[newer]! < this.#before) || at[slot]! >= this.#before) continue;
      const neighbour = walk.other[slot]!;
      const hops = guide.known.has(neighbour) ? guide.hops[neighbour]! : beyond;
      if (hops < this.#lengthMax) near.add(neighbour, hops);
    }
    near.close(account);
    return true;
  }
}
