import type { RingEvidence, RingTie, RingTransfer } from '../model.ts';
import { coreOf } from './core.ts';
import { partsOf, partWeight, suspicionOfWeight } from './suspicion.ts';

/**
 * Tells how suspicious a connected part still is without one of its edges: the same as `suspicionOf`, to the last bit, but shapes are
 * recognised again only where the edge is of the clearest shape's core, or the part falls into pieces. Elsewhere the shape is as clear
 * as before, because its core is still there.
 */
export class LeftSuspicion {
  readonly #part: RingEvidence;
  readonly #clarity: number;
  readonly #core: ReadonlySet<unknown>;

  constructor(part: RingEvidence) {
    const { clarity, transfers } = coreOf(part.transfers);
    this.#part = part;
    this.#clarity = clarity;
    this.#core = new Set(transfers);
  }

  /** The suspicion of the part without an edge of it. O(edges log edges), and the cost of `suspicionOf` for some edges. */
  without(edge: RingTransfer | RingTie): number {
    const pieces = partsOf({
      transfers: this.#part.transfers.filter((one) => one !== edge),
      ties: this.#part.ties.filter((one) => one !== edge),
    });
    const same = pieces.length === 1 && !this.#core.has(edge);
    const weights = pieces.map((piece) => (same ? partWeight(piece, this.#clarity) : partWeight(piece)));
    return suspicionOfWeight(Math.max(0, ...weights));
  }
}
