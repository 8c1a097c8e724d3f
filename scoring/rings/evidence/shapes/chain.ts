import { dayMs } from '../../../../base/clock.ts';
import type { RingTransfer } from '../../model.ts';
import { byTime, type EvidenceGraph, type EvidencePair } from '../evidence-graph.ts';
import { clearer, type FoundShape, type ShapeRecogniser, saturating } from './recogniser.ts';

/** A hop passes on between 80 % and 103 % of what came in, within three days: fees and conversion take the rest. */
const keepsMin = 0.8;
const keepsMax = 1.03;
const pauseMaxMs = 3 * dayMs;
/** Transfers in a chain that is looked for, and steps of the search in all. */
const lengthMax = 12;
const stepsMax = 20_000;

/** Nearly the same amount is passed on from account to account: clear from three transfers on. */
export const chain: ShapeRecogniser = {
  typology: 'CHAIN',
  find(graph) {
    const search = new ChainSearch(graph);
    for (const account of graph.accounts) search.from(account);
    return search.best;
  },
};

class ChainSearch {
  best: FoundShape | null = null;
  readonly #graph: EvidenceGraph;
  readonly #path: { pair: EvidencePair; transfer: RingTransfer }[] = [];
  #steps = 0;

  constructor(graph: EvidenceGraph) {
    this.#graph = graph;
  }

  from(account: string): void {
    for (const pair of this.#graph.outOf(account)) {
      for (const transfer of pair.transfers) this.#walk(pair, transfer);
    }
  }

  #walk(pair: EvidencePair, transfer: RingTransfer): void {
    this.#path.push({ pair, transfer });
    this.#note();
    if (this.#path.length < lengthMax) {
      for (const next of this.#graph.outOf(transfer.to)) {
        for (const one of next.transfers) if (this.#passesOn(transfer, one)) this.#walk(next, one);
      }
    }
    this.#path.pop();
  }

  #passesOn(last: RingTransfer, next: RingTransfer): boolean {
    this.#steps += 1;
    if (this.#steps > stepsMax || byTime(last, next) >= 0 || next.at - last.at > pauseMaxMs) return false;
    const kept = next.referenceCents / last.referenceCents;
    if (kept < keepsMin || kept > keepsMax) return false;
    return !this.#path.some(({ transfer }) => transfer.from === next.to);
  }

  #note(): void {
    const { length } = this.#path;
    if (length < 3) return;
    this.best = clearer(this.best, {
      clarity: 0.95 * saturating(length - 2, 1),
      pairs: this.#path.map(({ pair }) => pair),
      accounts: [...this.#path.map(({ pair }) => pair.from), this.#path[length - 1]!.pair.to],
    });
  }
}
