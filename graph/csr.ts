/**
 * A flat copy of a directed graph (compressed sparse rows): the out-neighbours of node n are
 * `targets[offsets[n]] .. targets[offsets[n + 1] - 1]`, in ascending order, with the weight of each edge beside it.
 */
export interface Csr {
  readonly nodeCount: number;
  /** nodeCount + 1 entries. */
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  readonly weights: Float64Array;
}

/** A list of directed edges as columns, in any order, pairs possibly repeated: `sources[i]` to `targets[i]` with `weights[i]`. */
export interface EdgeColumns {
  readonly nodeCount: number;
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  readonly weights: Float64Array;
}
