import type { Session } from '../../graph/session/session.ts';

/**
 * The row of the ordered pair `from` → `to` when it has a transfer in the week's window, else -1. Every transfer is at least one cent,
 * so the pair is active exactly when its sum is above zero (below 2^53 cents, where sums are exact). O(1).
 */
export function activePair({ pairs }: Session, from: number, to: number): number {
  const row = pairs.table.find(from, to);
  return row !== -1 && pairs.sum[row]! > 0 ? row : -1;
}
