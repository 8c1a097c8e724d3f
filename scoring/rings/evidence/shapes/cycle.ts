import type { RingTransfer } from '../../model.ts';
import { byTime, type EvidenceGraph, type EvidencePair } from '../evidence-graph.ts';
import { clearer, type FoundShape, type ShapeRecogniser } from './recogniser.ts';

/** Accounts in a cycle that is looked for. */
const lengthMax = 10;
/** Steps of the search in all. */
const stepsMax = 20_000;

/** Money returns to where it came from, over three accounts or more, each transfer later than the one before: the more of it arrives the clearer. */
export const cycle: ShapeRecogniser = {
  typology: 'CYCLE',
  find(graph) {
    const search = new CycleSearch(graph);
    for (const transfer of graph.transfers) search.from(transfer);
    return search.best;
  },
};

class CycleSearch {
  best: FoundShape | null = null;
  readonly #graph: EvidenceGraph;
  readonly #path: { pair: EvidencePair; transfer: RingTransfer }[] = [];
  #steps = 0;

  constructor(graph: EvidenceGraph) {
    this.#graph = graph;
  }

  from(transfer: RingTransfer): void {
    const pair = this.#graph.outOf(transfer.from).find(({ to }) => to === transfer.to);
    if (pair !== undefined) this.#walk(pair, transfer);
  }

  #walk(pair: EvidencePair, transfer: RingTransfer): void {
    this.#path.push({ pair, transfer });
    const start = this.#path[0]!.transfer.from;
    if (transfer.to === start) this.#close();
    else if (this.#path.length < lengthMax) {
      for (const next of this.#graph.outOf(transfer.to)) this.#step(next, transfer, start);
    }
    this.#path.pop();
  }

  /** Follows the first transfer of a pair that is later than the last one. */
  #step(next: EvidencePair, last: RingTransfer, start: string): void {
    this.#steps += 1;
    if (this.#steps > stepsMax) return;
    const isPassed = next.to !== start && this.#path.some(({ transfer }) => transfer.from === next.to);
    if (isPassed) return;
    const transfer = next.transfers.find((one) => byTime(last, one) < 0);
    if (transfer !== undefined) this.#walk(next, transfer);
  }

  #close(): void {
    if (this.#path.length < 3) return;
    const amounts = this.#path.map(({ transfer }) => transfer.referenceCents);
    const kept = Math.min(...amounts) / Math.max(...amounts, 1);
    this.best = clearer(this.best, {
      clarity: 0.6 + 0.4 * kept,
      pairs: this.#path.map(({ pair }) => pair),
      accounts: this.#path.map(({ transfer }) => transfer.from),
    });
  }
}
