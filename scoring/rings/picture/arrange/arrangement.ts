import type { Box, Curve } from '../geometry.ts';

/** Where accounts are and how links run, in pixels around any origin. */
export interface Arrangement {
  /** By place of the account; no two overlap. */
  readonly places: readonly Box[];
  /** By place of the link, each from the border of the one account to that of the other. */
  readonly curves: readonly Curve[];
}
