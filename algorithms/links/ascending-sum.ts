const ascending = (a: number, b: number): number => a - b;

/** The sum of numbers, added from the least to the greatest, so that its bits do not depend on the order in which they were found. Sorts `values`. */
export function ascendingSum(values: number[]): number {
  if (values.length > 1) values.sort(ascending);
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
