// Order-based insertion: Y. Zhang, J. X. Yu, Y. Zhang and L. Qin, "A fast order-based approach for core maintenance", ICDE 2017. The order is
// not touched until all is known, so an insertion that runs out of steps leaves it as it was.
import { grown } from '../../../graph/window/columns.ts';
import type { UndirectedRows } from '../../dynamic-rows.ts';
import { PlaceHeap } from '../place-heap.ts';
import type { CoreOrder } from './core-order.ts';

const firstNodes = 1024;
/** Not a candidate, a candidate for the next core number, one that is about to be dropped. */
const [resting, candidate, dropping] = [0, 1, 2];

/** What the insertion of an edge does to core numbers. */
export class CoreRise {
  readonly #rows: UndirectedRows;
  readonly #order: CoreOrder;
  readonly #places = new PlaceHeap();
  #states = new Uint8Array(firstNodes);
  /** Candidates among the neighbours that come earlier in the order: the paper's deg*. */
  #candidateDegrees = new Int32Array(firstNodes);
  #touchedNodes: number[] = [];
  /** Later degrees that were changed, as node and difference in turn: to be taken back when the steps are spent. */
  readonly #changes: number[] = [];
  /** Candidates that were dropped, and the node before which each is put then. */
  readonly #moves: { node: number; anchor: number }[] = [];
  #stepsLeft = 0;

  constructor(rows: UndirectedRows, order: CoreOrder) {
    this.#rows = rows;
    this.#order = order;
  }

  /** Makes room for nodes 0 .. nodeCount - 1. */
  ensure(nodeCount: number): void {
    if (nodeCount <= this.#states.length) return;
    const rows = Math.max(nodeCount, Math.ceil(this.#states.length * 1.5));
    this.#states = grown(this.#states, rows);
    this.#candidateDegrees = grown(this.#candidateDegrees, rows);
  }

  /** Raises the core numbers that an edge lifts, which is in the rows and the degrees. Answers false when the steps are spent: then nothing has changed. */
  insert(node: number, other: number, stepsMax: number): boolean {
    const { cores, laterDegrees, order } = this.#order;
    if (cores[node] === 0 || cores[other] === 0) return this.#enter(node, other);
    const root = order.placeOf(node) < order.placeOf(other) ? node : other;
    const core = cores[root]!;
    if (laterDegrees[root]! <= core) return true;
    this.#stepsLeft = stepsMax;
    const candidates = this.#findCandidates(root, core);
    const done = this.#stepsLeft >= 0;
    if (done) this.#commit(candidates, core);
    else this.#takeBack();
    for (const seen of this.#touchedNodes) {
      this.#states[seen] = resting!;
      this.#candidateDegrees[seen] = 0;
    }
    this.#touchedNodes = [];
    this.#changes.length = 0;
    this.#moves.length = 0;
    this.#places.clear();
    return done;
  }

  /** A node that had no edge rises to 1 and goes first. */
  #enter(node: number, other: number): boolean {
    const { cores, laterDegrees } = this.#order;
    const entering = [node, other].filter((end) => cores[end] === 0);
    let anchor = this.#order.firstAbove(0);
    for (const end of entering) {
      this.#order.move(end, 1, anchor);
      laterDegrees[end] = 1;
      anchor = end;
    }
    for (const end of entering) this.#order.recount(end);
    // Of two that enter, the second one went before the first; one alone is seen by the other end.
    if (entering.length === 2) laterDegrees[entering[0]!] = 0;
    else this.#tellReached(entering[0]!, 1);
    return true;
  }

  /** Goes along the order from the root, over the places that a candidate ties to. */
  #findCandidates(root: number, core: number): number[] {
    const { laterDegrees, order } = this.#order;
    const found: number[] = [];
    let last = -1;
    this.#places.add(order.placeOf(root));
    while (this.#places.first !== Number.POSITIVE_INFINITY && this.#stepsLeft >= 0) {
      const place = this.#places.first;
      this.#places.drop();
      if (place === last) continue;
      last = place;
      const node = order.nodeAt(place);
      const candidateDegree = this.#candidateDegrees[node]!;
      if (candidateDegree === 0 && node !== root) continue;
      if (candidateDegree + laterDegrees[node]! > core) {
        this.#mark(node, candidate!);
        found.push(node);
        this.#tieLater(node, core, place);
      } else {
        this.#keep(node);
        this.#dropCandidates(node, core, place);
      }
    }
    return found.filter((node) => this.#states[node] === candidate);
  }

  #tieLater(node: number, core: number, place: number): void {
    const { cores, order } = this.#order;
    const { neighbours, starts, lengths } = this.#rows;
    this.#stepsLeft -= lengths[node]!;
    for (let slot = starts[node]!; slot < starts[node]! + lengths[node]!; slot += 1) {
      const next = neighbours[slot]!;
      if (cores[next] !== core) continue;
      const nextPlace = order.placeOf(next);
      if (nextPlace < place) continue;
      this.#mark(next, resting!);
      this.#candidateDegrees[next]! += 1;
      this.#places.add(nextPlace);
    }
  }

  /** A node that does not rise has the candidates before it behind it from now on. */
  #keep(node: number): void {
    this.#changeLater(node, this.#candidateDegrees[node]!);
    this.#candidateDegrees[node] = 0;
    this.#states[node] = resting!;
  }

