import type { ModelManifest } from './model-manifest.ts';

/** A model that is loaded and was checked against the feature set of this version. */
export interface ModelRuntime {
  /** In the order of the columns of a row. */
  readonly featureNames: readonly string[];
  readonly manifest: ModelManifest;
  /** Over the model's file, its feature set and its thresholds: two runtimes with one hash decide alike. */
  readonly hash: string;
  /**
   * The probability of fraud, 0 .. 1, of each of the first `rowCount` rows; `rows` is row-major, `featureNames.length`
   * values a row, none of them NaN (an AssertionError). The score of a row is the same to the bit whatever rows stand
   * beside it, how many, and at which place. `rows` must not change before the promise settles. Throws MODEL_FAILED.
   */
  score(rows: Float32Array, rowCount: number): Promise<Float32Array>;
  /** Frees the model. Nothing may be scored afterwards. */
  close(): Promise<void>;
}

/** The features that rows will have: names in order, and the hash over their definitions. */
export interface ModelFeatureSet {
  readonly names: readonly string[];
  readonly hash: string;
}
