import { type EvidenceGraph, transfersAlong } from '../evidence-graph.ts';
import { clockToleranceMs, passedShareMax } from '../passing.ts';
import { clearer, type FoundShape, type ShapeRecogniser } from '../recogniser.ts';

/** The clarity of a cycle that brings nothing home; the share of the money that comes home adds the rest. */
const clarityBase = 0.6;
/** The least share of the money that comes home, over all hops. */
const homeShareMin = 0.2;
/** Ways are given up by amounts that were multiplied, and compared by amounts that were divided: apart by less than this. */
const rounding = 1e-9;

/** A way that money took: by its latest transfer, the way before, and the least amount on it. */
interface Way {
  readonly transfer: number;
  readonly before: Way | null;
  readonly cents: number;
}

/**
 * Money goes round over three or more accounts, never grows by more than a conversion and comes home: of all such ways the one that
 * brings most of it home. For each transfer that may begin one a sweep through the later ones in time keeps for every account the way
 * that brings it most, so the answer is exact. O(transfers²) among those that can lie on a cycle.
 */
export const cycle: ShapeRecogniser = {
  typology: 'CYCLE',
  recognise(graph) {
    const candidates = onLoops(graph);
    let best: { home: number; path: number[] } | null = null;
    for (const [place, start] of candidates.entries()) {
      const started = graph.transfers[start]!.referenceCents;
      const least: number = (best?.home ?? homeShareMin) * started * (1 - rounding);
      const way: Way | null = new Sweep(graph, candidates, place, least).wayHome();
      if (way === null) continue;
      const home = way.cents / started;
      if (home < homeShareMin || (best !== null && home <= best.home)) continue;
      best = { home, path: pathOf(graph, way) };
      if (home === 1) break;
    }
    return best === null ? null : shapeOf(graph, best.path, best.home);
  },
};

function shapeOf(graph: EvidenceGraph, path: number[], home: number): FoundShape | null {
  const clarity = clarityBase + (1 - clarityBase) * home;
  return clearer(null, { clarity, transfers: transfersAlong(graph, path), accounts: path.slice(0, -1) });
}

/** Transfers between accounts that all pay and are paid within what remains when the others are peeled off. Ascending. */
function onLoops({ from, to, accounts }: EvidenceGraph): number[] {
  let remaining = from.map((_, transfer) => transfer);
  for (;;) {
    const pays = new Uint8Array(accounts.length);
    const paid = new Uint8Array(accounts.length);
    for (const transfer of remaining) {
      pays[from[transfer]!] = 1;
      paid[to[transfer]!] = 1;
    }
    const kept = remaining.filter((transfer) => paid[from[transfer]!] === 1 && pays[to[transfer]!] === 1);
    if (kept.length === remaining.length) return kept;
    remaining = kept;
  }
}

/** The accounts of a way from its first payer to its last payee. */
function pathOf({ from, to }: EvidenceGraph, home: Way): number[] {
  const path: number[] = [];
  for (let way: Way | null = home; way !== null; way = way.before) {
    path.push(to[way.transfer]!);
    if (way.before === null) path.push(from[way.transfer]!);
  }
  return path.reverse();
}

/** One sweep through time from a transfer. */
class Sweep {
  readonly #graph: EvidenceGraph;
  readonly #start: number;
  readonly #candidates: readonly number[];
  readonly #place: number;
  /** Ways that bring no more than this are given up, in reference cents. */
  readonly #least: number;
  /** The way that brings most to each account up to now. */
  readonly #ways = new Map<number, Way>();
  #home: Way | null = null;

  /** Starts with the candidate at a place. */
  constructor(graph: EvidenceGraph, candidates: readonly number[], place: number, least: number) {
    this.#graph = graph;
    this.#start = candidates[place]!;
    this.#candidates = candidates;
    this.#place = place;
    this.#least = least;
  }

  /** The way from the start back to its payer that loses least, null when there is none. */
  wayHome(): Way | null {
    const { transfers } = this.#graph;
    const { at, referenceCents } = transfers[this.#start]!;
    this.#arrive({ transfer: this.#start, before: null, cents: referenceCents }, at);
    for (let place = this.#place + 1; place < this.#candidates.length; place += 1) {
      const transfer = this.#candidates[place]!;
      this.#take(transfer, transfers[transfer]!.at);
    }
    return this.#home;
  }

  /** Lets the best way to a transfer's payer go on with it. */
  #take(transfer: number, now: number): void {
    const { from, to, transfers } = this.#graph;
    const before = this.#ways.get(from[transfer]!);
    if (before === undefined) return;
    const { referenceCents } = transfers[transfer]!;
    if (referenceCents > before.cents * passedShareMax || referenceCents <= this.#least) return;
    const way = { transfer, before, cents: Math.min(before.cents, referenceCents) };
    if (to[transfer] !== from[this.#start]) this.#arrive(way, now);
    else if (before.before !== null && way.cents > (this.#home?.cents ?? 0)) this.#home = way;
  }

  /** Keeps a way that brings more than any before; what its account paid within the tolerance may come after it. */
  #arrive(way: Way, now: number): void {
    const account = this.#graph.to[way.transfer]!;
    if (way.cents <= (this.#ways.get(account)?.cents ?? 0)) return;
    this.#ways.set(account, way);
    for (const transfer of this.#graph.outs[account]!) {
      const { at } = this.#graph.transfers[transfer]!;
      if (at > now) break;
      if (at >= now - clockToleranceMs) this.#take(transfer, now);
    }
  }
}
