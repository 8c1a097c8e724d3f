import { type RingTransfer, type Typology, typologies } from '../model.ts';
import { type EvidenceGraph, evidenceGraph } from './evidence-graph.ts';
import type { FoundShape } from './recogniser.ts';
import { recognisers } from './recognisers/registry.ts';

/** A shape of the evidence, named. */
export interface ShapeMatch {
  readonly typology: Typology;
  /** 0 .. 1, never falls when a transfer is added to the evidence: how clearly the shape is there. Used in the suspicion. */
  readonly clarity: number;
  /** 0 .. 1: clarity times the share of the evidence (by transfers) that the shape explains: the typology's confidence for people. */
  readonly confidence: number;
  /** Sequence numbers of the transfers of the shape, ascending. */
  readonly transfers: readonly number[];
  /** Account keys of the shape in its own order (source first), each once. */
  readonly accounts: readonly string[];
}

/**
 * The clearest shape of each typology that is in the evidence: best (confidence, then order of `typologies`) first. RANDOM is among them
 * whenever there is a transfer. Deterministic, whatever the order of the transfers; no search is cut short. The definitions follow
 * E. Altman et al., "Realistic Synthetic Financial Transactions for Anti-Money Laundering Models", NeurIPS 2023, made exact in time and
 * amount by `passing.ts`. At most O(transfers²) for evidence of `rings.evidenceTransfersMax`; tens of microseconds for thirty transfers.
 */
export function recogniseShapes(transfers: readonly RingTransfer[]): readonly ShapeMatch[] {
  const graph = evidenceGraph(transfers);
  const matches = typologies.flatMap((typology) => {
    const found = recognisers[typology].recognise(graph);
    return found === null ? [] : [matchOf(graph, typology, found)];
  });
  return matches.sort((a, b) => b.confidence - a.confidence);
}

/** The typology and clarity of the clearest shape, the first one of `typologies` when several are; null without transfers. */
export function clearestShape(transfers: readonly RingTransfer[]): {
  readonly typology: Typology;
  readonly clarity: number;
  readonly transfers: readonly RingTransfer[];
} | null {
  const graph = evidenceGraph(transfers);
  let best: { typology: Typology; found: FoundShape } | null = null;
  for (const typology of typologies) {
    const found = recognisers[typology].recognise(graph);
    if (found !== null && (best === null || found.clarity > best.found.clarity)) best = { typology, found };
  }
  if (best === null) return null;
  const { typology, found } = best;
  return {
    typology,
    clarity: found.clarity,
    transfers: found.transfers.map((transfer) => graph.transfers[transfer]!),
  };
}

/** How clearly one typology is there; 0 when it is not. Never falls when a transfer is added. */
export function clarityOf(typology: Typology, transfers: readonly RingTransfer[]): number {
  return recognisers[typology].recognise(evidenceGraph(transfers))?.clarity ?? 0;
}

function matchOf(graph: EvidenceGraph, typology: Typology, found: FoundShape): ShapeMatch {
  const { clarity } = found;
  return {
    typology,
    clarity,
    confidence: clarity * (found.transfers.length / graph.transfers.length),
    transfers: found.transfers.map((transfer) => graph.transfers[transfer]!.seq).sort((a, b) => a - b),
    accounts: [...new Set(found.accounts)].map((account) => graph.accounts[account]!),
  };
}
