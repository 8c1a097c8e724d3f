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
