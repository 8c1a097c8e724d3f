const digitsKept = 1024;

/**
 * A histogram of whole numbers with a relative error of at most 1/512, in bounded memory: values are counted by their ten
 * leading bits (after HdrHistogram, G. Tene).
 */
export class Quantiles {
  readonly #counts = new Map<number, number>();
  #total = 0;

  add(value: number): void {
    const bucket = lowerBound(Math.max(0, Math.round(value)));
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + 1);
    this.#total += 1;
  }

  /** The value that a share (0..1) of all values does not exceed; 0 when empty. */
  at(share: number): number {
    const wanted = Math.ceil(this.#total * share);
    let seen = 0;
    for (const [bucket, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
      seen += count;
      if (seen >= wanted) return bucket;
    }
    return 0;
  }
}

function lowerBound(value: number): number {
  let step = 1;
  while (value / step >= digitsKept) step *= 2;
  return Math.floor(value / step) * step;
}