  /** Drops the candidates that counted on a node which does not rise, and those that counted on them; they go right behind it. */
  #dropCandidates(kept: number, core: number, place: number): void {
    const { cores, order } = this.#order;
    const { neighbours, starts, lengths } = this.#rows;
    const anchor = order.after(kept);
    const dropped: number[] = [];
    this.#stepsLeft -= lengths[kept]!;
    for (let slot = starts[kept]!; slot < starts[kept]! + lengths[kept]!; slot += 1) {
      const next = neighbours[slot]!;
      if (this.#states[next] !== candidate) continue;
      this.#changeLater(next, -1);
      this.#dropIfLoose(next, core, dropped);
    }
    for (let at = 0; at < dropped.length; at += 1) {
      const node = dropped[at]!;
      const nodePlace = order.placeOf(node);
      this.#keep(node);
      this.#moves.push({ node, anchor });
      this.#stepsLeft -= lengths[node]!;
      for (let slot = starts[node]!; slot < starts[node]! + lengths[node]!; slot += 1) {
        const next = neighbours[slot]!;
        if (cores[next] !== core) continue;
        const nextPlace = order.placeOf(next);
        if (nextPlace > place) this.#candidateDegrees[next]! -= 1;
        else if (this.#states[next] !== resting) {
          if (nodePlace < nextPlace) this.#candidateDegrees[next]! -= 1;
          else this.#changeLater(next, -1);
          this.#dropIfLoose(next, core, dropped);
        }
      }
    }
  }

  #dropIfLoose(node: number, core: number, dropped: number[]): void {
    if (this.#states[node] !== candidate) return;
    if (this.#candidateDegrees[node]! + this.#order.laterDegrees[node]! > core) return;
    this.#states[node] = dropping!;
    dropped.push(node);
  }

  #commit(risen: readonly number[], core: number): void {
    for (const { node, anchor } of this.#moves) this.#order.move(node, core, anchor);
    const anchor = risen.length === 0 ? -1 : this.#order.firstAbove(core);
    for (const node of risen) this.#order.move(node, core + 1, anchor);
    for (const node of risen) {
      this.#order.recount(node);
      this.#tellReached(node, core + 1);
    }
  }

  /** Neighbours of the level that a node has reached have one more of their own; those that rose with it count themselves. */
  #tellReached(node: number, core: number): void {
    const { cores, coreDegrees } = this.#order;
    const { neighbours, starts, lengths } = this.#rows;
    for (let slot = starts[node]!; slot < starts[node]! + lengths[node]!; slot += 1) {
      const next = neighbours[slot]!;
      if (cores[next] === core && this.#states[next] !== candidate) coreDegrees[next]! += 1;
    }
  }

  #takeBack(): void {
    for (let at = 0; at < this.#changes.length; at += 2)
      this.#order.laterDegrees[this.#changes[at]!]! -= this.#changes[at + 1]!;
  }

  #changeLater(node: number, by: number): void {
    this.#order.laterDegrees[node]! += by;
    this.#changes.push(node, by);
  }

  #mark(node: number, state: number): void {
    this.#states[node] = state;
    this.#touchedNodes.push(node);
  }
}
