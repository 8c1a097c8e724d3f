import { tieName } from '../../fold.ts';
import type { RingTie, RingTransfer } from '../../model.ts';
import type { RingFacts } from '../ring-facts.ts';

/** A time as every export writes it: ISO 8601 in UTC with milliseconds. */
export function timeText(at: number): string {
  return new Date(at).toISOString();
}

/** The share of the suspicion, 0 .. 1, that each edge of the evidence carries. */
export function sharesOf({ contributions }: Pick<RingFacts, 'contributions'>): {
  ofTransfer(transfer: RingTransfer): number;
  ofTie(tie: RingTie): number;
} {
  const transfers = new Map<number, number>();
  const ties = new Map<string, number>();
  for (const { edge, share } of contributions) {
    if (edge.kind === 'TRANSFER') transfers.set(edge.transfer.seq, share);
    else ties.set(tieName(edge.tie), share);
  }
  return {
    ofTransfer: ({ seq }) => transfers.get(seq) ?? 0,
    ofTie: (tie) => ties.get(tieName(tie)) ?? 0,
  };
}

/** Whether an edge of the evidence belongs to the minimal evidence. */
export function essentialEdges({ minimal }: Pick<RingFacts, 'minimal'>): {
  hasTransfer(transfer: RingTransfer): boolean;
  hasTie(tie: RingTie): boolean;
} {
  const transfers = new Set(minimal.transfers.map(({ seq }) => seq));
  const ties = new Set(minimal.ties.map(tieName));
  return {
    hasTransfer: ({ seq }) => transfers.has(seq),
    hasTie: (tie) => ties.has(tieName(tie)),
  };
}
