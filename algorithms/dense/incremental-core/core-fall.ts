import { grown } from '../../../graph/window/columns.ts';
import type { UndirectedRows } from '../../dynamic-rows.ts';
import type { CoreOrder } from './core-order.ts';

const firstNodes = 1024;
const [untouched, touched, fell] = [0, 1, 2];

/** What the removal of an edge does to core numbers: the traversal algorithm of Sarıyüce et al., and the order after it (Zhang et al.). */
export class CoreFall {
  readonly #rows: UndirectedRows;
  readonly #order: CoreOrder;
  /** How many maximum-core neighbours a touched node has lost. */
  #lost = new Int32Array(firstNodes);
  #states = new Uint8Array(firstNodes);
  #touchedNodes: number[] = [];
  #stepsLeft = 0;

  constructor(rows: UndirectedRows, order: CoreOrder) {
    this.#rows = rows;
    this.#order = order;
  }

  /** Makes room for nodes 0 .. nodeCount - 1. */
  ensure(nodeCount: number): void {
    if (nodeCount <= this.#lost.length) return;
    const rows = Math.max(nodeCount, Math.ceil(this.#lost.length * 1.5));
    this.#lost = grown(this.#lost, rows);
    this.#states = grown(this.#states, rows);
  }

  /** Lowers the core numbers that an edge held up, which is out of the rows and the degrees. Answers false when the steps are spent: then nothing has changed. */
  remove(node: number, other: number, stepsMax: number): boolean {
    const { cores, coreDegrees } = this.#order;
    this.#stepsLeft = stepsMax;
    const core = Math.min(cores[node]!, cores[other]!);
    const fallen: number[] = [];
    for (const end of [node, other]) {
      if (cores[end] === core && coreDegrees[end]! < core) this.#fall(end, fallen);
    }
    for (let at = 0; at < fallen.length && this.#stepsLeft >= 0; at += 1)
      this.#loosen(fallen[at]!, core, fallen);
    const done = this.#stepsLeft >= 0;
    if (done && fallen.length > 0) this.#commit(fallen, core);
    for (const seen of this.#touchedNodes) {
      this.#lost[seen] = 0;
      this.#states[seen] = untouched!;
    }
    this.#touchedNodes = [];
    return done;
  }

  #fall(node: number, fallen: number[]): void {
    this.#touch(node);
    this.#states[node] = fell!;
    fallen.push(node);
  }

  /** Tells the neighbours of a node that fell; those that have too few then fall too. */
  #loosen(node: number, core: number, fallen: number[]): void {
    const { cores, coreDegrees } = this.#order;
    const { neighbours, starts, lengths } = this.#rows;
    const end = starts[node]! + lengths[node]!;
    this.#stepsLeft -= lengths[node]!;
    for (let slot = starts[node]!; slot < end; slot += 1) {
      const next = neighbours[slot]!;
      if (cores[next] !== core || this.#states[next] === fell) continue;
      this.#touch(next);
      this.#lost[next]! += 1;
      if (coreDegrees[next]! - this.#lost[next]! < core) this.#fall(next, fallen);
    }
  }

  #commit(fallen: readonly number[], core: number): void {
    const { cores, coreDegrees, order } = this.#order;
    for (const seen of this.#touchedNodes) coreDegrees[seen]! -= this.#lost[seen]!;
    // Those that stay and came before a fallen one in the order have it before them from now on.
    for (const node of fallen) this.#leaveEarlier(node, core);
    for (const node of fallen) cores[node] = core - 1;
    for (const node of fallen) {
      this.#order.recount(node);
      this.#countLater(node, core);
      this.#states[node] = touched!;
      order.setWeight(node, core - 1);
      this.#order.move(node, core - 1, this.#firstOfLevel(core));
    }
  }

  /** The first node that is of the level still: the fallen ones that were not moved yet stand there with their old weight. */
  #firstOfLevel(core: number): number {
    return this.#order.firstAbove(core - 1);
  }

  #leaveEarlier(node: number, core: number): void {
    const { cores, laterDegrees, order } = this.#order;
    const { neighbours, starts, lengths } = this.#rows;
    const place = order.placeOf(node);
    for (let slot = starts[node]!; slot < starts[node]! + lengths[node]!; slot += 1) {
      const next = neighbours[slot]!;
      if (cores[next] === core && this.#states[next] !== fell && order.placeOf(next) < place)
        laterDegrees[next]! -= 1;
    }
  }

  /** Neighbours that come after a fallen node at the end of its new level: those of the old level and above, and the fallen ones that follow. */
  #countLater(node: number, core: number): void {
    const { cores, laterDegrees } = this.#order;
    const { neighbours, starts, lengths } = this.#rows;
    let later = 0;
    for (let slot = starts[node]!; slot < starts[node]! + lengths[node]!; slot += 1) {
      const next = neighbours[slot]!;
      if (cores[next]! >= core || (this.#states[next] === fell && next !== node)) later += 1;
    }
    laterDegrees[node] = later;
  }

  #touch(node: number): void {
    if (this.#states[node] !== untouched) return;
    this.#states[node] = touched!;
    this.#touchedNodes.push(node);
  }
}
