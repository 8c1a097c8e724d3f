import { type EvidenceGraph, payeesOf, payersOf } from '../evidence-graph.ts';
import { clearer, type FoundShape, saturating } from '../recogniser.ts';

/** A fan is half as clear as can be with this many counterparties beyond the first, and never clearer than the limit: any shop is a fan. */
const half = 2;
const clarityMax = 0.9;
const counterpartiesMin = 2;

/** The fan with the most counterparties. O(transfers). */
export function clearestFan(graph: EvidenceGraph, side: 'in' | 'out'): FoundShape | null {
  let best: FoundShape | null = null;
  for (let hub = 0; hub < graph.accounts.length; hub += 1) {
    const transfers = side === 'in' ? graph.ins[hub]! : graph.outs[hub]!;
    if (transfers.length < counterpartiesMin) continue;
    const others = side === 'in' ? payersOf(graph, transfers) : payeesOf(graph, transfers);
    if (others.length < counterpartiesMin) continue;
    const clarity = clarityMax * saturating(others.length - 1, half);
    best = clearer(best, {
      clarity,
      transfers,
      accounts: side === 'in' ? [...others, hub] : [hub, ...others],
    });
  }
  return best;
}
