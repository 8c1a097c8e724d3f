import type { NativeSide } from '../yardsticks/run-algorithms.ts';
import type { OurSide } from './our-side.ts';

/** A library's partition counts as comparable when its modularity is at least this share of ours. */
const modularityShareMin = 0.99;

/**
 * Ratios to the native libraries: `…VsNetworkit` and `leidenVsBest` are our CPU time divided by theirs, so less is better and 1 is a
 * draw. `leidenVsBest` is against the fastest run that found comparable communities. Also what shows that
 * both sides found the same: counts, and the distance of the ranks. All null without the yardstick.
 */
export function nativeFigures(ours: OurSide, native: NativeSide | null) {
  const runs = Object.entries(native?.leiden ?? {});
  const comparable = runs.filter(
    ([, run]) => run.modularity >= modularityShareMin * ours.leiden.result.modularity,
  );
  const best = comparable.length === 0 ? null : Math.min(...comparable.map(([, run]) => run.seconds));
  return {
    componentsVsNetworkit: ratio(ours.components.seconds, native?.components.seconds),
    strongComponentsVsNetworkit: ratio(ours.strong.seconds, native?.strongComponents.seconds),
    pagerankVsNetworkit: ratio(ours.ranks.seconds, native?.pagerank.seconds),
    leidenVsBest: ratio(ours.leiden.seconds, best),
    networkitComponentsSeconds: native?.components.seconds ?? null,
    networkitComponents: native?.components.count ?? null,
    networkitStrongComponents: native?.strongComponents.count ?? null,
    networkitPagerankSeconds: native?.pagerank.seconds ?? null,
    networkitPagerankIterations: native?.pagerank.iterations ?? null,
    pagerankDistance: native === null ? null : distance(ours.ranks.result.ranks, native.ranks),
    nativeLeiden: native?.leiden ?? null,
  };
}

/** The quotient, null where a side was not measured. */
export function ratio(above: number | null | undefined, below: number | null | undefined): number | null {
  return typeof above === 'number' && typeof below === 'number' ? above / below : null;
}

/** The sum of absolute differences. */
function distance(ranks: Float64Array, others: Float64Array): number {
  return ranks.reduce((sum, rank, node) => sum + Math.abs(rank - others[node]!), 0);
}
