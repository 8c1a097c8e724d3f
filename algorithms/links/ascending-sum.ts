/** The sum of numbers, added from the least to the greatest, so that its bits do not depend on the order in which they were found. Sorts `values`. */
export function ascendingSum(values: number[]): number {
  values.sort((a, b) => a - b);
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
