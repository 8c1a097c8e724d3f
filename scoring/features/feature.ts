import type { FeatureContext } from './context.ts';

/** What a feature value counts in. */
export type FeatureUnit =
  | 'count'
  | 'cents'
  | 'log cents'
  | 'ratio'
  | 'weight'
  | 'seconds'
  | 'square seconds'
  | 'units'
  | 'square units'
  | 'moment'
  | 'hops'
  | 'flag'
  | 'probability';

/** The span of history that a feature looks at. `life` is everything that the session saw. */
export type FeatureWindow = 'event' | '1h' | '6h' | '1d' | '7d' | '30d' | 'life';

/**
 * One number about a transaction at the moment of its arrival. `compute` sees only events up to it, itself included, is
 * pure, and answers a finite number; -1 stands for "there is none" where the description says so.
 */
export interface Feature {
  /** Lower snake case; the window is part of the name. */
  readonly name: string;
  readonly unit: FeatureUnit;
  readonly window: FeatureWindow;
  readonly description: string;
  /** Raised when `compute` changes its meaning, so that a model trained on the old one is refused. Absent = 1. */
  readonly revision?: number;
  compute(context: FeatureContext): number;
}
