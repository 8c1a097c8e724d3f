/**
 * Positions as near as possible (by squares) to the wished ones, in their order and at least the given distances apart:
 * `gaps[i]` is the distance between i and i + 1. By pooling adjacent violators (Ayer and others, 1955). Costs O(n).
 */
export function spread(wishes: readonly number[], gaps: readonly number[]): number[] {
  const offsets = [0];
  for (const gap of gaps.slice(0, Math.max(0, wishes.length - 1))) offsets.push(offsets.at(-1)! + gap);
  const pools: { sum: number; count: number }[] = [];
  for (const [place, wish] of wishes.entries()) {
    let pool = { sum: wish - offsets[place]!, count: 1 };
    for (
      let last = pools.at(-1);
      last && last.sum / last.count >= pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
      pools.pop();
    }
    pools.push(pool);
  }
  return pools
    .flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count))
    .map((position, place) => position + offsets[place]!);
}
