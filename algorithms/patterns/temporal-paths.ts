import type { WindowIndex } from '../../graph/window/window-index.ts';
import { StampSet } from '../motifs/stamps.ts';
import type { Histogram } from './histogram.ts';
import { TimeHeap } from './time-heap.ts';

/**
 * Counts the temporal cycles that a transfer s → t closes: sequences of different accounts t → … → s, each transfer later than the
 * one before, all of them in the window and before the closing one. Of any length; one per sequence of accounts, whichever parallel transfers carry it.
 *
 * First the accounts that t can have reached (earliest arrival) and those that can have reached s (latest departure) are explored in turns
 * until one of both is complete, by Dijkstra's order on times (Wu et al., "Path problems in temporal graphs", VLDB 2014): nearly every
 * transfer ends there, at the price of the smaller one. Otherwise the sequences are enumerated from the other end, guided by the complete
 * side, so that a step is only taken where a path in time can still complete: the pruning of Kumar and Calders, "2SCENT", VLDB 2018.
 */
export class TemporalPaths {
  readonly #index: WindowIndex;
  readonly #window: number;
  /** Earliest arrival from t, and latest departure to s, of the accounts in the sets. */
  #arrival = new Float64Array(1024);
  #departure = new Float64Array(1024);
  readonly #arrived = new StampSet();
  readonly #departing = new StampSet();
  readonly #forward = new TimeHeap();
  readonly #backward = new TimeHeap();
  readonly #onPath = new StampSet();
  #pathSlots = new Int32Array(64);
  #pathAccounts = new Int32Array(64);
  #pathTimes = new Float64Array(64);
  #steps = 0;

  constructor(index: WindowIndex, window: number) {
    this.#index = index;
    this.#window = window;
  }

