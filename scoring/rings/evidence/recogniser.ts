import type { Typology } from '../model.ts';
import type { EvidenceGraph } from './evidence-graph.ts';

/** A shape that is in the evidence. */
export interface FoundShape {
  /** 0 .. 1, see `ShapeRecogniser`. */
  readonly clarity: number;
  /** Transfers that belong to it, without repetition. The shape is as clear in them alone. */
  readonly transfers: readonly number[];
  /** Its accounts in its own order, source first. An account may come twice. */
  readonly accounts: readonly number[];
}

/**
 * Finds the clearest shape of one typology, null when there is none. Deterministic, and its clarity never falls when a transfer is added
 * to the evidence: it counts what exists, never what is missing, and never gives up a search. The same transfers in another order give
 * the same shape.
 */
export interface ShapeRecogniser {
  readonly typology: Typology;
  recognise(graph: EvidenceGraph): FoundShape | null;
}

/** 0 up to 0, one half at `half`, towards 1: how a count becomes a clarity. Never falls when the value rises. */
export function saturating(value: number, half: number): number {
  return value <= 0 ? 0 : value / (value + half);
}

/** Keeps the clearer shape, the one with more transfers when both are as clear, the first one when they are equal in both. */
export function clearer(best: FoundShape | null, found: FoundShape | null): FoundShape | null {
  if (best === null || found === null) return best ?? found;
  if (found.clarity !== best.clarity) return found.clarity > best.clarity ? found : best;
  return found.transfers.length > best.transfers.length ? found : best;
}
