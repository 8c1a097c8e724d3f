/**
 * What the label of an account weighs at a moment: 1 when it was confirmed just then, half of that after each `halfLifeMs`, 0 when `since`
 * is -Infinity, which stands for no confirmed fraud.
 */
export function labelWeight(since: number, asOf: number, halfLifeMs: number): number {
  if (since === Number.NEGATIVE_INFINITY) return 0; // almost every account, and a power is dear
  return 2 ** ((since - asOf) / halfLifeMs);
}
