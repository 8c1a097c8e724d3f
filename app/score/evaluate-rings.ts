import type { Ledger } from '../../ledger/model.ts';
import type { Ring } from '../../scoring/rings/model.ts';
import { PlantedIndex, type PlantedRing } from './planted-index.ts';
import { share } from './summary.ts';

/** What was found against what was planted. */
export interface RingEvaluation {
  readonly planted: number;
  readonly found: number;
  readonly falseRings: number;
  /** Tracked rings that match a planted one, of all tracked rings. */
  readonly precision: number;
  /** Planted rings that were found, of all planted rings. */
  readonly recall: number;
  /** Share of the planted rings of each typology that was found, typologies in the order of their names. */
  readonly recallByTypology: Readonly<Record<string, number>>;
}

/**
 * Compares planted rings with groups of accounts that the service reported, both by account key. A planted ring is found when
 * one group covers at least half of its accounts. A group is false when it neither covers half of a planted ring nor has half
 * of its own accounts in one.
 */
export function evaluateRings(
  planted: readonly PlantedRing[],
  groups: readonly (readonly string[])[],
): RingEvaluation {
  const index = new PlantedIndex(planted);
  const found = new Set<number>();
  let falseRings = 0;
  for (const group of groups) {
    let matches = false;
    for (const [place, shared] of index.shared(group)) {
      const covers = index.covers(place, shared);
      if (covers) found.add(place);
      if (covers || shared * 2 >= group.length) matches = true;
    }
    if (!matches) falseRings += 1;
  }
  return {
    planted: planted.length,
    found: found.size,
    falseRings,
    precision: share(groups.length - falseRings, groups.length),
    recall: share(found.size, planted.length),
    recallByTypology: byTypology(planted, found),
  };
}

function byTypology(planted: readonly PlantedRing[], found: ReadonlySet<number>): Record<string, number> {
  const groups = new Map<string, { all: number; found: number }>();
  for (const [place, { typology }] of planted.entries()) {
    const group = groups.get(typology) ?? { all: 0, found: 0 };
    groups.set(typology, { all: group.all + 1, found: group.found + (found.has(place) ? 1 : 0) });
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([typology, group]) => [typology, share(group.found, group.all)]));
}

/** The members of those tracked rings that still stand (not merged into another), by account key. */
export async function trackedGroups(
  ledger: Ledger,
  ringIds: Iterable<string>,
  readMax: number,
): Promise<string[][]> {
  const ids = [...ringIds];
  const groups: string[][] = [];
  for (let start = 0; start < ids.length; start += readMax) {
    const rings = await ledger.ringsById(ids.slice(start, start + readMax));
    for (const ring of rings.values())
      if (stands(ring)) groups.push(ring.members.map(({ account }) => account));
  }
  return groups;
}

function stands(ring: Ring): boolean {
  return ring.status !== 'MERGED' && ring.members.length > 0;
}
