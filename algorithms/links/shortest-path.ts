import type { Session } from '../../graph/session/session.ts';
import { weekWindow, windowCount } from '../../graph/window/windows.ts';
import { StampSet } from '../motifs/stamps.ts';
import { activePair } from './active-pair.ts';
import type { LinkLimits } from './limits.ts';

/** How far one account is from another. */
export interface ShortestPath {
  /** Pairs on a shortest path, always exact; 0 when none of at most `pathLengthMax` was found. */
  readonly hops: number;
  /** True when `stepsMax` ended the search: whether there is a path is not known. */
  readonly capped: boolean;
}

/** Along the money, or along pairs in either direction. */
export type PathKind = 'directed' | 'undirected';

type Outcome = 'met' | 'spent' | 'on';

const noPath: ShortestPath = { hops: 0, capped: false };
const notKnown: ShortestPath = { hops: 0, capped: true };

/** One end of the search: what it reached, and the `size` accounts of the frontier, those that it reached last. */
class Side {
  readonly reached = new StampSet();
  frontier: number[] = [];
  next: number[] = [];
  size = 0;
  /** Rows that expanding the frontier looks at. */
  work = 0;
  /** Which of an account's pairs lead on: those that it pays by, those that it is paid by. */
  outward = false;
  inward = false;
}

/**
 * Searches for shortest paths in the graph of active pairs: breadth-first from both ends, always from the end whose next level has fewer
 * pairs (Pohl, "Bi-directional search", Machine Intelligence 6, 1971; the choice by edges as in Beamer, Asanović and Patterson,
 * "Direction-optimizing breadth-first search", SC 2012). Until the ends meet, every shorter path is ruled out, so a length that is answered
 * is exact even when a cap came near. Keeps its memory between searches; one search at a time.
 */
export class PathSearch {
  readonly #session: Session;
  readonly #limits: LinkLimits;
  readonly #ends: readonly [Side, Side] = [new Side(), new Side()];
  #steps = 0;

  constructor(session: Session, limits: LinkLimits) {
    this.#session = session;
    this.#limits = limits;
  }

  /**
   * The shortest path from `source` to `target` of at most `pathLengthMax` pairs, none of them the pair of row `without` (-1: all
   * count). None for an account to itself. Looks at `stepsMax` pairs. Deterministic.
   */
  shortest(source: number, target: number, kind: PathKind, without: number): ShortestPath {
    if (source === target) return noPath;
    if (this.#adjacent(source, target, kind, without)) return { hops: 1, capped: false };
    const [near, far] = this.#ends;
    this.#start(near, source, true, kind === 'undirected');
    this.#start(far, target, kind === 'undirected', true);
    this.#steps = 0;
    for (let hops = 1; hops <= this.#limits.pathLengthMax; hops += 1) {
      const [side, other] = near.work <= far.work ? [near, far] : [far, near];
      if (side.work === 0) return noPath;
      const outcome = this.#expand(side, other, without, hops === this.#limits.pathLengthMax);
      if (outcome === 'met') return { hops, capped: false };
      if (outcome === 'spent') return notKnown;
    }
    return noPath;
  }

  #adjacent(source: number, target: number, kind: PathKind, without: number): boolean {
    const there = activePair(this.#session, source, target);
    if (there !== -1 && there !== without) return true;
    if (kind === 'directed') return false;
    const back = activePair(this.#session, target, source);
    return back !== -1 && back !== without;
  }

  #start(side: Side, account: number, outward: boolean, inward: boolean): void {
    side.reached.clear(this.#session.accountCount);
    side.reached.add(account);
    side.outward = outward;
    side.inward = inward;
    side.frontier[0] = account;
    side.size = 1;
    side.work = this.#pairCount(account, side);
  }

  #pairCount(account: number, { outward, inward }: Side): number {
    const { fanOut, fanIn } = this.#session.accounts;
    const cell = account * windowCount + weekWindow;
    return (outward ? fanOut[cell]! : 0) + (inward ? fanIn[cell]! : 0);
  }

  /** Goes one level on from one end. `last`: no level follows, so only meeting matters. */
  #expand(side: Side, other: Side, without: number, last: boolean): Outcome {
    const { accounts, pairs } = this.#session;
    side.work = 0;
    const { frontier, size } = side;
    side.size = 0;
    for (let place = 0; place < size; place += 1) {
      const account = frontier[place]!;
      if (side.outward) {
        const head = accounts.pairOutHead[account]!;
        const outcome = this.#follow(head, pairs.outNext, pairs.table.to, side, other, without, last);
        if (outcome !== 'on') return outcome;
      }
      if (side.inward) {
        const head = accounts.pairInHead[account]!;
        const outcome = this.#follow(head, pairs.inNext, pairs.table.from, side, other, without, last);
        if (outcome !== 'on') return outcome;
      }
    }
    side.frontier = side.next;
    side.next = frontier;
    return 'on';
  }

  /** Goes along one list of pairs, whose far ends are `ends`, and adds those that are new to the next frontier. */
  #follow(
    head: number,
    next: Int32Array,
    ends: Int32Array,
    side: Side,
    other: Side,
    without: number,
    last: boolean,
  ): Outcome {
    const { stepsMax } = this.#limits;
    for (let row = head; row !== -1; row = next[row]!) {
      if (this.#steps === stepsMax) return 'spent';
      this.#steps += 1;
      if (row === without) continue;
      const reached = ends[row]!;
      if (other.reached.has(reached)) return 'met';
      if (last || side.reached.has(reached)) continue;
      side.reached.add(reached);
      side.next[side.size] = reached;
      side.size += 1;
      side.work += this.#pairCount(reached, side);
    }
    return 'on';
  }
}
