import type { Session } from '../../graph/session/session.ts';
import { longWindow, windowCount } from '../../graph/session/windows.ts';
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

const noPath: ShortestPath = { hops: 0, capped: false };
const notKnown: ShortestPath = { hops: 0, capped: true };

/** One end of the search: what it reached, and the accounts that it reached last. */
class Side {
  readonly reached = new StampSet();
  frontier: number[] = [];
  next: number[] = [];
  /** Rows that expanding the frontier looks at. */
  work = 0;
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
    this.#start(near, source, kind, true);
    this.#start(far, target, kind, false);
    this.#steps = 0;
    for (let hops = 1; hops <= this.#limits.pathLengthMax; hops += 1) {
      const forward = near.work <= far.work;
      const [side, other] = forward ? [near, far] : [far, near];
      if (side.work === 0) return noPath;
      const last = hops === this.#limits.pathLengthMax;
      const outcome = this.#expand(side, other, kind, forward, without, last);
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

  #start(side: Side, account: number, kind: PathKind, forward: boolean): void {
    side.reached.clear(this.#session.accountCount);
    side.reached.add(account);
    side.frontier.length = 0;
    side.frontier.push(account);
    side.work = this.#pairCount(account, kind, forward);
  }

  #pairCount(account: number, kind: PathKind, forward: boolean): number {
    const { fanOut, fanIn } = this.#session.accounts;
    const cell = account * windowCount + longWindow;
    if (kind === 'undirected') return fanOut[cell]! + fanIn[cell]!;
    return forward ? fanOut[cell]! : fanIn[cell]!;
  }

  /** Goes one level on from one end. `last`: no level follows, so only meeting matters. */
  #expand(
    side: Side,
    other: Side,
    kind: PathKind,
    forward: boolean,
    without: number,
    last: boolean,
  ): 'met' | 'spent' | 'on' {
    const { accounts, pairs } = this.#session;
    const { from, to } = pairs.table;
    const { stepsMax } = this.#limits;
    const outward = kind === 'undirected' || forward;
    const inward = kind === 'undirected' || !forward;
    let steps = this.#steps;
    let work = 0;
    side.next.length = 0;
    for (const account of side.frontier) {
      for (let pass = outward ? 0 : 1; pass < (inward ? 2 : 1); pass += 1) {
        const [heads, next, ends] =
          pass === 0 ? [accounts.pairOutHead, pairs.outNext, to] : [accounts.pairInHead, pairs.inNext, from];
        for (let row = heads[account]!; row !== -1; row = next[row]!) {
          if (steps === stepsMax) return 'spent';
          steps += 1;
          if (row === without) continue;
          const reached = ends[row]!;
          if (other.reached.has(reached)) return 'met';
          if (last || side.reached.has(reached)) continue;
          side.reached.add(reached);
          side.next.push(reached);
          work += this.#pairCount(reached, kind, forward);
        }
      }
    }
    [side.frontier, side.next] = [side.next, side.frontier];
    side.work = work;
    this.#steps = steps;
    return 'on';
  }
}
