import type { Typology } from '../../model.ts';
import type { EvidenceGraph, EvidencePair } from '../evidence-graph.ts';

/** A shape that was found in the evidence. */
export interface FoundShape {
  /** 0 .. 1; never falls when transfers are added. */
  readonly clarity: number;
  /** The pairs that make it up: for each, one transfer is enough. */
  readonly pairs: readonly EvidencePair[];
  /** Accounts in the order of the shape. */
  readonly accounts: readonly string[];
}

/** Finds the clearest example of one typology. A new one is a file and a line in `shapes.ts`. */
export interface ShapeRecogniser {
  readonly typology: Typology;
  /** Null when there is none. Deterministic, bounded by the size of the evidence and the named limits of its file. */
  readonly find: (graph: EvidenceGraph) => FoundShape | null;
}

/** 0 up to 0, one half at `half`, towards 1: how clearly a shape of some size shows. */
export function saturating(size: number, half: number): number {
  return size <= 0 ? 0 : size / (size + half);
}

/** The clearer one of two shapes, the first on a tie; one without clarity does not count. */
export function clearer(best: FoundShape | null, found: FoundShape): FoundShape | null {
  return found.clarity > (best?.clarity ?? 0) ? found : best;
}
