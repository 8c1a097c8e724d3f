/** a / b, 0 when b is 0. */
export function ratio(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}

/** The natural logarithm of 1 + cents: amounts on a scale that a threshold can cut. */
export function logCents(cents: number): number {
  return Math.log1p(cents);
}

/** Whole seconds from an earlier time to a later one, -1 when there was no earlier time, 0 when they are out of order. */
export function secondsSince(earlierMs: number, laterMs: number): number {
  if (earlierMs === Number.NEGATIVE_INFINITY) return -1;
  return Math.max(0, Math.floor((laterMs - earlierMs) / 1000));
}