  /** Adds the length of each cycle to the histogram. False when `stepsMax` ended it: the counts are then lower bounds. */
  count(slot: number, into: Histogram, stepsMax: number): boolean {
    const { transfers, accounts } = this.#index;
    const source = transfers.from[slot]!;
    const target = transfers.to[slot]!;
    const { windowCount } = accounts;
    const sent = accounts.outCount[target * windowCount + this.#window]!;
    const received = accounts.inCount[source * windowCount + this.#window]!;
    if (source === target || sent === 0 || received === 0) return true;
    this.#steps = stepsMax;
    const complete = this.#explore(source, target, transfers.at[slot]!);
    if (complete === 'none') return false;
    if (complete === 'forward') {
      return !this.#arrived.has(source) || this.#backwards(source, target, transfers.at[slot]!, into);
    }
    return !this.#departing.has(target) || this.#forwards(source, target, transfers.at[slot]!, into);
  }

  /** Explores both directions in turns; tells which one is complete. */
  #explore(source: number, target: number, before: number): 'forward' | 'backward' | 'none' {
    this.#clear();
    const [forward, backward] = [this.#forward, this.#backward];
    this.#arrived.add(target);
    this.#arrival[target] = Number.NEGATIVE_INFINITY;
    forward.push(Number.NEGATIVE_INFINITY, target);
    this.#departing.add(source);
    this.#departure[source] = before;
    backward.push(-before, source);
    const { outCount, inCount, windowCount } = this.#index.accounts;
    let spentForward = 0;
    let spentBackward = 0;
    for (;;) {
      if (forward.size === 0) return 'forward';
      if (backward.size === 0) return 'backward';
      // What the next account would cost at most decides whose turn it is: a hub on one side waits for the other side to end.
      const costForward = 1 + outCount[forward.leastAccount * windowCount + this.#window]!;
      const costBackward = 1 + inCount[backward.leastAccount * windowCount + this.#window]!;
      if (spentForward + costForward <= spentBackward + costBackward) {
        if (!this.#arrive(source, before)) return 'none';
        spentForward += costForward;
      } else {
        if (!this.#depart(target)) return 'none';
        spentBackward += costBackward;
      }
    }
  }

  /** Settles the account that t reaches earliest of those that are open. */
  #arrive(source: number, before: number): boolean {
    const { transfers, accounts } = this.#index;
    const { at, to, outPrev } = transfers;
    const since = this.#forward.leastKey;
    const account = this.#forward.pop();
    if (this.#arrival[account]! < since || account === source) return true;
    for (let slot = accounts.outTail[account]!; slot !== -1; slot = outPrev[slot]!) {
      const time = at[slot]!;
      if (time <= since || !transfers.isIn(slot, this.#window)) break;
      if (this.#steps === 0) return false;
      this.#steps -= 1;
      if (time >= before) continue;
      const next = to[slot]!;
      if (this.#arrived.has(next) && this.#arrival[next]! <= time) continue;
      this.#arrived.add(next);
      this.#arrival[next] = time;
      this.#forward.push(time, next);
    }
    return true;
  }

  /** Settles the account that can leave for s latest of those that are open. */
  #depart(target: number): boolean {
    const { transfers, accounts } = this.#index;
    const { at, from, inPrev } = transfers;
    const until = -this.#backward.leastKey;
    const account = this.#backward.pop();
    if (this.#departure[account]! > until || account === target) return true;
    for (let slot = accounts.inTail[account]!; slot !== -1; slot = inPrev[slot]!) {
      if (!transfers.isIn(slot, this.#window)) break;
      if (this.#steps === 0) return false;
      this.#steps -= 1;
      const time = at[slot]!;
      if (time >= until) continue;
      const previous = from[slot]!;
      if (this.#departing.has(previous) && this.#departure[previous]! >= time) continue;
      this.#departing.add(previous);
      this.#departure[previous] = time;
      this.#backward.push(-time, previous);
    }
    return true;
  }

  /** Enumerates from s towards t: of each pair of accounts the latest transfer that is early enough. Whole, for its explicit stack. */
  #backwards(source: number, target: number, before: number, into: Histogram): boolean {
    const { transfers, accounts } = this.#index;
    const { at, from, inPrev, pairNewer } = transfers;
    this.#onPath.clear(accounts.capacity);
    let depth = 0;
    this.#enter(0, source, accounts.inTail[source]!, before);
    while (depth >= 0) {
      const slot = this.#pathSlots[depth]!;
      if (slot === -1 || !transfers.isIn(slot, this.#window)) {
        this.#onPath.remove(this.#pathAccounts[depth]!);
        depth -= 1;
        continue;
      }
      if (this.#steps === 0) return false;
      this.#steps -= 1;
      this.#pathSlots[depth] = inPrev[slot]!;
      const time = at[slot]!;
      const bound = this.#pathTimes[depth]!;
      if (time >= bound) continue;
      const newer = pairNewer[slot]!;
      if (newer !== -1 && at[newer]! < bound) continue;
      const previous = from[slot]!;
      if (previous === target) {
        into.add(depth + 2);
        continue;
      }
      if (!this.#arrived.has(previous) || this.#arrival[previous]! >= time) continue;
      if (this.#onPath.has(previous)) continue;
      depth += 1;
      this.#enter(depth, previous, accounts.inTail[previous]!, time);
    }
    return true;
  }

  /** Enumerates from t towards s: of each pair of accounts the earliest transfer that is late enough. Whole, for its explicit stack. */
  #forwards(source: number, target: number, before: number, into: Histogram): boolean {
    const { transfers, accounts } = this.#index;
    const { at, to, outPrev, pairOlder } = transfers;
    this.#onPath.clear(accounts.capacity);
    let depth = 0;
    this.#enter(0, target, accounts.outTail[target]!, Number.NEGATIVE_INFINITY);
    while (depth >= 0) {
      const slot = this.#pathSlots[depth]!;
      const since = this.#pathTimes[depth]!;
      if (slot === -1 || at[slot]! <= since || !transfers.isIn(slot, this.#window)) {
        this.#onPath.remove(this.#pathAccounts[depth]!);
        depth -= 1;
        continue;
      }
      if (this.#steps === 0) return false;
      this.#steps -= 1;
      this.#pathSlots[depth] = outPrev[slot]!;
      const time = at[slot]!;
      if (time >= before) continue;
      const older = pairOlder[slot]!;
      if (older !== -1 && at[older]! > since && transfers.isIn(older, this.#window)) continue;
      const next = to[slot]!;
      if (next === source) {
        into.add(depth + 2);
        continue;
      }
      if (!this.#departing.has(next) || this.#departure[next]! <= time) continue;
      if (this.#onPath.has(next)) continue;
      depth += 1;
      this.#enter(depth, next, accounts.outTail[next]!, time);
    }
    return true;
  }

  #enter(depth: number, account: number, slot: number, time: number): void {
    if (depth === this.#pathSlots.length) this.#growPath();
    this.#onPath.add(account);
    this.#pathAccounts[depth] = account;
    this.#pathSlots[depth] = slot;
    this.#pathTimes[depth] = time;
  }

  #growPath(): void {
    const length = this.#pathSlots.length * 2;
    const [slots, pathAccounts, times] = [this.#pathSlots, this.#pathAccounts, this.#pathTimes];
    this.#pathSlots = new Int32Array(length);
    this.#pathSlots.set(slots);
    this.#pathAccounts = new Int32Array(length);
    this.#pathAccounts.set(pathAccounts);
    this.#pathTimes = new Float64Array(length);
    this.#pathTimes.set(times);
  }

  #clear(): void {
    const { capacity } = this.#index.accounts;
    if (this.#arrival.length < capacity) {
      this.#arrival = new Float64Array(capacity);
      this.#departure = new Float64Array(capacity);
    }
    this.#arrived.clear(capacity);
    this.#departing.clear(capacity);
    this.#forward.clear();
    this.#backward.clear();
  }
}
