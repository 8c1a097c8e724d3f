import { AnelError } from '../../base/errors.ts';

/** Counts patterns by their size: bin k holds the sizes from `bins[k]` to below `bins[k + 1]`, the last one all above. Patterns below size 2 do not count. */
export class Histogram {
  readonly counts: Float64Array;
  readonly #bins: readonly number[];

  /** `bins` ascend. Throws INPUT_INVALID otherwise. */
  constructor(bins: readonly number[], name: string) {
    if (bins.length === 0 || bins.some((bin, place) => !(bin > (bins[place - 1] ?? 0)))) {
      throw new AnelError(
        'INPUT_INVALID',
        `patterns: the bins "${bins.join(', ')}" of ${name} do not ascend from above 0; give for example 2, 3, 4`,
      );
    }
    this.#bins = bins;
    this.counts = new Float64Array(bins.length);
  }

  clear(): void {
    this.counts.fill(0);
  }

  add(size: number): void {
    if (size < 2 || size < this.#bins[0]!) return;
    let bin = this.#bins.length - 1;
    while (size < this.#bins[bin]!) bin -= 1;
    this.counts[bin]! += 1;
  }
}
